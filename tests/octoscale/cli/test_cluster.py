"""How commands get to a cluster: never to one that nobody chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest

from octoscale.cli.app import main
from octoscale.cli.cluster import ClusterOptions, cluster_options
from octoscale.core.errors import EnvironmentMissingError, InputError, UsageError
from octoscale.core.finding import Place
from octoscale.kube.errors import ForbiddenError, KubeError, UnreachableError
from octoscale.kube.memory import MemoryKube
from octoscale.kube.types import Address
from tests.octoscale.cli.hpa_files import HPA, kubeconfig, run_with

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOWHERE = "https://127.0.0.1:1"


class NotedKube(MemoryKube):
    """A cluster with an address, that notes when it is let go of."""

    closed = False

    def __init__(self) -> None:
        super().__init__()
        self.address = Address(
            server="https://k:6443", context="here", namespace="shop"
        )

    def close(self) -> None:
        self.closed = True


def probe(kube: MemoryKube, *words: str) -> str | None:
    """Run a command that asks for the version and tells its namespace."""
    told: list[str | None] = []

    @click.command()
    @cluster_options
    def command(cluster: ClusterOptions) -> None:
        with cluster.connected() as chosen:
            chosen.kube.server_version()
            told.append(chosen.namespace)

    run_with(kube, command, *words)
    return told[0]


@pytest.mark.parametrize("words", [["--context", "here"], ["--yes"]])
def test_the_chosen_cluster_is_named(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    kube = NotedKube()
    assert probe(kube, *words) is None
    shown = capsys.readouterr()
    assert shown.err == "cluster: https://k:6443, context here, namespace shop\n"
    assert shown.out == ""
    assert kube.closed


def test_the_namespace_that_is_asked_for_is_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert probe(NotedKube(), "--yes", "-n", "other") == "other"
    assert capsys.readouterr().err.endswith("namespace other\n")


def test_the_current_context_is_not_used_silently(
    capsys: pytest.CaptureFixture[str],
) -> None:
    kube = NotedKube()
    kube.failures.append(KubeError("was asked"))
    with pytest.raises(UsageError, match="current context 'here'") as caught:
        probe(kube)
    assert "--context here" in caught.value.hint
    assert "--yes" in caught.value.hint
    assert capsys.readouterr().err == ""
    assert len(kube.failures) == 1, "nothing was asked"
    assert kube.closed


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(ForbiddenError("no", status=403), id="forbidden"),
        pytest.param(KubeError("oops", status=500, hint="wait"), id="broken"),
        pytest.param(UnreachableError("nobody answers"), id="unreachable"),
    ],
)
def test_a_server_that_does_not_let_us_is_an_environment(error: KubeError) -> None:
    kube = NotedKube()
    kube.failures.append(error)
    with pytest.raises(EnvironmentMissingError) as caught:
        probe(kube, "--yes")
    assert str(error) in str(caught.value)
    assert caught.value.hint == error.hint
    assert kube.closed


def test_what_a_command_made_of_a_refusal_stays() -> None:
    options = ClusterOptions(
        connect=lambda **_: NotedKube(),
        kubeconfig=None,
        context="here",
        namespace=None,
        yes=False,
    )
    wrong = InputError.at(Place(file="f"), "X1", "bad")
    with pytest.raises(InputError), options.connected():
        raise wrong


@pytest.mark.parametrize("command", ["diff", "apply"])
@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        pytest.param([], 2, "this would use the current context 'here'", id="silent"),
        pytest.param(
            ["--context", "there"], 3, "context there, namespace def", id="named"
        ),
        pytest.param(["--yes"], 3, "context here, namespace shop", id="agreed"),
        pytest.param(["--yes"], 3, "no answer from https://127.0.0.1:1", id="away"),
        pytest.param(["--context", "nope"], 2, "has no context nope", id="unknown"),
        pytest.param(["--kubeconfig", "/none"], 2, "/none", id="no kubeconfig"),
    ],
)
def test_the_whole_way_with_a_kubeconfig(
    command: str,
    words: list[str],
    code: int,
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("kubernetes")
    file = tmp_path / "hpa.yaml"
    file.write_text(HPA)
    config = kubeconfig(tmp_path / "config", NOWHERE)
    given = ["hpa", command, str(file), "--kubeconfig", str(config), *words]
    assert main(given) == code
    shown = capsys.readouterr()
    assert message in shown.err
    assert shown.out == ""


def test_input_is_read_before_any_cluster_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "hpa.yaml"
    file.write_text("a: [")
    assert main(["hpa", "apply", str(file), "--kubeconfig", "/none", "--yes"]) == 1
    assert "YA001" in capsys.readouterr().err


def test_options_are_described() -> None:
    @click.command()
    @cluster_options
    def command(cluster: ClusterOptions) -> None:
        """Do nothing."""
        del cluster

    names: list[str | None] = [option.name for option in command.params]
    assert names == ["context", "kubeconfig", "namespace", "yes"]
    read: Callable[[click.Context], str] = command.get_help
    assert "[default: the context's]" in read(click.Context(command))
