-- How a computed map was made, as JSON; null for imported maps and for images.
ALTER TABLE stimuli ADD COLUMN provenance TEXT CHECK (provenance IS NULL OR json_valid(provenance));
