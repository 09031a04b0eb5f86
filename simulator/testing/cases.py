"""From test files to tests that can run: what they name, read and checked.

All that is wrong in any of the files is told at once, each with its place.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapter_rules import loading
from adapter_rules import model as rules_model
from adapter_rules.rule import compile_config
from hpa.algorithm.types import Config
from hpa.algorithm.versions import switches_for
from octoscale.core import yamlio
from octoscale.core.duration import parse_prometheus
from octoscale.core.errors import InputError
from octoscale.core.schema import decode
from octoscale.core.yamlio import Document
from octoscale.kube.restmapper import RESTMapper
from simulator import scenario as scenarios
from simulator.manifest import PATH, read_manifest
from simulator.rules import part_of
from simulator.testing.file import TestFile
from simulator.testing.notation import parse_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapter_rules.rule import CompiledConfig
    from octoscale.core.finding import Finding, Place
    from octoscale.core.yamlio import DocumentPath
    from simulator.manifest import Autoscaled
    from simulator.scenario import Scenario
    from simulator.testing.file import (
        AutoscalingTest,
        Controller,
        Expectation,
        Workload,
    )

_RANGES = re.compile(r"\[([0-9a-z]+)(?::[0-9a-z]*)?\]|offset\s+([0-9a-z]+)")
_LOOK_BACK = 300.0
"""How far back an instant query looks (Prometheus' default)."""

_KIND = "HorizontalPodAutoscaler"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One test, with all that it needs."""

    file: str
    place: Place
    test: AutoscalingTest
    expectations: tuple[tuple[Expectation, Place], ...]
    workload: Workload
    controller: Controller
    config: Config
    namespace: str
    hpa: Autoscaled | None
    """``None`` for a scenario, which has its own."""

    rules: CompiledConfig | None
    scenario: Scenario | None
    duration: float
    """Seconds."""

    @property
    def look_back(self) -> float:
        """How far back the rules' queries look, at most (seconds)."""
        rules = () if self.rules is None else (*self.rules.custom, *self.rules.external)
        reaches = [0.0]
        for rule in rules:
            found = _RANGES.findall(rule.source.metrics_query)
            reaches.append(
                sum(parse_prometheus(text) for pair in found for text in pair if text)
            )
        return max(reaches) + _LOOK_BACK


def read_files(names: Iterable[str]) -> tuple[Case, ...]:
    """Read all test files; raises ``InputError`` with every finding."""
    cases: list[Case] = []
    findings: list[Finding] = []
    for name in names:
        try:
            cases += _File(name).cases()
        except InputError as error:
            findings += error.findings
    if findings:
        raise InputError(findings)
    return tuple(cases)


class _File:
    """One file on its way."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._document = yamlio.load(yamlio.read_text(name), file=name)
        self._file = decode(TestFile, self._document)
        self._mapper = RESTMapper.builtin()
        self._rules = self._read_rules()
        self._hpa = self._read_hpa()

    def cases(self) -> list[Case]:
        """Give its tests, in their order."""
        findings: list[Finding] = []
        cases = []
        for index, test in enumerate(self._file.tests):
            try:
                cases.append(self._case(("tests", index), test))
            except InputError as error:
                findings += error.findings
        if findings:
            raise InputError(dict.fromkeys(findings))
        return cases

    def _case(self, path: DocumentPath, test: AutoscalingTest) -> Case:
        document, rules = self._document, self._rules
        if self._hpa is None and test.scenario is None:
            raise self._lacks(path, "hpa")
        if rules is None and test.input_series:
            raise self._lacks(path, "rules")
        namespace, understood = self._understood()
        scenario = None if test.scenario is None else self._scenario(path, test)
        return Case(
            file=self._name,
            place=document.place((*path, "name")),
            test=test,
            expectations=tuple(
                (one, document.place((*path, "expect", number)))
                for number, one in enumerate(test.expect)
            ),
            workload=test.workload or self._file.workload,
            controller=self._file.controller,
            config=self._config(),
            namespace=namespace,
            hpa=understood,
            rules=None
            if rules is None
            else compile_config(rules.config, self._mapper, document=rules.document),
            scenario=scenario,
            duration=_duration(test, self._file.controller),
        )

    def _understood(self) -> tuple[str, Autoscaled | None]:
        """Give the HPA's namespace, and what it asks for."""
        if self._hpa is None:
            return "default", None
        document, path = self._hpa
        manifest = _at(document, path)
        metadata = manifest.get("metadata") if isinstance(manifest, dict) else None
        named = metadata.get("namespace") if isinstance(metadata, dict) else None
        namespace = str(named or "default")
        return namespace, read_manifest(document, namespace=namespace, path=path)

    def _config(self) -> Config:
        controller = self._file.controller
        config = Config(
            tolerance=controller.tolerance,
            downscale_stabilization_seconds=parse_prometheus(
                controller.downscale_stabilization
            ),
            sync_period_seconds=parse_prometheus(controller.sync_period),
        )
        if controller.kube_version is None:
            return config
        try:
            return replace(config, switches=switches_for(controller.kube_version))
        except ValueError as error:
            place = self._document.place(("controller", "kube_version"))
            raise InputError.at(place, "SC003", str(error)) from None

    def _read_rules(self) -> loading.Source | None:
        rules = self._file.rules
        if rules is None:
            return None
        if isinstance(rules, str):
            name = self._beside(rules)
            return loading.load_source(yamlio.read_text(name), file=name)
        part = part_of(self._document, ("rules",))
        return loading.Source(rules_model.decode(part), part)

    def _read_hpa(self) -> tuple[Document, DocumentPath] | None:
        hpa = self._file.hpa
        if hpa is None:
            return None
        if not isinstance(hpa, str):
            return self._document, ("hpa",)
        name = self._beside(hpa)
        found = [
            one
            for one in yamlio.load_all(yamlio.read_text(name), file=name)
            if isinstance(one.value, dict) and one.value.get("kind") == _KIND
        ]
        if len(found) != 1:
            raise InputError.at(
                self._document.place(("hpa",)),
                "TE002",
                f"{name} should hold one {_KIND}, and holds {len(found)}",
            )
        return found[0], ()

    def _scenario(self, path: DocumentPath, test: AutoscalingTest) -> Scenario:
        """Read a test's scenario, with the file's rules and HPA in it."""
        if isinstance(test.scenario, str):
            name = self._beside(test.scenario)
            document = yamlio.load(yamlio.read_text(name), file=name)
        else:
            document = part_of(self._document, (*path, "scenario"))
        value = document.value
        if isinstance(value, dict):
            value = dict(value)
            if self._rules is not None:
                config = rules_model.to_dict(self._rules.config)
                value["adapter"] = {**(value.get("adapter") or {}), "config": config}
            if self._hpa is not None:
                section, key = PATH
                inner = value.get(section) or {}
                value[section] = {**inner, key: _at(*self._hpa)}
        places = document.values, document.keys
        return scenarios.read(Document(value, document.file, document.line, *places))

    def _beside(self, name: str) -> str:
        """Find a file named in this one."""
        return name if self._name == "-" else str(Path(self._name).parent / name)

    def _lacks(self, path: DocumentPath, field: str) -> InputError:
        return InputError.at(
            self._document.place(path),
            "TE001",
            f"the test needs {field}, and the file names none",
            hint=f"add {field}: to the file",
        )


def _at(document: Document, path: DocumentPath) -> Any:
    value = document.value
    for step in path:
        value = value[step]
    return value


def _duration(test: AutoscalingTest, controller: Controller) -> float:
    """Tell how long a test lasts: as it says, or to its last expectation."""
    if test.duration is not None:
        return parse_prometheus(test.duration)
    moments = [0.0]
    for one in test.expect:
        moments.append(parse_prometheus(one.at or "0s"))
        moments.append(parse_prometheus(one.of) + parse_prometheus(one.within or "0s"))
        moments.append(parse_prometheus(one.until or "0s"))
    if any(one.never is not None and one.until is None for one in test.expect):
        texts = [one.values for one in test.input_series]
        texts += [one.values for one in test.metric_values]
        longest = max((len(parse_values(text)) for text in texts), default=0)
        moments.append(longest * parse_prometheus(test.interval))
    return max(moments) + parse_prometheus(controller.sync_period)
