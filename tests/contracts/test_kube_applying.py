"""Server-side apply, which both ports to Kubernetes do alike."""

from __future__ import annotations

import pytest

from octoscale.kube import errors
from octoscale.kube.types import DryRun, Kind
from tests.contracts.kube_ground import HPA, PORTS, Ground, make_ground


@pytest.fixture(params=PORTS)
def ground(request: pytest.FixtureRequest) -> Ground:
    return make_ground(request)


class TestApplying:
    def test_it_makes_what_is_absent(self, ground: Ground) -> None:
        ground.apply("a", key="1")
        assert ground.get("a")["data"] == {"key": "1"}

    def test_the_same_again_changes_nothing(self, ground: Ground) -> None:
        once = ground.apply("a", key="1")
        again = ground.apply("a", key="1")
        assert (
            again["metadata"]["resourceVersion"]
            == (once["metadata"]["resourceVersion"])
        )

    def test_a_field_that_is_left_out_is_removed(self, ground: Ground) -> None:
        ground.apply("a", key="1", other="2")
        ground.apply("a", key="1")
        assert ground.get("a")["data"] == {"key": "1"}

    def test_a_field_of_somebody_else_stays(self, ground: Ground) -> None:
        ground.apply("a", manager="a", mine="1")
        ground.apply("a", manager="b", yours="2")
        ground.apply("a", manager="a", mine="3")
        assert ground.get("a")["data"] == {"mine": "3", "yours": "2"}

    def test_a_shared_field_goes_with_its_last_owner(self, ground: Ground) -> None:
        ground.apply("a", manager="a", key="1")
        ground.apply("a", manager="b", key="1")
        ground.apply("a", manager="a")
        assert ground.get("a")["data"] == {"key": "1"}
        ground.apply("a", manager="b")
        assert "key" not in (ground.get("a").get("data") or {})

    def test_a_contested_field_is_a_conflict_that_names_it(
        self, ground: Ground
    ) -> None:
        ground.apply("a", manager="a", key="1")
        with pytest.raises(errors.ConflictError) as caught:
            ground.apply("a", manager="b", key="2")
        [cause] = caught.value.causes
        assert (cause.field, cause.reason) == (".data.key", "FieldManagerConflict")
        assert '"a"' in cause.message
        assert ground.get("a")["data"] == {"key": "1"}

    def test_force_takes_a_contested_field_over(self, ground: Ground) -> None:
        ground.apply("a", manager="a", key="1")
        forced = ground.config_map("a", key="2")
        ground.port.apply(forced, field_manager="b", force=True)
        assert ground.get("a")["data"] == {"key": "2"}
        with pytest.raises(errors.ConflictError):
            ground.apply("a", manager="a", key="1")

    def test_what_was_created_belongs_to_its_creator(self, ground: Ground) -> None:
        ground.port.create(ground.config_map("a", key="1"), field_manager="maker")
        with pytest.raises(errors.ConflictError) as caught:
            ground.apply("a", manager="b", key="2")
        assert '"maker"' in caught.value.causes[0].message

    def test_the_owners_are_told_in_managed_fields(self, ground: Ground) -> None:
        made = ground.apply("a", manager="a", key="1")
        [entry] = made["metadata"]["managedFields"]
        assert (entry["manager"], entry["operation"]) == ("a", "Apply")
        assert entry["fieldsV1"]["f:data"] == {"f:key": {}}

    def test_one_container_of_two_can_be_changed(self, ground: Ground) -> None:
        wanted = ground.deployment()
        sidecar = {"name": "exporter", "image": "registry.invalid/exporter:1"}
        containers = wanted["spec"]["template"]["spec"]["containers"]
        containers.append(sidecar)
        ground.port.apply(wanted, field_manager="a")
        containers[1] = {**sidecar, "image": "registry.invalid/exporter:2"}
        changed = ground.port.apply(wanted, field_manager="a")
        images = {
            container["name"]: container["image"]
            for container in changed["spec"]["template"]["spec"]["containers"]
        }
        assert images == {
            "web": "registry.invalid/web:1",
            "exporter": "registry.invalid/exporter:2",
        }

    @pytest.mark.parametrize("dry_run", [DryRun.SERVER, DryRun.CLIENT])
    def test_a_dry_run_changes_nothing(self, ground: Ground, dry_run: DryRun) -> None:
        before = ground.apply("a", key="1")
        wanted = ground.config_map("a", key="2")
        shown = ground.port.apply(wanted, field_manager="a", dry_run=dry_run)
        assert shown["data"] == {"key": "2"}
        assert ground.get("a") == before

    def test_a_nameless_object_is_invalid(self, ground: Ground) -> None:
        with pytest.raises(errors.InvalidError):
            ground.apply("")

    def test_the_version_is_the_one_asked_for(self, ground: Ground) -> None:
        target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}
        wanted = {
            "apiVersion": HPA.api_version,
            "kind": HPA.name,
            "metadata": {"name": "web"},
            "spec": {"scaleTargetRef": target, "minReplicas": 1, "maxReplicas": 8},
        }
        ground.port.apply(wanted, namespace=ground.namespace)
        newer = Kind("autoscaling/v2", HPA.name)
        for kind in (HPA, newer):
            found = ground.port.get(kind, "web", namespace=ground.namespace)
            assert Kind.of(found) == kind
            assert found["spec"]["maxReplicas"] == 8
