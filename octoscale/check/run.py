"""The whole check of a repository: the one call behind ``octoscale check``.

Texts in, findings out. Nothing is printed here, and only ``files`` and the two
ways of rendering touch anything outside.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adapter_rules.checks import run as rules_run
from adapter_rules.checks.resources import mapper_for
from exporters import exposition
from hpa.checks import run as hpa_run
from hpa.checks.ceilings import exposed
from hpa.checks.reading import gather_documents
from hpa.checks.rules import views
from octoscale.check import templates
from octoscale.check.checks import CHECKS
from octoscale.check.codes import SUMMARIES
from octoscale.check.environments import original_line
from octoscale.check.files import File, Files, read_files
from octoscale.check.gathering import gather
from octoscale.check.intervals import scrape_interval
from octoscale.check.patches import Patches
from octoscale.check.reading import Read, read
from octoscale.check.rendering import PLACE, empty, render
from octoscale.check.schemas import DEFAULT_MINOR, schemas_for
from octoscale.check.suppressing import Suppressions
from octoscale.core.errors import InputError, UsageError
from octoscale.core.yamlio import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hpa.checks.ceilings import Ceiling
    from octoscale.check.context import Context
    from octoscale.check.environments import Environment
    from octoscale.check.scraping import ScrapeJob
    from octoscale.core.finding import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to check, beside what."""

    minor: int | None = None
    """The Kubernetes that the manifests are for; ``None`` for 1.25, and each HPA
    by the last one that serves its version."""

    environments: tuple[Environment, ...] = ()
    """What sed makes of the files is checked, too."""

    rendered_only: bool = False
    """Whether the files as they stand are left out: only what the environments
    get, or, without any, what the commands print."""

    render: tuple[str, ...] = ()
    """Commands that print manifests."""

    expositions: tuple[str, ...] = ()
    """Files with one answer of a ``/metrics``, whatever they are called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What became of one input."""

    findings: tuple[Finding, ...]
    """Ordered by file, line and column; those accepted by a comment left out."""

    files: int
    objects: int
    """Kubernetes objects, in the first rendering."""

    accepted: int
    """Findings that a comment accepts."""

    jobs: tuple[ScrapeJob, ...]
    """The scrape jobs with their targets, in the first rendering."""

    notes: tuple[str, ...] = ()
    """What people should know about how it was judged."""


def check_paths(paths: Sequence[str], options: Options = Options()) -> Checked:
    """Read files and folders and run every check over all of them together.

    Raises ``FileAccessError`` for what cannot be opened, ``UsageError`` for wrong
    options and failed commands, ``EnvironmentMissingError``.
    """
    if [*paths, *options.expositions].count(STDIN) > 1:
        raise UsageError("standard input can be read once only")
    if options.rendered_only and not (options.environments or options.render):
        raise UsageError("--rendered-only needs an --environment or a --render")
    rendered: list[File] = []
    for command in options.render:
        rendered += render(command, paths)
    in_place = any(PLACE in command for command in options.render)
    in_place |= options.rendered_only and not options.environments
    found = Files(()) if in_place else read_files(paths)
    extra = read_files(options.expositions)
    files = Files(
        (*found.files, *rendered, *extra.files),
        (*found.findings, *empty(rendered), *extra.findings),
    )
    return check_files(files, options)


def check_files(files: Files, options: Options = Options()) -> Checked:
    r"""Do the same with texts that are read already.

    >>> found = check_files(Files((File("a.yaml", "kind: Pod\napiVersion: v2"),)))
    >>> [finding.code for finding in found.findings]
    ['MF205']
    """
    reader = _Reader(options)
    findings = dict.fromkeys([*files.findings, *templates.unrendered(files.files)])
    if not options.environments:
        findings.update(dict.fromkeys(templates.marks(files.files)))
    variants = [
        (name, reader.variant(texts)) for name, texts in _renderings(files, options)
    ]
    for name, variant in variants:
        # What stands there in every rendering, with other figures, is told once.
        known = set(map(_spot, findings)) if name else set()
        for finding in variant.findings:
            placed = _placed(finding, name, variant.context, files) if name else finding
            if _spot(placed) not in known:
                findings[placed] = None
    comments = Suppressions(files.files, codes=SUMMARIES)
    left = [one for one in findings if not comments.accept(one.code, one.place)]
    first = variants[0][1].context
    return Checked(
        findings=tuple(sorted([*left, *comments.problems()], key=_order)),
        files=len(files.files),
        objects=len(first.manifests),
        accepted=len(findings) - len(left),
        jobs=first.jobs,
        notes=tuple(reader.notes()),
    )


def _renderings(files: Files, options: Options) -> Iterator[tuple[str, list[File]]]:
    """Give the texts as they stand, under no name, and as each environment has them."""
    if not options.rendered_only or not options.environments:
        yield "", list(files.files)
    for environment in options.environments:
        yield environment.name, environment.render(files.files)


@dataclass(frozen=True, slots=True)
class _Variant:
    context: Context
    findings: list[Finding]


class _Reader:
    """Checks one set of texts after another; equal texts are read once."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._minor = DEFAULT_MINOR if options.minor is None else options.minor
        self._schemas = schemas_for(self._minor)
        self._mapper = mapper_for(options.minor, namespaced=(), cluster=())
        self._reads: dict[tuple[str, str], Read] = {}

    def notes(self) -> Iterable[str]:
        """Say what stood in for what was asked for."""
        used = self._schemas.minor
        if used != self._minor:
            yield f"Kubernetes 1.{self._minor} is judged by the schemas of 1.{used}"

    def variant(self, files: Iterable[File]) -> _Variant:
        """Check one set of texts."""
        reads = [self._read(file) for file in files]
        documents = [each for one in reads for each in one.documents]
        unreadable = any(one.broken or one.skipped for one in reads)
        found = gather_documents(documents, complete=not unreadable)
        context = gather(
            reads,
            found,
            schemas=self._schemas,
            minor=self._minor,
            mapper=self._mapper,
        )
        findings = [each for one in reads for each in one.findings]
        findings += self._expositions(reads)
        findings += self._rules(context)
        rules = [
            v for one in reads for c in one.configs for v in views(c.config, c.document)
        ]
        findings += hpa_run.lint(
            replace(found, manifests=Patches(found.manifests).whole),
            rules=tuple(rules) if any(one.configs for one in reads) else None,
            kubernetes=self._options.minor,
            ceilings=_ceilings(reads),
        )
        for row in CHECKS:
            findings += row.check(context)
        return _Variant(context, findings)

    def _read(self, file: File) -> Read:
        key = file.name, file.text
        if key not in self._reads:
            named = file.name in self._options.expositions
            self._reads[key] = read(file, exposition=named)
        return self._reads[key]

    def _expositions(self, reads: Iterable[Read]) -> Iterable[Finding]:
        for one in reads:
            if one.exposition:
                yield from exposition.lint(one.file.text, file=one.file.name)

    def _rules(self, context: Context) -> Iterable[Finding]:
        for one in context.reads:
            for config in one.configs:
                surroundings = rules_run.Surroundings(
                    mapper=self._mapper,
                    scrape_interval_seconds=scrape_interval(context, config),
                )
                yield from rules_run.lint([config], surroundings)


def _ceilings(reads: Iterable[Read]) -> dict[str, Ceiling]:
    known: dict[str, Ceiling] = {}
    for one in reads:
        if one.exposition:
            try:
                known.update(exposed(one.file.text, file=one.file.name))
            except InputError:
                continue  # its lines are findings already
    return known


def _placed(finding: Finding, name: str, context: Context, files: Files) -> Finding:
    """Say of a finding in which rendering it is, and where it is in the file."""
    place = finding.place
    texts = (one.file.text for one in context.reads if one.file.name == place.file)
    before = (file.text for file in files.files if file.name == place.file)
    after, old = next(texts, ""), next(before, "")
    if place.line is not None and after:
        place = replace(place, line=original_line(old, after, place.line))
    words = f"{finding.message} (as sed renders {name})"
    return replace(finding, place=place, message=words)


def _spot(finding: Finding) -> tuple[str | None, int | None, str]:
    return finding.place.file, finding.place.line, finding.code


def _order(finding: Finding) -> tuple[str, int, int, str]:
    place = finding.place
    return place.file or "", place.line or 0, place.column or 0, finding.code
