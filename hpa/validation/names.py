"""The name grammars of Kubernetes: labels, subdomains, qualified names, segments.

Each function lists what is wrong with a text, one message a broken rule, as
apimachinery's ``util/validation`` does. Which field must follow which grammar is
in this folder's other files.
"""

from __future__ import annotations

import re

_DNS_LABEL = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?", re.ASCII)
_DNS_SUBDOMAIN = re.compile(rf"{_DNS_LABEL.pattern}(\.{_DNS_LABEL.pattern})*", re.ASCII)
_QUALIFIED = re.compile(r"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]", re.ASCII)

_LABEL_RULE = (
    "must consist of lower case letters, digits or '-', and must start and end "
    "with a letter or digit"
)
_SUBDOMAIN_RULE = (
    "must consist of lower case letters, digits, '-' or '.', and must start and "
    "end with a letter or digit"
)
_QUALIFIED_RULE = (
    "must consist of letters, digits, '-', '_' or '.', and must start and end "
    "with a letter or digit"
)


def dns_label(text: str) -> list[str]:
    """Check a DNS label (RFC 1123), such as a namespace.

    >>> dns_label("dbs"), len(dns_label("a.b"))
    ([], 1)
    """
    return _too_long(text, 63) + _mismatch(_DNS_LABEL, text, _LABEL_RULE)


def dns_subdomain(text: str) -> list[str]:
    """Check a DNS subdomain (RFC 1123), such as an object's name.

    >>> dns_subdomain("httpgo.v2"), len(dns_subdomain("Bad_Name"))
    ([], 1)
    """
    return _too_long(text, 253) + _mismatch(_DNS_SUBDOMAIN, text, _SUBDOMAIN_RULE)


def generated_name(prefix: str) -> list[str]:
    """Check a ``generateName``: a subdomain that may end in a dash."""
    if len(prefix) > 1 and prefix.endswith("-"):
        prefix = prefix[:-2] + "a"
    return dns_subdomain(prefix)


def qualified_name(text: str) -> list[str]:
    """Check a label's key: a name, perhaps after a DNS subdomain and a slash.

    >>> qualified_name("example.com/app"), len(qualified_name("bad key"))
    ([], 1)
    """
    *prefixes, name = text.split("/")
    if len(prefixes) > 1:
        return [f"a qualified name {_QUALIFIED_RULE}, with one DNS prefix at most"]
    problems = []
    if prefixes == [""]:
        problems.append("prefix part must be non-empty")
    elif prefixes:
        problems += [f"prefix part {problem}" for problem in dns_subdomain(prefixes[0])]
    if not name:
        problems.append("name part must be non-empty")
    long_or_wrong = _too_long(name, 63) + _mismatch(_QUALIFIED, name, _QUALIFIED_RULE)
    return problems + [f"name part {problem}" for problem in long_or_wrong]


def label_value(text: str) -> list[str]:
    """Check a label's value; it may be empty."""
    wrong = _mismatch(_QUALIFIED, text, _QUALIFIED_RULE) if text else []
    return _too_long(text, 63) + wrong


def path_segment(text: str) -> list[str]:
    """Check a text that becomes one segment of an API path.

    >>> path_segment("http_requests"), path_segment("a/b")
    ([], ["may not contain '/'"])
    """
    if text in (".", ".."):
        return [f"may not be '{text}'"]
    return [f"may not contain '{char}'" for char in "/%" if char in text]


def _too_long(text: str, limit: int) -> list[str]:
    size = len(text.encode("utf-8", "surrogatepass"))
    return [f"must be no more than {limit} characters"] if size > limit else []


def _mismatch(grammar: re.Pattern[str], text: str, rule: str) -> list[str]:
    return [] if grammar.fullmatch(text) else [rule]
