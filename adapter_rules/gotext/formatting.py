"""Format values as Go's ``fmt.Sprintf``, its notes about mistakes included.

Verbs v, s, q, d, b, o, x, X, c, U, t, e, E, f, F, g, G and T; flags, width,
precision and argument indexes (``%[1]s``). ``*`` and pointers are left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapter_rules.gotext.printing import braced, plain, shortest
from adapter_rules.gotext.quoting import quote, quote_char
from adapter_rules.gotext.values import Struct, type_name

if TYPE_CHECKING:
    from adapter_rules.gotext.values import Value

_DIRECTIVE = re.compile(
    r"%(?P<flags>[+\-# 0]*)(?P<width>\d*)(?:(?P<dot>\.)(?P<precision>\d*))?"
    r"(?:\[(?P<index>\d+)\])?(?P<verb>.?)",
    re.DOTALL,
)
_MAX_WIDTH = 1_000_000
"""Go's own limit; it notes a larger width as a mistake."""


@dataclass(frozen=True, slots=True)
class _Spec:
    """One directive: how, and by which verb."""

    verb: str
    flags: str
    width: int
    precision: int | None

    def pad(self, text: str, *, zero: bool = False) -> str:
        """Widen *text*; zeros go behind the sign and only in front."""
        if "-" in self.flags:
            return text.ljust(self.width)
        if zero and "0" in self.flags:
            return text.zfill(self.width)
        return text.rjust(self.width)


def sprintf(pattern: str, values: Sequence[Value]) -> str:
    """Fill *pattern* in.

    >>> sprintf("%s{%q} %5.2f%% %d", ["up", "a", 1.5, "x"])
    'up{"a"}  1.50% %!d(string=x)'
    >>> sprintf("%s", []), sprintf("a", ["b"])
    ('%!s(MISSING)', 'a%!(EXTRA string=b)')
    """
    parts, position, used, reordered = list[str](), 0, 0, False
    for found in _DIRECTIVE.finditer(pattern):
        parts.append(pattern[position : found.start()])
        position = found.end()
        if found["verb"] == "%":
            parts.append("%")
            continue
        if found["index"]:
            used, reordered = int(found["index"]) - 1, True
        parts.append(_directive(found, values, used))
        used += bool(found["verb"])
    parts.append(pattern[position:])
    if not reordered and used < len(values):
        extra = ", ".join(f"{type_name(v)}={plain(v)}" for v in values[used:])
        parts.append(f"%!(EXTRA {extra})")
    return "".join(parts)


def _directive(found: re.Match[str], values: Sequence[Value], at: int) -> str:
    verb = found["verb"]
    if not verb:
        return "%!(NOVERB)"
    if found["index"] and not 0 <= at < len(values):
        return f"%!{verb}(BADINDEX)"
    if at >= len(values):
        return f"%!{verb}(MISSING)"
    width = int(found["width"] or 0)
    if width > _MAX_WIDTH or int(found["precision"] or 0) > _MAX_WIDTH:
        return f"%!{verb}(BADWIDTH)"
    precision = int(found["precision"] or 0) if found["dot"] else None
    return _format(_Spec(verb, found["flags"], width, precision), values[at])


def _format(spec: _Spec, value: Value) -> str:
    if spec.verb == "T":
        return spec.pad(type_name(value))
    if isinstance(value, Struct) and value.text is not None:
        value = value.text
    if isinstance(value, str):
        return _format_text(spec, value)
    if isinstance(value, Struct | Mapping):
        return braced(value, lambda part: _format(spec, part))
    if isinstance(value, Sequence):
        return "[" + " ".join(_format(spec, item) for item in value) + "]"
    return _format_scalar(spec, value)


def _format_scalar(spec: _Spec, value: float | bool | None) -> str:
    if value is None:
        return spec.pad("<nil>") if spec.verb == "v" else f"%!{spec.verb}(<nil>)"
    if isinstance(value, bool):
        known = spec.verb in ("t", "v")
        return spec.pad(plain(value)) if known else _mistake(spec, value)
    if isinstance(value, int):
        return _format_integer(spec, value)
    return _format_float(spec, value)


def _format_text(spec: _Spec, text: str) -> str:
    if spec.precision is not None:
        text = text[: spec.precision]
    if spec.verb == "v" and "#" in spec.flags:
        return spec.pad(quote(text))
    if spec.verb in ("s", "v"):
        return spec.pad(text, zero=True)
    if spec.verb == "q":
        back = "#" in spec.flags and "`" not in text and text.isprintable()
        return spec.pad(f"`{text}`" if back else quote(text), zero=True)
    if spec.verb in ("x", "X"):
        raw = text.encode()
        digits = raw.hex(" ") if " " in spec.flags else raw.hex()
        return spec.pad(digits.upper() if spec.verb == "X" else digits, zero=True)
    return _mistake(spec, text)


def _format_integer(spec: _Spec, number: int) -> str:
    if spec.verb == "c":
        return spec.pad(chr(number) if 0 <= number < 0x110000 else "\ufffd")
    if spec.verb == "q":
        return spec.pad(quote_char(number))
    if spec.verb == "U":
        return spec.pad(f"U+{number:04X}")
    code = {"v": "d", "d": "d", "b": "b", "o": "o", "O": "o", "x": "x", "X": "X"}
    if spec.verb not in code:
        return _mistake(spec, number)
    digits = format(abs(number), code[spec.verb]).zfill(spec.precision or 0)
    marks = {"x": "0x", "X": "0X", "o": "0", "b": "0b"}
    prefix = marks.get(spec.verb, "") if "#" in spec.flags else ""
    if spec.verb == "O":
        prefix = "0o"
    return _signed(spec, prefix + digits, negative=number < 0)


def _format_float(spec: _Spec, number: float) -> str:
    if spec.verb not in ("v", "g", "G", "e", "E", "f", "F"):
        return _mistake(spec, number)
    if spec.verb in ("v", "g", "G") and spec.precision is None:
        text = shortest(abs(number))
        text = text.upper() if spec.verb == "G" else text
    elif math.isfinite(number):
        code = "g" if spec.verb == "v" else spec.verb
        precision = 6 if spec.precision is None else spec.precision
        text = f"{abs(number):.{precision}{code}}"
    else:
        text = shortest(abs(number))
    negative = math.copysign(1, number) < 0 and not math.isnan(number)
    return _signed(spec, text.removeprefix("+"), negative=negative)


def _signed(spec: _Spec, digits: str, *, negative: bool) -> str:
    plus = "+" if "+" in spec.flags or digits == "Inf" else ""
    sign = "-" if negative else plus or (" " if " " in spec.flags else "")
    return spec.pad(sign + digits, zero=digits not in ("Inf", "NaN"))


def _mistake(spec: _Spec, value: Value) -> str:
    return f"%!{spec.verb}({type_name(value)}={plain(value)})"
