"""Every plugin has its row in the table, its file, its test and its page.

The table is the registry: a file without a row is dead, a row without a test is
a promise, and a plugin without a page is found by nobody.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapter_rules.checks import CHECKS as RULE_CHECKS
from bench.drivers import DRIVERS
from exporters.checks import CHECKS as EXPOSITION_CHECKS
from exporters.checks import PAIR_CHECKS
from exporters.collectors import COLLECTORS
from hpa.checks import CHECKS as HPA_CHECKS
from octoscale.check.checks import CHECKS as MANIFEST_CHECKS
from octoscale.cli import COMMANDS
from octoscale.doctor.links import LINKS
from simulator.loads import SHAPES
from tests.reference import ROOT


@dataclass(frozen=True)
class Room:
    """One folder of plugins."""

    folder: str
    """Where the plugins are, below the checkout."""

    rows: tuple[str, ...]
    """The modules that its table names."""

    page: str
    """Where a plugin is documented; ``{name}`` stands for its module."""

    shared: tuple[str, ...] = ()
    """Modules of the folder that are no plugins."""

    mention: str = "{name}"
    """What the page says of it; ``{name}`` as above."""


ROOMS = {
    "collectors": Room(
        "exporters/collectors",
        tuple(row.name for row in COLLECTORS),
        "docs/exporters/{name}.md",
    ),
    "drivers": Room(
        "bench/drivers",
        tuple(row.name for row in DRIVERS),
        "docs/bench/drivers.md",
        shared=("base",),
    ),
    "loads": Room(
        "simulator/loads",
        tuple(shape.__module__.rpartition(".")[2] for shape in SHAPES),
        "docs/schemas/scenario.schema.json",
        shared=("base", "polyline"),
        mention='"{name}"',
    ),
    "links": Room(
        "octoscale/doctor/links",
        tuple(link.name for link in LINKS),
        "docs/doctor.md",
        mention="| `{name}` |",
    ),
    "rule checks": Room(
        "adapter_rules/checks",
        tuple(row.check.__module__.rpartition(".")[2] for row in RULE_CHECKS),
        "docs/checks/rules/{name}.md",
        shared=tuple(
            path.stem
            for path in (ROOT / "adapter_rules/checks").glob("*.py")
            if not path.stem.startswith("ar1")
        ),
        mention="",
    ),
    "exposition checks": Room(
        "exporters/checks",
        tuple(
            check.__module__.rpartition(".")[2]
            for check in (
                *(row.check for row in EXPOSITION_CHECKS),
                *(row.check for row in PAIR_CHECKS),
            )
        ),
        "docs/checks/exposition/{name}.md",
        shared=("fault",),
        mention="",
    ),
    "hpa checks": Room(
        "hpa/checks",
        tuple(row.check.__module__.rpartition(".")[2] for row in HPA_CHECKS),
        "docs/checks/hpa/{name}.md",
        shared=tuple(
            path.stem
            for path in (ROOT / "hpa/checks").glob("*.py")
            if not path.stem.startswith("hp1")
        ),
        mention="",
    ),
    "manifest checks": Room(
        "octoscale/check/checks",
        tuple(row.check.__module__.rpartition(".")[2] for row in MANIFEST_CHECKS),
        "docs/checks/manifests/{name}.md",
        mention="",
    ),
}
PLUGINS = [
    pytest.param(room, name, id=f"{title}: {name}")
    for title, room in ROOMS.items()
    for name in room.rows
]


@pytest.mark.parametrize("room", ROOMS.values(), ids=ROOMS.keys())
def test_every_file_has_its_row(room: Room) -> None:
    folder = ROOT / room.folder
    files = {path.stem for path in folder.glob("*.py")}
    files |= {path.parent.name for path in folder.glob("*/__init__.py")}
    assert files - {"__init__"} - set(room.shared) == set(room.rows)


@pytest.mark.parametrize(("room", "name"), PLUGINS)
def test_every_plugin_has_its_test(room: Room, name: str) -> None:
    path = ROOT / "tests" / room.folder / f"test_{name}.py"
    assert path.exists()
    assert _tests_in(path) > 0


@pytest.mark.parametrize(("room", "name"), PLUGINS)
def test_every_plugin_has_its_page(room: Room, name: str) -> None:
    page = ROOT / room.page.format(name=name)
    assert page.exists()
    assert room.mention.format(name=name) in page.read_text()


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: " ".join(row.words))
def test_every_command_has_its_module_test_and_section(row: object) -> None:
    module: str = row.module  # type: ignore[attr-defined]  # parametrize types its rows as objects
    words = " ".join(row.words)  # type: ignore[attr-defined]  # as above
    path = ROOT / f"{module.replace('.', '/')}.py"
    assert path.exists()
    assert _tests_in(ROOT / "tests" / path.parent.relative_to(ROOT) / _test_name(path))
    assert f"## octoscale {words}\n" in (ROOT / "docs/commands.md").read_text()


def test_there_is_no_package_below_tests() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_there_is_one_conftest() -> None:
    found = [
        path
        for path in ROOT.rglob("conftest.py")
        if not {".venv", ".tools", "build"} & set(path.relative_to(ROOT).parts)
    ]
    assert found == [ROOT / "conftest.py"]


@pytest.mark.parametrize(
    "package",
    ["octoscale", "exporters", "adapter_rules", "hpa", "simulator", "bench"],
)
def test_every_folder_of_a_package_says_what_belongs_there(package: str) -> None:
    assert (ROOT / package / "py.typed").exists()
    for folder in {path.parent for path in (ROOT / package).rglob("*.py")}:
        border = folder / "__init__.py"
        assert border.exists(), folder
        assert ast.get_docstring(ast.parse(border.read_text())), folder


@pytest.mark.parametrize(
    "package",
    ["octoscale", "exporters", "adapter_rules", "hpa", "simulator", "bench"],
)
def test_no_file_is_longer_than_a_person_reads(package: str) -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / package).rglob("*.py")
        if (lines := len(path.read_text().splitlines())) > 400
    }
    assert long == {}


def _test_name(path: Path) -> str:
    return f"test_{path.name}"


def _tests_in(path: Path) -> int:
    tree = ast.parse(Path(path).read_text())
    return sum(
        node.name.startswith("test_")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    )
