"""``octoscale check``, as people call it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from octoscale.cli.app import main
from tests.octoscale.check.inputs import KEEP, MAP, SCRAPED, deployment, prometheus

if TYPE_CHECKING:
    from pathlib import Path

MARKED = """\
apiVersion: v1
kind: Service
metadata: {name: shop}
spec:
  ports:
  - port: 80 #PROD# 8080
"""
UNSERVED = '{prometheus.io/scrape: "true", prometheus.io/port: "9117"}'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    main(["check", *words, "-o", "json"])
    findings: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["findings"]
    return findings


def test_a_folder_is_checked_as_a_whole(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text(deployment())
    (folder / "notes.txt").write_text("a: [")
    assert main(["check", "."]) == 0
    assert capsys.readouterr().err == "1 files, 1 Kubernetes objects\nno findings\n"


def test_the_mildest_finding_that_fails_is_a_choice(folder: Path) -> None:
    (folder / "a.yaml").write_text(deployment(annotations=UNSERVED))
    assert main(["check", "a.yaml"]) == 1
    assert main(["check", "a.yaml", "--fail-on", "error"]) == 0


@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_every_output_has_the_place(
    output: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text("a: 1\na: 2\n")
    assert main(["check", "a.yaml", "-o", output]) == 1
    printed = capsys.readouterr().out
    assert "YA002" in printed
    assert "a.yaml" in printed
    assert "2" in printed


def test_sarif_says_what_each_code_is_about(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text(deployment(annotations=UNSERVED))
    main(["check", ".", "-o", "sarif"])
    sarif = json.loads(capsys.readouterr().out)
    [rule] = sarif["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"] == "MF402"
    assert rule["shortDescription"]["text"] != "MF402"


def test_an_environment_is_what_sed_makes_of_the_files(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text(MARKED)
    (folder / "bad.sed").write_text("s/#PROD#//\n")
    (folder / "good.sed").write_text("s/80 #PROD#//\n")
    assert [one["code"] for one in found(capsys, "a.yaml")] == ["MF002"]
    assert found(capsys, "a.yaml", "--environment", "prod=good.sed") == []
    [finding] = found(capsys, "a.yaml", "--environment", "prod=bad.sed")
    assert (finding["code"], finding["line"]) == ("MF202", 6)
    assert finding["message"].endswith("(as sed renders prod)")


def test_a_rule_for_sed_runs_no_program(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text(MARKED)
    (folder / "bad.sed").write_text("1e touch made\n")
    assert main(["check", "a.yaml", "--environment", "prod=bad.sed"]) == 2
    assert "sandbox" in capsys.readouterr().err
    assert not (folder / "made").exists()


def test_what_a_command_prints_is_checked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.txt").write_text("a: 1\na: 2\n")
    [finding] = found(capsys, "--render", "cat a.txt")
    assert (finding["file"], finding["line"]) == ("<cat a.txt>", 2)
    (folder / "b.txt").write_text("b: 1\n")
    both = found(capsys, "a.txt", "b.txt", "--render", "cat {}")
    assert [one["file"] for one in both] == ["<cat a.txt>"]


def test_a_template_is_left_out_with_a_word(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "shop" / "templates").mkdir(parents=True)
    (folder / "shop" / "Chart.yaml").write_text("apiVersion: v2\nname: shop\n")
    for name in ("a.yaml", "b.yaml"):
        (folder / "shop" / "templates" / name).write_text("replicas: {{ .Values.n }}\n")
    [finding] = found(capsys, ".")
    assert finding["code"] == "MF001"
    assert finding["hint"].endswith("--render 'helm template shop'")


def test_a_baseline_tells_only_what_is_new(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text("a: 1\na: 2\n")
    assert main(["check", "a.yaml", "--write-baseline", "known.json"]) == 0
    assert found(capsys, "a.yaml", "--baseline", "known.json") == []
    (folder / "a.yaml").write_text("a: 1\na: 2\nb: 1\nb: 2\n")
    [finding] = found(capsys, "a.yaml", "--baseline", "known.json")
    assert finding["line"] == 4


def test_a_baseline_is_written_over_a_baseline_only(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text("a: 1\na: 2\n")
    (folder / "known.json").write_text('{"baseline": []}')
    assert main(["check", "a.yaml", "--write-baseline", "known.json"]) == 0
    assert "YA002" in (folder / "known.json").read_text()
    capsys.readouterr()
    assert main(["check", "a.yaml", "--write-baseline", "a.yaml"]) == 2
    assert "a.yaml exists and is no baseline" in capsys.readouterr().err
    assert (folder / "a.yaml").read_text() == "a: 1\na: 2\n"
    (folder / "list.json").write_text("[1]")
    assert main(["check", "a.yaml", "--write-baseline", "list.json"]) == 2
    assert main(["check", "a.yaml", "--write-baseline", "."]) == 2


@pytest.mark.parametrize("output", ["text", "json", "sarif", "github"])
def test_a_files_name_that_is_no_text_is_escaped(
    output: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = os.fsdecode(b"\xff.yaml")
    (folder / name).write_text("a: 1\na: 2\n")
    assert main(["check", ".", "-o", output]) == 1
    printed = capsys.readouterr().out
    printed.encode()
    assert ("%FF.yaml" if output == "sarif" else "\\udcff.yaml") in printed
    assert main(["check", ".", "--write-baseline", "known.json"]) == 0
    assert main(["check", ".", "--baseline", "known.json"]) == 0


def test_a_baseline_holds_from_wherever_it_is_used(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy = folder / "deploy"
    deploy.mkdir()
    (deploy / "a.yaml").write_text("a: 1\na: 2\n")
    assert main(["check", "deploy", "--write-baseline", "known.json"]) == 0
    assert '"deploy/a.yaml"' in (folder / "known.json").read_text()
    for name in ("deploy", "./deploy/../deploy", str(deploy)):
        assert main(["check", name, "--baseline", "known.json"]) == 0
    monkeypatch.chdir(deploy)
    assert main(["check", ".", "--baseline", "../known.json"]) == 0
    assert main(["check", "a.yaml", "--baseline", str(folder / "known.json")]) == 0
    (folder / "a.yaml").write_text("a: 1\na: 2\n")
    assert main(["check", "../a.yaml", "--baseline", "../known.json"]) == 1


def test_for_github_files_are_called_by_their_way_from_the_repositorys_root(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / ".git").mkdir()
    (folder / "deploy").mkdir()
    (folder / "deploy" / "a.yaml").write_text("a: 1\na: 2\n")
    monkeypatch.chdir(folder / "deploy")
    for name in (".", "a.yaml", "../deploy", str(folder)):
        capsys.readouterr()
        main(["check", name, "-o", "sarif"])
        assert '"uri": "deploy/a.yaml"' in capsys.readouterr().out
    main(["check", ".", "-o", "github"])
    assert "::error file=deploy/a.yaml,line=2" in capsys.readouterr().out


def test_only_what_is_rendered_can_be_had_where_something_is(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text("a: 1\na: 2\n")
    assert main(["check", "a.yaml", "--rendered-only"]) == 2
    assert "needs an --environment or a --render" in capsys.readouterr().err
    words = ("a.yaml", "--rendered-only", "--render", "echo 'b: 1'")
    assert found(capsys, *words) == []
    assert len(found(capsys, "a.yaml", "--render", "echo 'b: 1'")) == 1


def test_targets_without_a_prometheus_config_are_told_with_a_word(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text(deployment())
    assert main(["check", "a.yaml", "--targets"]) == 0
    assert "no Prometheus config" in capsys.readouterr().err


def test_a_baseline_makes_no_folders(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text("a: 1\n")
    assert main(["check", "a.yaml", "--write-baseline", "nope/x.json"]) == 2
    assert "cannot write nope/x.json: No such file" in capsys.readouterr().err
    assert not (folder / "nope").exists()


def test_what_is_gone_from_a_baseline_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text("a: 1\na: 2\n")
    main(["check", "a.yaml", "--write-baseline", "known.json"])
    (folder / "a.yaml").write_text("a: 1\n")
    assert main(["check", "a.yaml", "--baseline", "known.json"]) == 0
    assert "1 of the baseline are gone" in capsys.readouterr().err


def test_an_accepted_finding_is_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = deployment(annotations=UNSERVED)
    reason = "  # octoscale: ignore[MF402] the mesh listens there\n"
    accepted = text.replace(f"{UNSERVED}\n", f"{UNSERVED}{reason}")
    (folder / "a.yaml").write_text(accepted)
    assert main(["check", "a.yaml"]) == 0
    assert "1 accepted" in capsys.readouterr().err


def test_an_old_cluster_is_judged_by_the_oldest_schemas_and_told_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "a.yaml").write_text(deployment())
    assert main(["check", "a.yaml", "--kube-version", "1.18"]) == 0
    said = "Kubernetes 1.18 is judged by the schemas of 1.25"
    assert said in capsys.readouterr().err


def test_the_scrape_targets_can_be_seen(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pods = deployment(annotations=SCRAPED, labels="{app: shop, job: mine}")
    (folder / "a.yaml").write_text(pods)
    (folder / "p.yaml").write_text(prometheus(KEEP, MAP))
    assert main(["check", ".", "--targets"]) == 0
    header, row = capsys.readouterr().out.splitlines()
    assert header.split() == ["JOB", "PODS", "OF", "TARGET", "LABELS"]
    assert "shop-…:8080/metrics" in row
    assert "job=mine" in row
    assert main(["check", ".", "--targets", "-o", "json"]) == 0
    [job] = json.loads(capsys.readouterr().out)["jobs"]
    assert job["targets"][0]["labels"]["app"] == "shop"


def test_without_the_schemas_the_way_to_get_them_is_told(folder: Path) -> None:
    (folder / "a.yaml").write_text(deployment())
    program = (
        "import sys; sys.modules['kubernetes_validate'] = None; "
        "from octoscale.cli.app import main; sys.exit(main(['check', 'a.yaml']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "pip install 'octoscale[check]'" in done.stderr


def test_standard_input_is_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Stdin:
        buffer = io.BytesIO(b"a: 1\na: 2\n")

    monkeypatch.setattr(sys, "stdin", Stdin())
    [finding] = found(capsys, "-")
    assert finding["file"] == "-"
