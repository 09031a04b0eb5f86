"""Prometheus' relabelling: rules in order, labels in, labels or nothing out.

Follows ``relabel.Process`` of Prometheus; expressions are RE2's, anchored on both
sides. Where the labels come from is ``scraping``'s business.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapter_rules import regex
from adapter_rules.errors import RegexError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Labels = dict[str, str]

_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class RelabelRule:
    """One entry of ``relabel_configs``, with Prometheus' defaults."""

    source_labels: tuple[str, ...] = ()
    separator: str = ";"
    regex: str = "(.*)"
    modulus: int = 0
    target_label: str = ""
    replacement: str = "$1"
    action: str = "replace"

    @classmethod
    def read(cls, value: Mapping[Any, Any]) -> RelabelRule:
        """Read plain data; ``true`` and numbers are text, as in Prometheus.

        >>> RelabelRule.read({"regex": True, "action": "Keep"}).regex
        'true'
        """
        sources = value.get("source_labels")
        modulus = value.get("modulus")
        return cls(
            source_labels=tuple(
                map(_text, sources if isinstance(sources, list) else ())
            ),
            separator=_text(value.get("separator", ";")),
            regex=_text(value.get("regex", "(.*)")),
            modulus=modulus if isinstance(modulus, int) else 0,
            target_label=_text(value.get("target_label", "")),
            replacement=_text(value.get("replacement", "$1")),
            action=_text(value.get("action", "replace")).lower(),
        )


def relabel(labels: Labels, rules: Iterable[RelabelRule]) -> Labels | None:
    """Apply the rules; ``None`` when one of them drops the target.

    A rule whose expression cannot be read changes nothing.

    >>> keep = RelabelRule(source_labels=("app",), regex="shop", action="keep")
    >>> relabel({"app": "shopping"}, [keep]) is None
    True
    """
    result = dict(labels)
    for rule in rules:
        try:
            after = _apply(rule, result)
        except RegexError:
            continue
        if after is None:
            return None
        result = after
    return result


def _apply(rule: RelabelRule, labels: Labels) -> Labels | None:
    pattern = regex.full(rule.regex)
    value = rule.separator.join(labels.get(name, "") for name in rule.source_labels)
    if rule.action in ("keep", "drop"):
        kept = pattern.matches(value) == (rule.action == "keep")
        return labels if kept else None
    if rule.action in ("keepequal", "dropequal"):
        equal = labels.get(rule.target_label, "") == value
        return labels if equal == (rule.action == "keepequal") else None
    if rule.action == "labeldrop":
        return {k: v for k, v in labels.items() if not pattern.matches(k)}
    if rule.action == "labelkeep":
        return {k: v for k, v in labels.items() if pattern.matches(k)}
    if rule.action == "labelmap":
        mapped = {
            pattern.expand(rule.replacement, name) or "": text
            for name, text in labels.items()
            if pattern.matches(name)
        }
        return {**labels, **{k: v for k, v in mapped.items() if k}}
    return _set(rule, labels, value, pattern)


def _set(rule: RelabelRule, labels: Labels, value: str, pattern: regex.Regex) -> Labels:
    """Apply a rule that sets one label; an empty value removes it."""
    target, text = rule.target_label, value
    if rule.action == "hashmod" and rule.modulus > 0:
        digest = hashlib.md5(value.encode(), usedforsecurity=False).digest()
        text = str(int.from_bytes(digest[8:], "big") % rule.modulus)
    elif rule.action == "lowercase":
        text = value.lower()
    elif rule.action == "uppercase":
        text = value.upper()
    elif rule.action == "replace":
        if not pattern.matches(value):
            return labels
        target = pattern.expand(rule.target_label, value) or ""
        text = pattern.expand(rule.replacement, value) or ""
    else:
        return labels
    if not _NAME.match(target):
        return labels
    rest = {k: v for k, v in labels.items() if k != target}
    return {**rest, target: text} if text else rest


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
