"""Images for repeats: each built once a run, then salted anew and pushed for a repeat.

How images are built, salted and pushed is ``bench.images``; which repeat gets which
reference is ``references``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.progress import Say


class Publisher:
    """Builds, salts and pushes; keeps what it built in a folder until it is closed."""

    def __init__(self, *, cache: Path | None = None) -> None:
        """Take Debian's packages from *cache*; ``None`` is the user's own."""
        self._cache = cache
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __call__(
        self, what: str, reference: str, *, salt: str | None, plain_http: bool, say: Say
    ) -> int:
        """Push *what* (a preset or a size) as *reference*; give the bytes of a pull.

        Raises what ``bench.images`` raises: ``UsageError``, and
        ``EnvironmentMissingError`` for packages or a registry that cannot be had.
        """
        from bench.images import build, push, read, resalt  # noqa: PLC0415 - heavy

        folder = self._place()
        layout = folder / what
        if not layout.exists():
            build(what, to=layout, progress=say, cache=self._cache)
        built = read(layout)
        if salt is not None:
            built = resalt(layout, salt=salt, to=folder / "salted", progress=say)
        push(built.layout, reference, progress=say, plain_http=plain_http)
        return built.pulled_bytes

    def close(self) -> None:
        """Remove what was built; may be called twice."""
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()

    def _place(self) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="octoscale-images-")
        return Path(self._folder.name)
