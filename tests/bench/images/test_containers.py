"""The images where they are for: pulled by containerd, run by runc.

The sizes are the paper's, the packages Debian's, the registry docker-registry.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.images import build, resalt
from bench.images.presets import preset_named
from tests.bench.images.containers import Node, running_node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.images import BuiltImage

pytestmark = pytest.mark.soak
PORT = 8888


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    with running_node(tmp_path_factory.mktemp("node")) as made:
        yield made


def built(
    word: str, folder: Path, cache: Path, *, compression: str = "gzip"
) -> BuiltImage:
    return build(
        word,
        to=folder,
        cache=cache,
        compression=compression,
        progress=lambda _: None,
    )


@pytest.mark.parametrize(
    ("word", "compression"),
    [
        ("small", "gzip"),
        ("medium", "gzip"),
        pytest.param("big", "zstd", marks=pytest.mark.long),
    ],
)
def test_the_papers_images_build_twice_alike_pull_and_run(
    *, word: str, compression: str, node: Node, image_cache: Path, tmp_path: Path
) -> None:
    image = built(word, tmp_path / "one", image_cache, compression=compression)
    again = built(word, tmp_path / "two", image_cache, compression=compression)
    assert image.reference_digest == again.reference_digest
    wanted = preset_named(word).on_disk_bytes
    assert wanted is not None
    assert image.on_disk_bytes == pytest.approx(wanted, rel=0.01)
    reference = node.push(image.layout, f"demo/{word}-{compression}:1")
    node.pull(reference)
    name = f"{word}-{compression}"
    with node.container(name, reference, options=["--read-only"]) as pid:
        assert node.get(f"http://127.0.0.1:{PORT}/hello").startswith("GET /hello")
        status = Path(f"/proc/{pid}/status").read_text()
        assert re.search(r"^Uid:\s65532\s65532", status, re.MULTILINE)
    node.ctr("image", "rm", "--sync", reference)


def test_a_salted_image_finds_no_layer_on_a_node_that_has_the_image(
    small_image: BuiltImage, node: Node, tmp_path: Path
) -> None:
    reference = node.push(small_image.layout, "demo/salted:1")
    node.pull(reference)
    salted = resalt(
        small_image.layout, salt="2", to=tmp_path / "salted", progress=lambda _: None
    )
    other = node.push(salted.layout, "demo/salted:2")
    held = node.ctr("content", "ls")
    assert all(one.digest in held for one in small_image.layers)
    assert not any(one.digest in held for one in salted.layers)
    node.pull(other)
    with node.container("salted", other):
        assert "GET /" in node.get(f"http://127.0.0.1:{PORT}/")


def test_the_exporter_looks_into_the_service_beside_it(
    small_image: BuiltImage, node: Node
) -> None:
    reference = node.push(small_image.layout, "demo/sidecar:1")
    node.pull(reference)
    with node.container("service", reference) as pid:
        node.get(f"http://127.0.0.1:{PORT}/")
        with node.container(
            "exporter",
            reference,
            *("octoscale", "export", "process", "--pattern", "demo_service"),
            *("--prefix", "myapphttp", "--listen", "127.0.0.1:18883"),
            options=["--with-ns", f"pid:/proc/{pid}/ns/pid"],
        ):
            page = node.get("http://127.0.0.1:18883/metrics")
    found = re.search(r"^myapphttp_process_open_fds (\d+)", page, re.MULTILINE)
    assert found is not None, page
    assert int(found[1]) >= 5
    assert "\nmyapphttp_up 1.0\n" in page


def test_octoscales_own_image_answers_on_a_read_only_disk(
    node: Node, image_cache: Path, tmp_path: Path
) -> None:
    image = built("octoscale", tmp_path / "image", image_cache)
    reference = node.push(image.layout, "octoscale:1")
    node.pull(reference)
    run = ["run", "--rm", "--net-host", "--read-only", reference]
    assert "octoscale, version" in node.ctr(*run, "a", "octoscale", "--version")
    rule = ["octoscale", "rules", "generate", "--from-promql", "rate(a_total[2m])"]
    assert "a_per_second" in node.ctr(*run, "b", *rule)
    code = "import ssl, kubernetes.client, adapter_rules.server.running, re2, uvloop"
    code += "; print(ssl.create_default_context().cert_store_stats()['x509_ca'] > 100)"
    assert "True" in node.ctr(*run, "c", "python3", "-c", code)
    for name in "abc":
        node.ctr("container", "rm", name, check=False)


def test_prometheus_runs_from_its_image(
    node: Node, image_cache: Path, tmp_path: Path
) -> None:
    image = built("prometheus", tmp_path / "image", image_cache)
    reference = node.push(image.layout, "prometheus:1")
    node.pull(reference)
    (tmp_path / "config").mkdir(mode=0o755)
    tmp_path.chmod(0o755)
    (tmp_path / "config/prometheus.yml").write_text("scrape_configs: []\n")
    mount = f"type=bind,src={tmp_path}/config,dst=/etc/prometheus,options=rbind:ro"
    with node.container(
        "prometheus",
        reference,
        *("/usr/bin/prometheus", "--config.file=/etc/prometheus/prometheus.yml"),
        *("--storage.tsdb.path=/tmp/data", "--web.listen-address=127.0.0.1:9090"),
        options=["--mount", mount],
    ):
        assert "Ready" in node.get("http://127.0.0.1:9090/-/ready")
