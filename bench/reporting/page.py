"""What pages for people have in common: escaping, one style, and a strict policy.

Each page's words are in its own template, beside the module that fills it.
"""

from __future__ import annotations

import base64
import hashlib
from importlib import resources
from typing import TYPE_CHECKING

from octoscale.core.escape import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import jinja2


def environment(
    package: str, filters: Mapping[str, Callable[..., str]]
) -> jinja2.Environment:
    """Give an environment that reads the templates beside a module of *package*.

    Everything is escaped; control characters and the like are shown as such.
    """
    import jinja2  # noqa: PLC0415 - an extra, and only pages need it
    import markupsafe  # noqa: PLC0415 - comes with jinja2

    def read(name: str) -> str:
        return resources.files(package).joinpath(name).read_text(encoding="utf-8")

    def shown(value: object) -> object:
        return (
            terminal(str(value)) if not isinstance(value, markupsafe.Markup) else value
        )

    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(read),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters.update(filters)
    return made


def policy(css: str) -> str:
    """Give the content security policy of a page with just this style.

    >>> policy("")
    "default-src 'none'; style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='; base-uri 'none'; form-action 'none'"
    """  # noqa: E501 - the policy is one line
    digest = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode()
    style = f"style-src 'sha256-{digest}'"
    return f"default-src 'none'; {style}; base-uri 'none'; form-action 'none'"


def plain_css() -> str:
    """Give the pages' style, without the colours of a scale-up's phases."""
    made = environment("bench.reporting", {}).get_template("report.css.j2")
    return made.render(phases={}, reaction=[], floor="#d55e00")
