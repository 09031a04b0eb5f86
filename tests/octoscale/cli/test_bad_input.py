"""Bad input to every command: one clear message, its place, the right exit code."""

from __future__ import annotations

import http.server
import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from octoscale.cli import COMMANDS
from octoscale.cli.app import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOOD_RULES = """\
rules:
- seriesQuery: up
  resources: {overrides: {pod: {resource: pod}, namespace: {resource: namespace}}}
  metricsQuery: sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)
"""
NOWHERE = "http://127.0.0.1:1"

DUPLICATE = "service: a\nservice: b\n"
BROKEN = "service: [a\n"
WRONG_TYPE = "service: 5\n"


@dataclass(frozen=True)
class Case:
    """One mistake: what is typed, with FILE for a file of that content."""

    arguments: str
    content: str = ""
    code: int = 1
    words: str = ""
    place: str = ""


CASES = {
    "init: bad name": Case("init --service A_B --to -", code=2, words="cannot name"),
    "init: existing file": Case("init --to FILE", "x", code=2, words="exists already"),
    "init: no such folder": Case(
        "init --to /proc/none/x.yaml", code=2, words="cannot write"
    ),
    "hpa shadow: no such file": Case(
        "hpa shadow --with /none.yaml --yes", code=2, words="/none.yaml"
    ),
    "hpa shadow: broken": Case(
        "hpa shadow --with FILE --yes", "a: [b\n", words="YA001", place="FILE:2:1"
    ),
    "hpa shadow: bad duration": Case(
        "hpa shadow --for soon --yes", code=2, words="--for"
    ),
    "doctor: no HPA": Case("doctor deployment/web", code=2, words="write hpa/NAME"),
    "doctor: all live": Case("doctor --watch", code=2, words="name it as hpa/NAME"),
    "doctor: bad duration": Case(
        "doctor hpa/web --watch --for soon", code=2, words="--for"
    ),
    "doctor: missing config": Case(
        "doctor --config /none.yaml", code=2, words="/none.yaml"
    ),
    "doctor: wrong config": Case(
        "doctor --config FILE",
        "rules:\n- seriesQry: up\n",
        words="seriesQry",
        place="FILE:2:3",
    ),
    "doctor: no kubeconfig": Case("doctor --kubeconfig /none", code=2, words="/none"),
    "doctor: bad Prometheus": Case(
        "doctor --prometheus nonsense", code=2, words="nonsense"
    ),
    "demo: never needs so many": Case(
        "demo --connections 100", code=2, words="never need 8 replicas"
    ),
    "demo: bad duration": Case("demo --load-for soon", code=2, words="--load-for"),
    "demo: recorded over": Case(
        "demo --record FILE", "x", code=2, words="exists already"
    ),
    "render: no file": Case("render", code=2, words="Missing argument"),
    "render: missing file": Case("render /none.yaml", code=2, words="/none.yaml"),
    "render: a folder": Case("render /tmp", code=2, words="Is a directory"),
    "render: empty": Case("render FILE", "", words="empty", place="FILE:1:1"),
    "render: broken": Case("render FILE", BROKEN, words="YA001", place="FILE:2:1"),
    "render: duplicate": Case(
        "render FILE", DUPLICATE, words="first is on line 1", place="FILE:2:1"
    ),
    "render: wrong type": Case(
        "render FILE", WRONG_TYPE, words="service", place="FILE:1:10"
    ),
    "render: unknown field": Case(
        "render FILE", "servce: a\n", words="'service'", place="FILE:1:1"
    ),
    "render: two documents": Case(
        "render FILE", "a: 1\n---\nb: 1\n", words="one document", place="FILE:3:1"
    ),
    "render: unsafe tag": Case(
        "render FILE", "a: !!python/object:os.x {}\n", words="YA003", place="FILE:1:4"
    ),
    "render: bad scrape": Case("render FILE --scrape x", "", code=2, words="scrape"),
    "check: nothing named": Case("check", code=2, words="name a PATH"),
    "check: missing file": Case("check /none.yaml", code=2, words="/none.yaml"),
    "check: no manifest": Case("check /proc/self/task", code=2, words="no manifest"),
    "check: broken": Case("check FILE", BROKEN, words="YA001", place="FILE:2:1"),
    "check: duplicate": Case(
        "check FILE", DUPLICATE, words="first is on line 1", place="FILE:2:1"
    ),
    "check: bad version": Case(
        "check FILE --kube-version new", "", code=2, words="--kube-version"
    ),
    "check: no rules for sed": Case(
        "check FILE --environment prod", "", code=2, words="NAME=SED-FILE"
    ),
    "check: wrong rules for sed": Case(
        "check FILE --environment prod=FILE", "kind: x", code=2, words="sed: "
    ),
    "check: no such command": Case(
        "check --render /none/helm", code=3, words="no program"
    ),
    "check: failing command": Case(
        "check --render false", code=2, words="ended with 1"
    ),
    "check: bad baseline": Case(
        "check FILE --baseline FILE", "kind: Service", words="MF005", place="FILE:1"
    ),
    "check: targets for github": Case(
        "check FILE --targets -o github", "", code=2, words="--targets"
    ),
    "schema: unknown": Case("schema nope", code=2, words="nope"),
    "export process: none named": Case("export process", code=2, words="exactly one"),
    "export process: two named": Case(
        "export process --pid 1 --pattern x", code=2, words="exactly one"
    ),
    "export process: bad pattern": Case(
        "export process --pattern ( --listen 127.0.0.1:0", code=2, words="regular"
    ),
    "export process: bad prefix": Case(
        "export process --pid 1 --prefix 9-", code=2, words="prefix"
    ),
    "export process: bad address": Case(
        "export process --pid 1 --listen nowhere", code=2, words="listen"
    ),
    "export process: foreign address": Case(
        "export process --pid 1 --listen 192.0.2.1:80", code=3, words="cannot listen"
    ),
    "export apache: bad address": Case(
        "export apache --uri ftp://x/ --listen 127.0.0.1:0", code=2, words="ftp"
    ),
    "rules preview: nothing": Case("rules preview", code=2, words="Missing option"),
    "rules preview: missing file": Case(
        f"rules preview --config /none.yaml --prometheus {NOWHERE}",
        code=2,
        words="/none.yaml",
    ),
    "rules preview: broken": Case(
        f"rules preview --config FILE --prometheus {NOWHERE}",
        "rules: [\n",
        words="YA001",
        place="FILE:2:1",
    ),
    "rules preview: duplicate": Case(
        f"rules preview --config FILE --prometheus {NOWHERE}",
        "rules: []\nrules: []\n",
        words="first is on line 1",
        place="FILE:2:1",
    ),
    "rules preview: unknown field": Case(
        f"rules preview --config FILE --prometheus {NOWHERE}",
        "rules:\n- seriesQry: up\n",
        words="seriesQry",
        place="FILE:2:3",
    ),
    "rules preview: wrong type": Case(
        f"rules preview --config FILE --prometheus {NOWHERE}",
        "rules:\n- seriesQuery: [up]\n",
        words="seriesQuery",
        place="FILE:2:16",
    ),
    "rules preview: unreachable": Case(
        f"rules preview --config FILE --prometheus {NOWHERE}",
        GOOD_RULES,
        code=3,
        words="127.0.0.1:1",
    ),
    "rules preview: no address": Case(
        "rules preview --config FILE --prometheus nonsense",
        GOOD_RULES,
        code=2,
        words="nonsense",
    ),
    "rules generate: nothing": Case("rules generate", code=2, words="give one of"),
    "rules generate: broken query": Case(
        "rules generate --from-promql sum(", words="AR007", place="--from-promql:1:1"
    ),
    "rules generate: unreachable": Case(
        f"rules generate --match up --prometheus {NOWHERE}",
        code=3,
        words="127.0.0.1:1",
    ),
    "rules diff: missing file": Case(
        "rules diff /none.yaml FILE", code=2, words="/none.yaml"
    ),
    "rules diff: broken": Case(
        "rules diff FILE FILE", "rules: [\n", words="YA001", place="FILE:2:1"
    ),
    "rules explain: missing file": Case(
        "rules explain m --config /none.yaml --offline x", code=2, words="/none.yaml"
    ),
    "rules explain: broken": Case(
        "rules explain m --config FILE --offline x",
        "rules: [\n",
        words="YA001",
        place="FILE:2:1",
    ),
    "rules explain: unreachable": Case(
        f"rules explain m --config FILE --prometheus {NOWHERE}",
        GOOD_RULES,
        code=3,
        words="127.0.0.1:1",
    ),
    "lint hpa: missing file": Case("lint hpa /none.yaml", code=2, words="/none.yaml"),
    "lint hpa: broken": Case("lint hpa FILE", BROKEN, words="YA001", place="FILE:2:1"),
    "lint hpa: duplicate": Case(
        "lint hpa FILE", DUPLICATE, words="first is on line 1", place="FILE:2:1"
    ),
    "lint rules: missing file": Case(
        "lint rules /none.yaml", code=2, words="/none.yaml"
    ),
    "lint rules: broken": Case(
        "lint rules FILE", "rules: [\n", words="YA001", place="FILE:2:1"
    ),
    "lint rules: duplicate": Case(
        "lint rules FILE", "rules: []\nrules: []\n", words="line 1", place="FILE:2:1"
    ),
    "lint rules: unknown field": Case(
        "lint rules FILE",
        "rules:\n- seriesQry: up\n",
        words="seriesQry",
        place="FILE:2:3",
    ),
    "export: unknown service": Case("export --service nope", code=2, words="nope"),
    "export source: unknown": Case("export source nope", code=2, words="nope"),
    "export source: bad address": Case(
        "export source apache --uri ftp://x", code=2, words="ftp"
    ),
    "serve: nothing": Case("serve", code=2, words="--config"),
    "serve: duplicate": Case(
        "serve --insecure-loopback --bind-address 127.0.0.1 --config FILE "
        f"--prometheus-url {NOWHERE}",
        "rules: []\nrules: []\n",
        words="line 1",
        place="FILE:2:1",
    ),
    "hpa build: no maximum": Case("hpa build deployment/x", code=2, words="--max"),
    "hpa build: no quantity": Case(
        "hpa build deployment/x --pods a=b --max 3", code=2, words="'b'"
    ),
    "lint exposition: missing file": Case(
        "lint exposition /none.prom", code=2, words="/none.prom"
    ),
    "lint exposition: no exposition": Case("lint exposition FILE", "<html>"),
    "hpa validate: missing file": Case("hpa validate /none", code=2, words="/none"),
    "hpa validate: broken": Case(
        "hpa validate FILE", BROKEN, words="YA001", place="FILE:2:1"
    ),
    "hpa describe: duplicate": Case(
        "hpa describe FILE", DUPLICATE, words="line 1", place="FILE:2:1"
    ),
    "hpa decide: missing file": Case(
        "hpa decide /none --observation FILE", code=2, words="/none"
    ),
    "hpa decide: duplicate": Case(
        "hpa decide FILE --observation FILE",
        DUPLICATE,
        words="line 1",
        place="FILE:2:1",
    ),
    "hpa convert: unknown version": Case(
        "hpa convert --to v9 FILE", code=2, words="v9"
    ),
    "hpa convert: duplicate": Case(
        "hpa convert --to v2 FILE", DUPLICATE, words="line 1", place="FILE:2:1"
    ),
    "hpa diff: broken": Case("hpa diff FILE", BROKEN, words="YA001", place="FILE:2:1"),
    "hpa apply: broken": Case(
        "hpa apply FILE", BROKEN, words="YA001", place="FILE:2:1"
    ),
    "test: missing file": Case("test /none.yaml", code=2, words="/none.yaml"),
    "test: duplicate": Case("test FILE", DUPLICATE, words="line 1", place="FILE:2:1"),
    "tune: missing file": Case("tune /none.yaml", code=2, words="/none.yaml"),
    "tune: duplicate": Case("tune FILE", DUPLICATE, words="line 1", place="FILE:2:1"),
    "simulate: missing file": Case("simulate /none", code=2, words="/none"),
    "simulate: unknown preset": Case("simulate --preset nope", code=2, words="nope"),
    "simulate: duplicate": Case(
        "simulate FILE", DUPLICATE, words="line 1", place="FILE:2:1"
    ),
    "bench cleanup: no kubeconfig": Case(
        "bench cleanup --kubeconfig /none", code=2, words="/none"
    ),
    "bench: no kubeconfig": Case(
        "bench --context x --kubeconfig /none", code=2, words="/none"
    ),
    "bench load: missing file": Case("bench load /none", code=2, words="/none"),
    "bench load: broken": Case(
        "bench load FILE", "load: [\n", words="YA001", place="FILE:2:1"
    ),
    "bench load: unknown field": Case(
        "bench load FILE", "lod: x\n", words="lod", place="FILE:1:1"
    ),
    "bench load: no address": Case("bench load fig10", code=2, words="--url"),
    "bench load: no URL": Case(
        "bench load fig10 --url VM=nowhere", code=2, words="not SETUP=URL"
    ),
    "bench images build: no image": Case(
        "bench images build", code=2, words="Missing argument"
    ),
    "bench images build: unknown": Case(
        "bench images build huge", code=2, words="huge"
    ),
    "bench images build: a file": Case(
        "bench images build small --to FILE", "mine", code=2, words="is a file"
    ),
    "bench images push: no image": Case(
        "bench images push /none r.example/a", code=2, words="/none"
    ),
    "bench images push: no registry": Case(
        "bench images push /none small", code=2, words="HOST[:PORT]/NAME[:TAG]"
    ),
    "bench calibrate: missing file": Case(
        "bench calibrate /none", code=2, words="/none"
    ),
    "bench calibrate: no report": Case(
        "bench calibrate FILE", "[]", words="BR001", place="FILE"
    ),
    "bench hey: missing file": Case("bench hey /none", code=2, words="/none"),
    "bench hey: no report": Case(
        "bench hey FILE", "<html>\n", words="HE001", place="FILE:1"
    ),
    "bench compare: missing file": Case(
        "bench compare /none FILE", code=2, words="/none"
    ),
    "bench compare: no report": Case(
        "bench compare FILE FILE", "{}", words="BR001", place="FILE"
    ),
    "bench compare: no threshold": Case(
        "bench compare FILE FILE --threshold much", code=2, words="much"
    ),
    "bench: unknown plan": Case("bench --plan nope", code=2, words="nope"),
    "bench: missing file": Case("bench --plan /none.yaml", code=2, words="/none.yaml"),
    "bench: broken": Case(
        "bench --plan FILE", "name: [\n", words="YA001", place="FILE:2:1"
    ),
    "bench: duplicate": Case(
        "bench --plan FILE", "a: 1\na: 2\n", words="line 1", place="FILE:2:1"
    ),
    "bench: unknown field": Case(
        "bench --plan FILE", "nme: x\n", words="nme", place="FILE:1:1"
    ),
    "bench: unknown image": Case("bench --image huge", code=2, words="huge"),
    "bench: unknown setting": Case("bench --set nope=1", code=2, words="nope"),
    "bench: no number": Case("bench --nodes many", code=2, words="many"),
    "bench: repeats": Case("bench --repeats 0", code=2, words="repeats"),
}
"""One row a mistake; ``test_every_command_has_rows`` keeps the table complete."""


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_bad_input(
    case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "input.yaml"
    file.write_text(case.content)
    arguments = case.arguments.replace("FILE", str(file)).split()
    code = main(arguments)
    shown = capsys.readouterr()
    assert code == case.code, shown.err
    assert case.words in shown.err + shown.out
    assert case.place.replace("FILE", str(file)) in shown.err + shown.out
    assert "Traceback" not in shown.err
    assert "a bug of ours" not in shown.err
    assert len(shown.err.splitlines()) <= 8
    assert file.read_text() == case.content
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


def test_every_command_has_rows() -> None:
    with_rows = {name.partition(":")[0] for name in CASES}
    missing = {" ".join(row.words) for row in COMMANDS} - with_rows
    assert missing == set()


class Answer(http.server.BaseHTTPRequestHandler):
    """A server that is no healthy Prometheus: it says what the test tells it."""

    status = 200
    body = b""
    content_type = "application/json"

    def do_GET(self) -> None:
        """Answer the same to everything."""
        self.send_response(self.status)
        self.send_header("Content-Type", self.content_type)
        self.send_header("Content-Length", str(len(self.body)))
        self.end_headers()
        self.wfile.write(self.body)

    def do_POST(self) -> None:
        """Read what was sent, then answer the same."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Stay silent."""


@contextmanager
def answering(status: int, body: bytes, content_type: str) -> Iterator[str]:
    """Serve one answer to everything, and give the server's address."""

    class Fixed(Answer):
        pass

    Fixed.status, Fixed.body, Fixed.content_type = status, body, content_type
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Fixed)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


ERROR = {"status": "error", "errorType": "execution", "error": "query timed out"}


@pytest.mark.parametrize(
    ("status", "body", "content_type", "words"),
    [
        pytest.param(
            503, json.dumps(ERROR).encode(), "application/json", "timed out", id="error"
        ),
        pytest.param(
            400, json.dumps(ERROR).encode(), "application/json", "timed out", id="bad"
        ),
        pytest.param(500, b"oops", "text/plain", "500", id="500"),
        pytest.param(404, b"<html>no</html>", "text/html", "404", id="404"),
        pytest.param(200, b"<html>hello</html>", "text/html", "", id="html"),
        pytest.param(200, b'{"status": "succ', "application/json", "", id="truncated"),
        pytest.param(200, b"[]", "application/json", "", id="list"),
        pytest.param(
            200, b'{"status": "success"}', "application/json", "", id="no data"
        ),
        pytest.param(
            200,
            b'{"status": "success", "data": {"result": 5}}',
            "application/json",
            "",
            id="wrong data",
        ),
        pytest.param(200, b"", "application/json", "", id="empty"),
    ],
)
def test_a_prometheus_that_answers_errors_or_garbage(
    *,
    status: int,
    body: bytes,
    content_type: str,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(GOOD_RULES)
    with answering(status, body, content_type) as url:
        code = main(["rules", "preview", "--config", str(file), "--prometheus", url])
    shown = capsys.readouterr()
    assert code == 3, shown.err + shown.out
    assert words in shown.err
    assert url.removeprefix("http://") in shown.err
    assert "Traceback" not in shown.err
    assert len(shown.err.splitlines()) <= 4
