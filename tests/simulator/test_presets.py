"""The presets: the paper's cluster, images and experiment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from simulator import presets

if TYPE_CHECKING:
    from simulator.presets import ImageSize


def test_the_papers_cluster_has_a_master_and_eight_nodes() -> None:
    master, nodes = presets.paper_cluster().pools
    assert (master.count, master.cpu, master.memory) == (1, "2", "4G")
    assert not master.schedulable
    assert (nodes.count, nodes.cpu, nodes.memory) == (8, "4", "8G")


@pytest.mark.parametrize(
    ("size", "on_disk", "pulled"),
    [
        ("small", 19.17e6, 8.75e6),
        ("medium", 325.96e6, 145.9e6),
        ("big", 2.73e9, 1.446e9),
    ],
)
def test_the_papers_images_have_its_sizes_and_a_measured_compression(
    size: ImageSize, on_disk: float, pulled: float
) -> None:
    image = presets.paper_image(size)
    assert image.on_disk_bytes.value == on_disk
    assert image.on_disk_bytes.source == "documented"
    assert image.compressed_ratio.source == "measured"
    assert image.pulled_bytes == pytest.approx(pulled, rel=1e-3)


def test_an_image_of_another_size_compresses_as_the_nearest_one() -> None:
    assert presets.compressed_ratio(1e9) == presets.compressed_ratio(325.96e6)
    assert presets.compressed_ratio(5e9) == presets.compressed_ratio(2.73e9)


def test_a_behavior_goes_into_the_manifest_and_none_leaves_it_out() -> None:
    assert "behavior" not in presets.authors_manifest()["spec"]
    assert presets.authors_manifest({})["spec"]["behavior"] == {}


def test_every_figure_of_the_papers_scenario_says_where_it_is_from() -> None:
    parameters = presets.paper("big").parameters()
    assert len(parameters) > 20
    for name, parameter in parameters.items():
        assert parameter.source in {"measured", "documented", "assumption"}, name
        assert parameter.note, name
