"""What can keep an image from being built or pushed.

A size that cannot be met and a reference that is none are ``UsageError``.
"""

from __future__ import annotations

from octoscale.core.errors import EnvironmentMissingError


class PackagesError(EnvironmentMissingError):
    """Debian's archive or the package index did not give what goes in."""


class RegistryError(EnvironmentMissingError):
    """A registry cannot be reached, refuses, or breaks the protocol."""
