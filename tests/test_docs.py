"""Generated pages are those that the code would generate now."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import jsonschema
import pytest

from octoscale.core import yamlio
from octoscale.service.example import example
from octoscale.service.schemas import schema_of
from tests.reference import ROOT

PAGES = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md")
    for path in ROOT.glob(pattern)
    if ".venv" not in path.parts
)
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
PATH_IN_TEXT = re.compile(r"`((?:docs|benchmarks|examples|scripts)/[\w./-]+)`")


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "docs.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, f"run `make docs`:\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: object) -> None:
    text = page.read_text()  # type: ignore[attr-defined]  # parametrize types its rows as objects
    folder = page.parent  # type: ignore[attr-defined]  # as above
    broken = [link for link in LINK.findall(text) if not (folder / link).exists()]
    broken += [
        path for path in PATH_IN_TEXT.findall(text) if not (ROOT / path).exists()
    ]
    assert broken == []


def test_the_example_satisfies_the_published_schema() -> None:
    schema = schema_of("service")
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(yamlio.load(example("shop")).value, schema)


@pytest.mark.parametrize("kind", ["service", "plan", "scenario"])
def test_published_schemas_are_plain_json_and_refuse_unknown_fields(kind: str) -> None:
    schema = json.loads(json.dumps(schema_of(kind)))
    jsonschema.Draft202012Validator.check_schema(schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"nonsense": 1}, schema)
