"""hey is called so that it goes where it is sent, and nowhere else."""

from __future__ import annotations

import pytest

from bench.hey.command import HeyCommand

URL = "http://127.0.0.1:8080/"


@pytest.mark.parametrize(
    ("requests", "workers", "sent"),
    [(1000, 100, 1000), (1000, 300, 900), (1000, 400, 800), (10, 5, 10), (5, 5, 5)],
)
def test_workers_send_their_whole_share_each(
    requests: int, workers: int, sent: int
) -> None:
    assert HeyCommand(url=URL, workers=workers, requests=requests).sent == sent


def test_a_duration_tells_no_number() -> None:
    assert HeyCommand(url=URL, workers=5, duration_seconds=2.0).sent is None


def test_redirects_are_never_followed() -> None:
    words = HeyCommand(url=URL, workers=1, requests=1).arguments()
    assert "-disable-redirects" in words
    assert "-disable-keepalive" not in words
    assert words[-1] == URL


def test_every_option_is_hey_s() -> None:
    words = HeyCommand(
        url=URL,
        workers=4,
        duration_seconds=0.5,
        keep_alive=False,
        rate_per_second=10,
        timeout_seconds=3,
        host="shop.example:8080",
    ).arguments()
    assert " ".join(words) == (
        "-c 4 -z 500ms -q 2.500000 -t 3 -disable-redirects -disable-keepalive "
        f"-host shop.example:8080 {URL}"
    )
