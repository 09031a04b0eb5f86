"""The adapter's templates: Go's ``text/template`` with ``<< >>`` delimiters.

The language itself is in ``gotext``; here is what the adapter does with it.
What a template may *say* belongs to the stages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapter_rules.errors import TemplateError
from adapter_rules.gotext import evaluation, parser
from adapter_rules.gotext.functions import BUILTINS
from adapter_rules.gotext.values import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from adapter_rules.gotext.nodes import Node
    from adapter_rules.gotext.values import Value

__all__ = ["Struct", "Template"]

_MAIN = "main"


class Template:
    """A parsed template, ready to run; immutable.

    >>> template = Template("<<.Series>>{<<.LabelMatchers>>}")
    >>> template.run(Struct("args", {"Series": "up", "LabelMatchers": 'a="b"'}))
    'up{a="b"}'
    """

    def __init__(self, source: str) -> None:
        """Parse *source*; raises ``TemplateSyntaxError``."""
        self.source = source
        """The text as written."""

        self._templates: Mapping[str, Sequence[Node]] = parser.parse(
            source, name=_MAIN, functions=BUILTINS
        )

    def run(self, data: Value) -> str:
        """Give the output for *data*; raises ``TemplateRunError``."""
        return evaluation.run(self._templates, _MAIN, data)


def check(source: str) -> str:
    """Give *source* back if it parses; for validators of a file's fields.

    Raises ``TemplateSyntaxError``.
    """
    Template(source)
    return source


__all__ += ["TemplateError", "check"]
