"""Why a rule cannot be used, or Prometheus not be asked.

The tree::

    OctoscaleError
    ├── RuleError                     a rule cannot do what was asked of it
    │   ├── RegexError                RE2 rejects the regular expression
    │   ├── TemplateError             a << >> template
    │   │   ├── TemplateSyntaxError   cannot be parsed
    │   │   └── TemplateRunError      cannot be executed
    │   ├── SelectorError             a label selector that Kubernetes rejects
    │   ├── UnnamedError              the naming stage gives the series no name
    │   └── QueryError                no query can be built
    │       ├── NoLabelError          no label stands for a resource
    │       ├── OperatorError         PromQL cannot express a selector's operator
    │       └── EmptyQueryError       the template gave nothing
    └── EnvironmentMissingError
        └── PrometheusError
            ├── PrometheusUnreachableError
            ├── PrometheusAnswerError   it answered an error
            └── PrometheusGarbageError  it answered something else

Those of a file's *content* are ``ValueError`` too, so that a file model may
raise them.
"""

from __future__ import annotations

from octoscale.core.errors import EnvironmentMissingError, OctoscaleError


class RuleError(OctoscaleError):
    """A rule cannot do what was asked of it."""


class RegexError(RuleError, ValueError):
    """RE2 rejects a regular expression."""


class TemplateError(RuleError, ValueError):
    """Something is wrong with a ``<< >>`` template."""


class TemplateSyntaxError(TemplateError):
    """A template cannot be parsed: the adapter would not start with it."""


class TemplateRunError(TemplateError):
    """A template cannot be executed: the adapter answers 404 or 500."""


class SelectorError(RuleError, ValueError):
    """A label selector that Kubernetes rejects; the text is Kubernetes' own."""


class UnnamedError(RuleError):
    """The naming stage gives a series no name: it does not match."""


class QueryError(RuleError):
    """No query can be built for a request."""


class NoLabelError(QueryError):
    """No label of the series stands for a Kubernetes resource."""


class OperatorError(QueryError):
    """A selector's operator has no counterpart in PromQL (``<`` and ``>``)."""


class EmptyQueryError(QueryError):
    """The metrics query's template gave an empty text."""


class PrometheusError(EnvironmentMissingError):
    """Prometheus could not be asked, or did not answer properly."""


class PrometheusUnreachableError(PrometheusError):
    """No connection, or no answer in time."""


class PrometheusAnswerError(PrometheusError):
    """It answered an error, by status or in words."""

    def __init__(
        self, message: str, *, status: int, kind: str = "", hint: str = ""
    ) -> None:
        """Keep the HTTP *status* and Prometheus' own *kind* (``errorType``)."""
        super().__init__(message, hint=hint)
        self.status = status
        self.kind = kind

    @property
    def is_about_the_question(self) -> bool:
        """Whether the question was wrong, and Prometheus is fine."""
        bad_data = self.kind in ("bad_data", "400")
        return self.status == 422 or (self.status == 400 and bad_data)


class PrometheusGarbageError(PrometheusError):
    """It answered something that is not Prometheus' API."""
