"""What Kubernetes takes for a label's key and value, in its words.

The texts are part of the API: clients see them in a Status. Parsing selectors
is ``selector``'s business; Prometheus' label names follow other rules.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adapter_rules.errors import SelectorError
from adapter_rules.gotext.quoting import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_DNS_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = rf"{_DNS_LABEL}(\.{_DNS_LABEL})*"
_CHARACTERS = (
    "consist of alphanumeric characters, '-', '_' or '.', and must start and end "
    "with an alphanumeric character"
)
_LONGEST_NAME = 63
_LONGEST_PREFIX = 253
_INTEGER = re.compile(r"[-+]?[0-9]+\Z", re.ASCII)


def check_key(key: str, *, path: str) -> None:
    """Refuse what is no label key; *path* is how the error names the field.

    Raises ``SelectorError``.
    """
    problems = _key_problems(key)
    if problems:
        raise SelectorError(_invalid(path, key, "; ".join(problems)))


def check_values(key: str, values: Sequence[str], *, integers: bool) -> None:
    """Refuse what is no label value, or no integer where one is compared.

    Raises ``SelectorError`` that names every wrong value.
    """
    found = []
    for index, value in enumerate(values):
        if integers and not _is_int64(value):
            reason = "for 'Gt', 'Lt' operators, the value must be an integer"
            found.append(_invalid(f"values[{index}]", value, reason))
    for index, value in enumerate(values):
        problems = _value_problems(value)
        if problems:
            path = f"values[{index}][{key}]"
            found.append(_invalid(path, value, "; ".join(problems)))
    if found:
        unique = list(dict.fromkeys(found))
        text = unique[0] if len(unique) == 1 else f"[{', '.join(unique)}]"
        raise SelectorError(text)


def _key_problems(key: str) -> list[str]:
    prefix, slash, name = key.rpartition("/")
    if "/" in prefix:
        shape = _shape(f"must {_CHARACTERS}", _NAME, "MyName", "my.name", "123-abc")
        optional = "with an optional DNS subdomain prefix and '/'"
        return [f"a qualified name {shape} {optional} (e.g. 'example.com/MyName')"]
    problems = [f"prefix part {text}" for text in _prefix_problems(prefix)]
    return [
        *(problems if slash else []),
        *(f"name part {text}" for text in _name_problems(name)),
    ]


def _prefix_problems(prefix: str) -> list[str]:
    if not prefix:
        return ["must be non-empty"]
    problems = _too_long(prefix, _LONGEST_PREFIX)
    if not re.fullmatch(_SUBDOMAIN, prefix):
        words = (
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
            "characters, '-' or '.', and must start and end with an alphanumeric "
            "character"
        )
        problems.append(_shape(words, _SUBDOMAIN, "example.com"))
    return problems


def _name_problems(name: str) -> list[str]:
    problems = _too_long(name, _LONGEST_NAME) if name else ["must be non-empty"]
    if not re.fullmatch(_NAME, name):
        words = f"must {_CHARACTERS}"
        problems.append(_shape(words, _NAME, "MyName", "my.name", "123-abc"))
    return problems


def _value_problems(value: str) -> list[str]:
    problems = _too_long(value, _LONGEST_NAME)
    pattern = f"({_NAME})?"
    if not re.fullmatch(pattern, value):
        words = f"a valid label must be an empty string or {_CHARACTERS}"
        problems.append(_shape(words, pattern, "MyValue", "my_value", "12345"))
    return problems


def _too_long(text: str, longest: int) -> list[str]:
    too_long = len(text.encode()) > longest
    return [f"must be no more than {longest} bytes"] if too_long else []


def _shape(words: str, pattern: str, *examples: str) -> str:
    listed = " or ".join(f"'{example}', " for example in examples)
    return f"{words} (e.g. {listed}regex used for validation is '{pattern}')"


def _invalid(path: str, value: str, reason: str) -> str:
    return f"{path}: Invalid value: {quote(value)}: {reason}"


def _is_int64(text: str) -> bool:
    return bool(_INTEGER.match(text)) and -(2**63) <= int(text[:30]) < 2**63
