"""Kubernetes quantities: ``500m``, ``1.5Gi``, ``2e3``, as its Go library reads them.

Parsing, canonical text and the integer accessors follow ``resource.Quantity``
of apimachinery, its oddities included: a value that the API server stores or
the HPA controller computes with comes out the same here. Durations are not
quantities (``octoscale.core.duration``), nor is arithmetic on them done here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering

MAX_INT64 = 2**63 - 1
"""Where Go's integers end; binary quantities are clamped to it."""

NANO = -9
"""The finest power of ten that a quantity keeps; finer digits round up."""

MILLI = -3
"""The power of ten in which the HPA controller computes."""

MAX_EXPONENT = 999
"""A larger power of ten is refused. The Go library computes for ever on it."""

_FAST_DIGITS = 18
_SHAPE = re.compile(
    r"(?P<sign>[+-]?)0*(?P<whole>[0-9]*)(?:\.(?P<part>[0-9]*))?"
    r"(?P<suffix>[eEinumkKMGTP]*[+-]?[0-9]*)",
    re.ASCII,
)
_EXPONENT = re.compile(r"[eE]([+-]?[0-9]+)", re.ASCII)
_DECIMAL = {
    "n": -9,
    "u": -6,
    "m": -3,
    "": 0,
    "k": 3,
    "M": 6,
    "G": 9,
    "T": 12,
    "P": 15,
    "E": 18,
}
_BINARY = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_DECIMAL_SUFFIX = {exponent: suffix for suffix, exponent in _DECIMAL.items()}
_BINARY_SUFFIX = ("", *_BINARY)


class QuantityError(ValueError):
    """The text is no quantity; the message names it and says why."""


class QuantityFormat(StrEnum):
    """Which family of suffixes a quantity is written with."""

    DECIMAL_SI = "DecimalSI"
    """``500m``, ``2k``: powers of 1000, the usual one."""

    BINARY_SI = "BinarySI"
    """``300Mi``: powers of 1024, for memory."""

    DECIMAL_EXPONENT = "DecimalExponent"
    """``2e3``: kept when it was read so."""


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Quantity:
    """A fixed-point number with a suffix; equal and ordered by its value.

    >>> Quantity.parse("1.5Gi")
    Quantity('1536Mi')
    >>> Quantity.parse("0.5") == Quantity.of_milli(500)
    True
    >>> Quantity.parse("1m").value  # rounded away from zero
    1
    """

    unscaled: int
    """The value is ``unscaled * 10 ** exponent``."""

    exponent: int
    """A power of ten, never below ``NANO``."""

    format: QuantityFormat = QuantityFormat.DECIMAL_SI

    source: str = ""
    """The text as it was read, where the API writes that back; else empty."""

    wide: bool = False
    """Whether Go holds it as a big decimal, whose accessors wrap around."""

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read a quantity as ``resource.ParseQuantity`` does.

        Digits below nano round away from zero; binary values are clamped to
        2^63-1. Raises ``QuantityError``, also for a power of ten beyond
        ``MAX_EXPONENT``.

        >>> Quantity.parse("80%")
        Traceback (most recent call last):
        octoscale.core.quantity.QuantityError: not a quantity: '80%'
        """
        shape = _SHAPE.fullmatch(text)
        if shape is None or not text:
            raise QuantityError(f"not a quantity: {text!r}")
        exponent, form = _interpret(shape["suffix"], text)
        fast = _fast(shape, exponent, form, text)
        return fast or _wide(shape, exponent, form, text)

    @classmethod
    def of_milli(cls, milli: int) -> Quantity:
        """Build a quantity from thousandths.

        >>> str(Quantity.of_milli(1500))
        '1500m'
        """
        return cls(unscaled=milli, exponent=MILLI)

    @property
    def value(self) -> int:
        """The whole number, fractions rounded away from zero, as ``Value()``.

        Where Go's int64 overflows, or a big decimal is negative, it is Go's
        wrapped or short-rounded number: the controller computes with that.
        """
        return self._scaled(0)

    @property
    def milli_value(self) -> int:
        """Thousandths, rounded as ``value`` is; ``MilliValue()`` upstream.

        >>> Quantity.parse("1Ki").milli_value
        1024000
        """
        return self._scaled(MILLI)

    @property
    def sign(self) -> int:
        """-1, 0 or 1."""
        return (self.unscaled > 0) - (self.unscaled < 0)

    @property
    def canonical(self) -> str:
        """The canonical text: no fraction, the largest suffix that is exact.

        >>> [Quantity.parse(text).canonical for text in ("1000m", "0.1Ki", "2e3")]
        ['1', '102400m', '2e3']
        """
        if not self.unscaled:
            return "0"
        if self.format is QuantityFormat.BINARY_SI and self._is_binary_text():
            return _binary_text(self._nano // 10**9)
        return _decimal_text(self.unscaled, self.exponent, self.format)

    def _is_binary_text(self) -> bool:
        nano = self._nano
        return abs(nano) >= 1024 * 10**9 and nano % 10**9 == 0

    @property
    def _nano(self) -> int:
        return self.unscaled * int(10 ** (self.exponent - NANO))

    def _scaled(self, scale: int) -> int:
        if self.wide:
            return _go_scaled(self.unscaled, self.exponent - scale)
        rounded = _away_from_zero(self._nano, 10 ** (scale - NANO))
        return rounded if abs(rounded) <= MAX_INT64 else 0

    def __str__(self) -> str:
        """Write it as the API does: as it was read if that is canonical enough.

        >>> str(Quantity.parse("2.718k")), str(Quantity.parse("1.50"))
        ('2.718k', '1500m')
        """
        return self.source or self.canonical

    def __repr__(self) -> str:
        """Show the text.

        >>> Quantity.parse("2k")
        Quantity('2k')
        """
        return f"Quantity({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        """Compare by value: ``1000m`` equals ``1``."""
        return self._nano == other._nano if isinstance(other, Quantity) else False

    def __lt__(self, other: Quantity) -> bool:
        """Compare by value."""
        return self._nano < other._nano

    def __hash__(self) -> int:
        """Agree with equality."""
        return hash(self._nano)


def _interpret(suffix: str, text: str) -> tuple[int, QuantityFormat]:
    """Give a suffix's exponent (base 2 for the binary family) and its family."""
    if suffix in _DECIMAL:
        return _DECIMAL[suffix], QuantityFormat.DECIMAL_SI
    if suffix in _BINARY:
        return _BINARY[suffix], QuantityFormat.BINARY_SI
    exponent = _EXPONENT.fullmatch(suffix)
    if exponent is None:
        raise QuantityError(f"unknown suffix {suffix!r} in {text!r}")
    digits = exponent[1].lstrip("+-0")
    if len(digits) > 3:
        raise QuantityError(f"the exponent of {text!r} is beyond {MAX_EXPONENT}")
    return int(exponent[1]), QuantityFormat.DECIMAL_EXPONENT


def _fast(
    shape: re.Match[str], exponent: int, form: QuantityFormat, text: str
) -> Quantity | None:
    """Read what fits Go's int64 form; ``None`` when it needs a big decimal."""
    whole, part = shape["whole"] or "0", shape["part"] or ""
    digits = whole + part
    binary = form is QuantityFormat.BINARY_SI
    room = 14 - exponent * 3 // 10 if binary else _FAST_DIGITS
    scale = 0 if binary else exponent - len(part)
    if (binary and part) or len(digits) > room or scale < NANO:
        return None
    number = int(digits)
    value = number << exponent if binary else number
    if binary:
        reused = exponent % 10 == 0 and number % 8 != 0
    else:
        reused = scale % 3 == 0 and digits[0] != "0" and not digits.endswith("000")
    if shape["sign"] == "-":
        value = -value
    return Quantity(value, scale, form, source=text if reused else "")


def _wide(
    shape: re.Match[str], exponent: int, form: QuantityFormat, text: str
) -> Quantity:
    """Read the rest: rounded up to nano, binary values clamped."""
    whole, part = shape["whole"], shape["part"] or ""
    if not any(char.isdigit() for char in text[: shape.start("suffix")]):
        raise QuantityError(f"no digits in quantity {text!r}")
    unscaled, scale = int((whole + part) or "0"), -len(part)
    if form is QuantityFormat.BINARY_SI:
        unscaled <<= exponent
    else:
        scale += exponent
    if scale > NANO:
        unscaled *= 10 ** (scale - NANO)
    else:
        unscaled = _away_from_zero(unscaled, 10 ** (NANO - scale))
    scale = NANO
    if form is QuantityFormat.BINARY_SI and unscaled > MAX_INT64 * 10**9:
        unscaled, scale = MAX_INT64, 0
    if form is QuantityFormat.BINARY_SI and 0 < unscaled < 10**9 and scale:
        form = QuantityFormat.DECIMAL_SI
    if shape["sign"] == "-":
        unscaled = -unscaled
    return Quantity(unscaled, scale, form, wide=True)


def _away_from_zero(number: int, divisor: int) -> int:
    quotient = -(-abs(number) // divisor)
    return quotient if number >= 0 else -quotient


def _int64(number: int) -> int:
    """Keep the low 64 bits, as Go's ``big.Int.Int64`` and its products do."""
    return (number + 2**63) % 2**64 - 2**63


def _go_scaled(unscaled: int, shift: int) -> int:
    """Multiply by ``10 ** shift`` as Go's ``scaledValue`` does, wrapping included."""
    if shift >= 0:
        return _int64(unscaled * 10**shift)
    divisor: int = 10**-shift
    if unscaled >= MAX_INT64:
        return _int64(_away_from_zero(unscaled, divisor))
    number = _int64(unscaled)
    quotient = abs(number) // divisor
    if number < 0:
        quotient = -quotient
    # Upstream adds one for any remainder, also below zero: -1.5 becomes 0.
    return quotient + (number % divisor != 0)


def _decimal_text(unscaled: int, exponent: int, form: QuantityFormat) -> str:
    while unscaled % 10 == 0:
        unscaled, exponent = unscaled // 10, exponent + 1
    unscaled *= (1, 10, 100)[exponent % 3]
    exponent -= exponent % 3
    if form is QuantityFormat.DECIMAL_EXPONENT or exponent not in _DECIMAL_SUFFIX:
        return f"{unscaled}e{exponent}" if exponent else str(unscaled)
    return f"{unscaled}{_DECIMAL_SUFFIX[exponent]}"


def _binary_text(number: int) -> str:
    power = 0
    while number % 1024 == 0:
        number, power = number // 1024, power + 1
    return f"{number}{_BINARY_SUFFIX[power]}"
