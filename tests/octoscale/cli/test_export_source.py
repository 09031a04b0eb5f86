"""``octoscale export source``: every kind, from words."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import bcrypt
import pytest

from octoscale.cli.app import main
from tests.exporters.exposed import samples
from tests.exporters.raw_server import raw_server, say_nothing
from tests.exporters.serving_pages import pages
from tests.octoscale.cli.exporting import exporting

if TYPE_CHECKING:
    from pathlib import Path


def test_a_page_is_exposed_under_its_prefix(tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("hunter2\n")
    with pages({"/": b"fine"}) as uri:
        words = ["--uri", uri, "--prefix", "shop", "--user", "me"]
        words += ["--password-file", str(password), "--listen", "127.0.0.1:0"]
        with exporting("source", "http", *words) as running:
            text = running.scrape()
            said = running.said
    assert samples(text)["shop_status", ()] == 200
    assert "hunter2" not in text + "".join(said)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["mapping"], id="kind"),
        pytest.param(["redis"], id="no-queue"),
        pytest.param(["groups", "--group", "web"], id="no-pattern"),
        pytest.param(["http", "--timeout", "soon"], id="timeout"),
        pytest.param(["http", "--user", "me"], id="no-password"),
        pytest.param(["http", "--password-file", "/none"], id="no-file"),
        pytest.param(["mongodb", "--uri", "http://x"], id="mongodb"),
    ],
)
def test_wrong_usage_is_exit_code_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "source", *arguments]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("kind", "option"),
    [
        ("http", "--queue=x"),
        ("redis", "--database=d"),
        ("couchdb", "--group=a=b"),
        ("cgroup", "--uri=http://127.0.0.1/"),
        ("groups", "--timeout=5s"),
        ("mongodb", "--user=me"),
        ("mapping", "--queue=x"),
    ],
)
def test_options_of_other_kinds_are_refused(
    kind: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "source", kind, option]) == 2
    name = option.partition("=")[0]
    assert f"{name} is no option of {kind}, but of " in capsys.readouterr().err


MAPPING = """\
prefix: jobs
metrics:
- name: queued
  path: queue.length
- name: done_total
  kind: counter
  path: queue.done
"""


def test_a_mapping_file_says_which_numbers_are_metrics(tmp_path: Path) -> None:
    file = tmp_path / "jobs.yaml"
    file.write_text(MAPPING, encoding="utf-8")
    with pages({"/status": b'{"queue": {"length": 7, "done": 40}}'}) as uri:
        words = ["--mapping", str(file), "--uri", f"{uri}/status"]
        with exporting("source", "mapping", *words, "--listen", "127.0.0.1:0") as one:
            found = samples(one.scrape())
    assert found["jobs_queued", ()] == 7
    assert found["jobs_done_total", ()] == 40


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        pytest.param("metrics: []", 1, ":1:10: error SC003", id="empty"),
        pytest.param("metrics:\n- name: a\n", 1, ":2:3", id="nowhere"),
        pytest.param(
            "metrics:\n- {name: a, path: b, kind: counter}\n",
            1,
            "end in _total",
            id="counter",
        ),
        pytest.param(
            "metrics:\n- {name: a, path: b}\n- {name: b, line: c}\n",
            1,
            "not mixed",
            id="mixed",
        ),
        pytest.param(
            "metrics:\n- {name: a, path: b}\n- {name: a, path: c}\n",
            1,
            "twice",
            id="twice",
        ),
        pytest.param("metrics:\n- {name: a, path: b}\n", 2, "which page", id="page"),
    ],
)
def test_a_wrong_mapping_is_told_with_its_place(
    text: str,
    code: int,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "jobs.yaml"
    file.write_text(text, encoding="utf-8")
    assert main(["export", "source", "mapping", "--mapping", str(file)]) == code
    assert words in capsys.readouterr().err


def test_only_named_networks_are_probed() -> None:
    with pages({"/": b"fine"}) as uri:
        words = ["--uri", uri, "--listen", "127.0.0.1:0"]
        words += ["--probe-network", "127.0.0.1/32"]
        with exporting("source", "http", *words) as one:
            url = one.said[0].removeprefix("listening on ").replace("metrics", "probe")
            with urllib.request.urlopen(f"{url}?target={uri}", timeout=20) as answer:  # noqa: S310 - our own loopback URL
                assert "http_probe_up 1.0" in answer.read().decode()
            with pytest.raises(urllib.error.HTTPError, match="403"):
                urllib.request.urlopen(f"{url}?target=http://10.0.0.1/", timeout=20)  # noqa: S310 - as above


def test_without_a_network_there_is_no_probing() -> None:
    with (
        pages({"/": b"fine"}) as uri,
        exporting("source", "http", "--uri", uri, "--listen", "127.0.0.1:0") as one,
    ):
        url = one.said[0].removeprefix("listening on ").replace("metrics", "probe")
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{url}?target={uri}", timeout=20)  # noqa: S310 - our own loopback URL


def test_a_web_config_asks_who_reads(tmp_path: Path) -> None:
    config = tmp_path / "web.yml"
    hashed = bcrypt.hashpw(b"secret", bcrypt.gensalt(4)).decode()
    config.write_text(f"basic_auth_users: {{reader: {hashed}}}\n", encoding="utf-8")
    with pages({"/": b"fine"}) as uri:
        words = ["--uri", uri, "--listen", "127.0.0.1:0", "--web-config", str(config)]
        with (
            exporting("source", "http", *words) as one,
            pytest.raises(urllib.error.HTTPError, match="401"),
        ):
            one.scrape()


def test_the_scrapes_own_time_out_is_kept() -> None:
    with raw_server(say_nothing) as port:
        words = ["--uri", f"http://127.0.0.1:{port}/", "--timeout", "30s"]
        with exporting("source", "das", *words, "--listen", "127.0.0.1:0") as one:
            found = samples(one.scrape({"X-Prometheus-Scrape-Timeout-Seconds": "0.5"}))
    assert found["das2go_up", ()] == 0
    success = "octoscale_exporter_collector_success"
    assert found[success, (("collector", "das"),)] == 0


@pytest.mark.parametrize("path", ["healthz", "-/ready"])
def test_health_is_told_to_anybody(path: str, tmp_path: Path) -> None:
    config = tmp_path / "web.yml"
    hashed = bcrypt.hashpw(b"secret", bcrypt.gensalt(4)).decode()
    config.write_text(f"basic_auth_users: {{reader: {hashed}}}\n", encoding="utf-8")
    words = ["--listen", "127.0.0.1:0", "--web-config", str(config)]
    with exporting("source", "cgroup", *words) as one:
        url = one.said[0].removeprefix("listening on ").replace("metrics", path)
        with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - our own loopback URL
            assert answer.read() == b"ok\n"


def test_a_source_that_is_away_is_said_and_so_is_its_return() -> None:
    content: dict[str, bytes | int] = {"/debug/vars": 503}
    with pages(content) as uri:
        words = ["--uri", f"{uri}/debug/vars", "--listen", "127.0.0.1:0"]
        with exporting("source", "expvar", *words, lines=3) as one:
            assert one.said[2].startswith("not read: ")
            content["/debug/vars"] = b'{"memstats": {"HeapAlloc": 7}}'
            one.scrape()
            assert one.process.stderr is not None
            assert one.process.stderr.readline() == "read again\n"
