#!/usr/bin/python3
"""schema: do the schemas let through what is right, and stop what is wrong?

    run.py [--bilaga PATH]

Each head and register of the content, the sites and the base of the cases is
valid by the schema that `bilaga schema` writes for it; each file of the cases
with a finding about a key or a word is not. All keys are explained, and there
is no explanation of a key that is none. .vscode/schema is the schemas of the
content, apart from the ids of its registers.
"""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import jsonschema
import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CASES = ROOT / "tests/cases"
sys.path.insert(0, str(CASES))
sys.dont_write_bytecode = True

import run as cases  # noqa: E402

sys.path.append(str(ROOT / "tests/web"))
from tally import Tally  # noqa: E402

# Findings that a schema can make, too, wherever they are about one file.
SAME = {"key-unknown", "key-missing", "value-word", "value-map", "value-text",
        "value-empty", "kind-unknown", "group-unknown", "quantity-unit",
        "date", "date-day", "number", "length-form", "edit-url"}
# Where a schema cannot know what is wrong.
NOT_HERE = {
    "publication/date": "how long a month is",
    "publication/seen-from-leap": "how long a month is",
    "registers/rates-unit": "the name of a rate tells its unit",
    "registers/rates-place-other": "and whether places have one each",
}


class Loader(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors read it."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
        ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
        ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
        ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?$",
         "-+0123456789."),
        ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""])):
    Loader.add_implicit_resolver("tag:yaml.org,2002:" + tag,
                                 re.compile(pattern), list(first))
# Editors see keys as texts.
Loader.add_constructor("tag:yaml.org,2002:map", lambda loader, node: {
    key.value: loader.construct_object(value, deep=True)
    for key, value in node.value})


def schemas_of(bilaga, content, folder):
    """By name; and None when the content is too wrong to have any."""
    shutil.rmtree(folder, ignore_errors=True)
    done = subprocess.run([bilaga, "schema", content, "-o", folder],
                          capture_output=True, text=True)
    if done.returncode != 0:
        return None
    found = {}
    for path in sorted(folder.glob("*.json")):
        found[path.stem] = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft7Validator.check_schema(found[path.stem])
    return found


def kind_of(inside, text):
    """The name of the schema for a file of the content; None: none."""
    if inside.name == "README.md" or inside.suffix not in (".md", ".yaml"):
        return None
    if inside.parts[0] == "registers":
        return inside.stem
    if len(inside.parts) == 1:
        return "publication" if inside.name == "publication.yaml" else None
    if inside.name != "index.md":
        return "forum"
    return "document" if len(inside.parts) == 2 else "section"


def head_of(path):
    """What stands in a head or register; None when it is no YAML."""
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".md":
        match = re.match(r"---[ ]*\n(.*?)^---[ ]*$", text, re.S | re.M)
        if not match:
            return None
        text = match[1]
    try:
        return yaml.load(text, Loader)
    except yaml.YAMLError:
        return None


def errors(schema, data):
    validator = jsonschema.Draft7Validator(schema)
    return [f"{'/'.join(map(str, e.absolute_path))}: {e.message}"
            for e in validator.iter_errors(data)]


def try_content(count, bilaga, content, folder):
    schemas = schemas_of(bilaga, content, folder)
    count.holds(f"{content}: schemas", schemas)
    for path in sorted(content.rglob("*")):
        inside = path.relative_to(content)
        kind = path.is_file() and kind_of(inside, path)
        if not kind or kind not in (schemas or {}):
            continue
        data = head_of(path)
        if data is None:  # nothing but comments
            continue
        wrong = errors(schemas[kind], data)
        count.holds(f"{path.relative_to(ROOT)}", not wrong, wrong)


def try_case(count, bilaga, case, folder):
    """A file with a finding that a schema can make is not valid."""
    text = case.diag.read_text(encoding="utf-8") if case.diag.exists() else ""
    names = {name for _, _, name in cases.findings(text)}
    if not names & SAME or case.path.suffix == ".tree" or \
            case.name in NOT_HERE:
        return
    content = folder / "content"
    shutil.rmtree(content, ignore_errors=True)
    case.make(content)
    place = pathlib.Path(case.place())
    here = {name for file, _, name in cases.findings(text)
            if file == str(place)} & SAME
    kind = kind_of(place, None)
    schemas = schemas_of(bilaga, content, folder / "schema")
    if not here or kind is None or not schemas or kind not in schemas:
        return
    data = head_of(content / place)
    if data is None:
        return
    wrong = errors(schemas[kind], data)
    # What is found in the text is not in the head.
    lines = [line for file, line, name in cases.findings(text)
             if file == str(place) and name in SAME]
    head_end = (content / place).read_text(encoding="utf-8").find("\n---", 3)
    head_lines = (content / place).read_text(
        encoding="utf-8")[:head_end].count("\n") + 2
    if place.suffix == ".md" and all(line > head_lines for line in lines):
        return
    count.holds(f"{case.name} ({', '.join(sorted(here))}) should not be valid",
               wrong)


def keys_within(schema, path=()):
    """(path, schema) of all properties."""
    if isinstance(schema, list):
        for one in schema:
            yield from keys_within(one, path)
    if not isinstance(schema, dict):
        return
    for word, value in schema.get("properties", {}).items():
        if isinstance(value, dict):
            yield (*path, word), value
            yield from keys_within(value, (*path, word))
    for name, value in schema.items():
        if name == "patternProperties":
            for inner in value.values():
                yield from keys_within(inner, path)
        elif name in ("anyOf", "items", "additionalProperties"):
            yield from keys_within(value, path)


def try_explanations(count, language, schemas):
    """Both ways; and a key that may have any value is one that we know."""
    help_file = ROOT / f"generator/labels/help-{language}.yaml"
    texts = {text for group in yaml.load(
        help_file.read_text(encoding="utf-8"), yaml.BaseLoader).values()
        for text in group.values()}
    used = {schema.get("description") for schema in schemas.values()}
    for name, schema in schemas.items():
        for path, key in keys_within(schema):
            if "if" in path or set(key) == {"const"}:
                continue
            count.holds(f"{language} {name}: {'.'.join(path)} is explained",
                       key.get("description"))
            used.add(key.get("description"))
            if path[-1] != "extra":
                count.holds(f"{language} {name}: {'.'.join(path)} says what it "
                           "may be", set(key) - {"description"}, key)
    for text in sorted(texts - used):
        count.holds(f"{help_file.name}: a key has this explanation", False,
                   text)


def without_ids(schema):
    """Ids change with each new party; schemas need not follow at once."""
    schema = dict(schema)
    schema.pop("definitions", None)
    return schema


def try_copies(count, schemas):
    folder = ROOT / ".vscode/schema"
    count.holds(".vscode/schema has all", sorted(
        path.stem for path in folder.glob("*.json")) == sorted(schemas),
        "run make schema")
    for name, schema in schemas.items():
        path = folder / f"{name}.json"
        copy = json.loads(path.read_text(encoding="utf-8")) \
            if path.exists() else {}
        count.holds(f".vscode/schema/{name}.json is as it should be",
                   without_ids(copy) == without_ids(schema), "run make schema")
    settings = json.loads((ROOT / ".vscode/settings.json").read_text())
    for path, globs in settings["yaml.schemas"].items():
        count.holds(f"settings: {path}", (ROOT / path).is_file())
        for pattern in [globs] if isinstance(globs, str) else globs:
            name = pathlib.Path(path).stem
            count.holds(f"settings: {pattern} is of {name}", name == "forum" or
                       (ROOT / pattern).is_file() or "*" in pattern)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("\n\n")[1].strip())
    parser.add_argument("--bilaga", default=os.environ.get(
        "BILAGA", str(ROOT / "build/bilaga")))
    options = parser.parse_args()
    bilaga = str(pathlib.Path(options.bilaga).resolve())
    count = Tally()
    with tempfile.TemporaryDirectory(prefix="bilaga-schema-") as name:
        folder = pathlib.Path(name)
        contents = [ROOT / "content", CASES / "base", CASES / "base-en",
                    *sorted((ROOT / "tests/sites").glob("*/content"))]
        for content in contents:
            try_content(count, bilaga, content, folder / "schema")
        for case in cases.all_cases():
            if isinstance(case, cases.FileCase):
                try_case(count, bilaga, case, folder)
        schemas = schemas_of(bilaga, ROOT / "content", folder / "schema")
        try_explanations(count, "sv", schemas)
        try_copies(count, schemas)
        try_explanations(count, "en", schemas_of(
            bilaga, CASES / "base-en", folder / "schema"))
    count.end()


if __name__ == "__main__":
    sys.exit(main())
