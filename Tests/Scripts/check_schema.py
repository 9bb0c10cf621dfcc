"""Holds study-definition.schema.json against the studies of the repository, with a JSON Schema library.

Run: python check_schema.py   (PyPI jsonschema 4.x; where it is absent the check is skipped)

Every example must validate, and every broken study whose errors a schema can tell must fail. What a schema cannot tell
are files, designs that do not come out even, ids written twice, and references to ids that nothing has.
"""

import json
import sys
from pathlib import Path

BEYOND_A_SCHEMA = {
    "syntax", "duplicateKey", "duplicateID", "unknownReference", "unbalancedDesign", "missingFile", "unreadableFile",
    "aspectMismatch", "notFinite", "constantMap", "identicalMaps",
}  # fmt: skip

# Rules between several places of a document, by the file that breaks nothing else.
BETWEEN_PLACES = {
    "crop-too-large": "`size` is at most `shorterSide`",
    "one-explainer": "\"all\" pairs need two explainers",
    "one-map-for-all": "{image} is needed with several images",
    "practice-only": "one block has role `main`",
}


def main():
    try:
        import jsonschema
    except ImportError:
        print("skipped: the PyPI package jsonschema is not installed")
        return 0
    folder = Path(__file__).resolve().parents[2] / "StudyDefinitions"
    schema = json.loads((folder / "study-definition.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = []
    examples = sorted((folder / "examples").rglob("*.study.json"))
    for path in examples:
        for error in validator.iter_errors(json.loads(path.read_text())):
            failures.append(f"{path.name}: {error.json_path}: {error.message}")
    told = 0
    for path in sorted((folder / "invalid").glob("*.study.json")):
        name = path.name.removesuffix(".study.json")
        report = json.loads((path.parent / f"{name}.errors.json").read_text())
        structural = [error for error in report["errors"] if error["code"] not in BEYOND_A_SCHEMA]
        if any(error["code"] == "syntax" for error in report["errors"]):
            continue
        is_valid = validator.is_valid(json.loads(path.read_text()))
        if not structural or name in BETWEEN_PLACES:
            if not is_valid and not any(error["code"] == "duplicateID" for error in report["errors"]):
                failures.append(f"{path.name}: the schema refuses what the program only refuses for its files or design")
            continue
        told += 1
        if is_valid:
            failures.append(f"{path.name}: the schema allows what the program refuses")
    for failure in failures:
        print(failure)
    print(f"{len(examples)} examples, {told} broken studies, {len(failures)} disagreements")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
