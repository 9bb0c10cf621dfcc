-- How a computed map was made, as JSON; null for imported maps and for images.
ALTER TABLE stimuli ADD COLUMN provenance TEXT CHECK (json_valid(provenance));
