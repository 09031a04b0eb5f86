"""The adapter's config file, field for field.

Read as strictly as the adapter reads it, with a place for every problem, and
written without loss. What needs a cluster's resources is checked in ``rule``;
what is legal but unwise is for the checks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from adapter_rules import labeltemplate, reading, regex, template
from octoscale.core import duration, schema, yamlio
from octoscale.core.errors import InputError
from octoscale.core.finding import Finding, Severity

if TYPE_CHECKING:
    from octoscale.core.yamlio import Document


def _api_name(name: str) -> str:
    """Give a field's name in the file: ``series_query`` is ``seriesQuery``."""
    first, *rest = name.rstrip("_").split("_")
    return first + "".join(word.capitalize() for word in rest)


def _check_duration(text: str) -> str:
    duration.parse_prometheus(text)
    return text


GoRegex = Annotated[str, AfterValidator(regex.check)]
"""A regular expression that RE2 accepts; may be empty, which is none."""

QueryTemplate = Annotated[str, AfterValidator(template.check)]
"""A ``<< >>`` template that gives PromQL."""

LabelTemplateText = Annotated[str, AfterValidator(labeltemplate.check)]
"""A ``<< >>`` template that gives a label's name; may be empty, which is none."""

DurationText = Annotated[str, AfterValidator(_check_duration)]
"""A Prometheus duration as written: ``5m``."""


class _Part(BaseModel):
    """A part of the file: unknown fields refused, nothing converted."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        alias_generator=_api_name,
        populate_by_name=True,
    )


class RegexFilter(_Part):
    """One series filter: a name must match, or must not.

    >>> RegexFilter(is_not="_total$")
    RegexFilter(is_='', is_not='_total$')
    """

    is_: GoRegex = ""
    is_not: GoRegex = ""

    @model_validator(mode="after")
    def _exactly_one(self) -> RegexFilter:
        if bool(self.is_) == bool(self.is_not):
            both = "both" if self.is_ else "neither"
            raise ValueError(f"a filter needs 'is' or 'isNot', and has {both}")
        return self


class ResourceOverride(_Part):
    """The Kubernetes resource that one label stands for."""

    group: str = ""
    """Its API group; may be left out, or given by its beginning."""

    resource: str = ""
    """Singular or plural, in any case."""


class ResourceMapping(_Part):
    """How labels and Kubernetes resources belong together."""

    template: LabelTemplateText = ""
    """For all labels without an override: ``kube_<<.Resource>>``."""

    overrides: dict[str, ResourceOverride] = Field(default_factory=dict)
    """Label by label; goes before the template."""

    namespaced: bool | None = None
    """Only for external rules: whether a request's namespace becomes a matcher.
    Absent means yes."""


class NameMapping(_Part):
    """From a series' name to the API's."""

    matches: GoRegex = ""
    """Also a series filter; empty matches all."""

    as_: str = ""
    """What the match becomes: ``${1}_per_second``. Empty is the only group, or
    the whole match when there is none."""

    @model_validator(mode="after")
    def _has_an_obvious_default(self) -> NameMapping:
        if not self.as_ and regex.Regex(self.matches).groups > 1:
            raise ValueError(
                f"'as' is missing, and 'matches' has several groups: {self.matches!r}"
            )
        return self


class DiscoveryRule(_Part):
    """One discovery rule: which series, whose, under which name, by which query.

    >>> DiscoveryRule(series_query="up", metrics_query="<<.Series>>").name.matches
    ''
    """

    series_query: str = ""
    """A series selector; Prometheus is asked for what matches it."""

    series_filters: tuple[RegexFilter, ...] = ()
    """All must pass."""

    resources: ResourceMapping = ResourceMapping()
    name: NameMapping = NameMapping()
    metrics_query: QueryTemplate = ""


class ResourceRule(_Part):
    """How cpu or memory is computed for containers and nodes."""

    container_query: QueryTemplate = ""
    node_query: QueryTemplate = ""
    resources: ResourceMapping = ResourceMapping()
    container_label: str = ""
    """The label that holds the container's name."""


class ResourceRules(_Part):
    """The rules of metrics.k8s.io."""

    cpu: ResourceRule = ResourceRule()
    memory: ResourceRule = ResourceRule()
    window: DurationText = "0"
    """The rate window that the API reports; the queries hold their own."""


class AdapterConfig(_Part):
    """The whole file. Which parts it has decides which APIs are served.

    >>> config = AdapterConfig(rules=(DiscoveryRule(series_query="up"),))
    >>> load(dump(config)) == config
    True
    """

    rules: tuple[DiscoveryRule, ...] = ()
    """For custom.metrics.k8s.io."""

    external_rules: tuple[DiscoveryRule, ...] = ()
    """For external.metrics.k8s.io."""

    resource_rules: ResourceRules | None = None
    """For metrics.k8s.io; served even when empty, unless absent."""


def load(text: str, *, file: str | None = None) -> AdapterConfig:
    """Read a bare config file.

    Raises ``InputError`` with a finding for every problem: YA… for the YAML,
    SC001 for unknown fields, SC003 for wrong values.
    """
    return decode(reading.read(text, file=file))


def decode(document: Document) -> AdapterConfig:
    """Turn what ``reading`` read into the config; raises ``InputError``."""
    findings = _python_names(document)
    try:
        config = schema.decode(AdapterConfig, document)
    except InputError as error:
        findings += error.findings
    if findings:
        raise InputError(sorted(findings, key=_order))
    return config


def to_dict(config: AdapterConfig) -> dict[str, Any]:
    """Give the config as plain data; what has its default is left out."""
    data: dict[str, Any] = config.model_dump(
        mode="json", by_alias=True, exclude_defaults=True
    )
    return data


def dump(config: AdapterConfig) -> str:
    """Write the config as YAML that ``load`` and the adapter read back."""
    return yamlio.dump(to_dict(config))


def _python_names(document: Document) -> list[Finding]:
    """Refuse our own field names, which the models would take: ``series_query``."""
    return [
        Finding(
            code="SC001",
            severity=Severity.ERROR,
            message=f"unknown field {path[-1]!r}",
            place=document.key_place(path),
            hint=f"did you mean {_api_name(str(path[-1]))!r}?",
        )
        for path, _ in yamlio.paths(document.value)
        if path and "_" in str(path[-1]) and reading.FREE_KEYS not in path[-2:-1]
    ]


def _order(finding: Finding) -> tuple[int, int]:
    return finding.place.line or 0, finding.place.column or 0
