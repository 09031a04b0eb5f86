"""Write the generated pages of ``docs/`` anew.

    python scripts/docs.py          write what has changed
    python scripts/docs.py --check  say what would change, and fail then

The commands' page comes from their help texts, the schemas from the models, the
checks' pages from their docstrings and cases (``check_pages``).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import check_pages
import click
import service_page

from octoscale.cli import COMMANDS
from octoscale.cli.app import build
from octoscale.service.schemas import schema_of

ROOT = Path(__file__).resolve().parent.parent
KINDS = ("service", "plan", "load", "scenario", "observation", "test", "mapping")
HEAD = (
    "# Commands\n\n"
    "Generated from the help texts by `make docs`. Exit codes: 0 fine, 1 the input\n"
    "is wrong or a goal is missed, 2 wrong arguments or an unreadable file,\n"
    "3 something is missing or unreachable, 70 a bug of ours, 130 interrupted.\n"
)


def pages() -> dict[str, str]:
    """Build every generated page, by its path below the checkout."""
    made = {
        "docs/commands.md": commands_page(),
        "docs/service-file.md": service_page.page(),
    }
    for kind in KINDS:
        schema = json.dumps(schema_of(kind), indent=2, ensure_ascii=False)
        made[f"docs/schemas/{kind}.schema.json"] = schema + "\n"
    made.update(check_pages.pages())
    return made


def commands_page() -> str:
    """Put the help texts of all commands on one page."""
    parts = [HEAD, f"\n## octoscale\n\n```\n{_help(())}\n```\n"]
    for row in COMMANDS:
        words = " ".join(row.words)
        parts.append(f"\n## octoscale {words}\n\n```\n{_help(row.words)}\n```\n")
    return "".join(parts)


def _help(words: tuple[str, ...]) -> str:
    command: click.Command = build()
    context = click.Context(command, info_name="octoscale")
    for word in words:
        assert isinstance(command, click.Group)  # noqa: S101 - the table says so
        found = command.get_command(context, word)
        assert found is not None  # noqa: S101 - as above
        command = found
        context = click.Context(
            command,
            info_name=word,
            parent=context,
            terminal_width=90,
            max_content_width=90,
        )
    text = command.get_help(context)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def main() -> int:
    """Write or check the pages; 1 when a check finds an old one."""
    check = sys.argv[1:] == ["--check"]
    old = []
    for name, text in pages().items():
        path = ROOT / name
        if path.exists() and path.read_text() == text:
            continue
        old.append(name)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    for name in old:
        print(f"{'old' if check else 'written'}: {name}")
    return 1 if check and old else 0


if __name__ == "__main__":
    sys.exit(main())
