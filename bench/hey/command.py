"""How hey is called: one run's options, and what hey makes of them.

Redirects are never followed, as they lead to addresses that nobody named. Which
runs there are is decided in ``bench.load``.
"""

from __future__ import annotations

from dataclasses import dataclass

from octoscale.core.duration import format_go


@dataclass(frozen=True, slots=True, kw_only=True)
class HeyCommand:
    """One run of hey: either a number of requests, or a duration."""

    url: str
    """With the address itself as its host, so that hey looks nothing up."""

    workers: int
    requests: int | None = None
    """What hey is asked for; ``sent`` is what it sends."""

    duration_seconds: float | None = None
    keep_alive: bool = True
    """Whether a worker uses its connection again."""

    rate_per_second: float | None = None
    """Over all workers, at most; hey's own ``-q`` counts for each worker."""

    timeout_seconds: int = 20
    """After which a request counts as failed."""

    host: str = ""
    """The Host header, and the name in TLS; empty: the URL's."""

    @property
    def sent(self) -> int | None:
        """How many requests hey sends: each worker does its whole share alone.

        ``None`` for a duration, which tells no number.

        >>> HeyCommand(url="http://127.0.0.1/", workers=300, requests=1000).sent
        900
        """
        if self.requests is None:
            return None
        return self.workers * (self.requests // self.workers)

    def arguments(self) -> tuple[str, ...]:
        """Give hey's arguments.

        >>> " ".join(HeyCommand(url="http://[::1]/", workers=2, requests=4).arguments())
        '-c 2 -n 4 -t 20 -disable-redirects http://[::1]/'
        """
        words = ["-c", str(self.workers)]
        if self.duration_seconds is not None:
            words += ["-z", format_go(self.duration_seconds)]
        if self.requests is not None:
            words += ["-n", str(self.requests)]
        if self.rate_per_second is not None:
            words += ["-q", f"{self.rate_per_second / self.workers:.6f}"]
        words += ["-t", str(self.timeout_seconds), "-disable-redirects"]
        if not self.keep_alive:
            words.append("-disable-keepalive")
        if self.host:
            words += ["-host", self.host]
        return (*words, self.url)
