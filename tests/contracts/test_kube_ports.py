"""What every port to Kubernetes keeps: in memory, and over a real API server.

Expectations about a server's own controllers and validation of kinds do not
belong here: only one of the two has them. Server-side apply and watches have
files of their own beside this one.
"""

from __future__ import annotations

import pytest

from octoscale.kube import errors
from octoscale.kube.types import AccessRequest, DryRun, Kind, UserInfo
from tests.contracts.kube_ground import (
    CONFIG_MAP,
    DEPLOYMENT,
    NAMESPACE,
    PORTS,
    Ground,
    make_ground,
)


@pytest.fixture(params=PORTS)
def ground(request: pytest.FixtureRequest) -> Ground:
    return make_ground(request)


class TestReading:
    def test_an_object_comes_back_as_it_was_made(self, ground: Ground) -> None:
        made = ground.port.create(ground.config_map("a", key="1"))
        assert ground.get("a") == made
        assert made["data"] == {"key": "1"}
        assert made["metadata"]["uid"]
        assert made["metadata"]["resourceVersion"]

    def test_an_object_names_its_kind_in_a_list_too(self, ground: Ground) -> None:
        ground.port.create(ground.config_map("a"))
        listing = ground.port.list(
            CONFIG_MAP, namespace=ground.namespace, label_selector="app=web"
        )
        assert [Kind.of(item) for item in listing.items] == [CONFIG_MAP]

    @pytest.mark.parametrize(
        ("selector", "names"),
        [
            pytest.param("app=web", ["a", "c"], id="equal"),
            pytest.param("app==web", ["a", "c"], id="double equal"),
            pytest.param("app!=web,app", ["b"], id="unequal and present"),
            pytest.param("app in (db, web)", ["a", "b", "c"], id="in a set"),
            pytest.param("app notin (web),app", ["b"], id="not in a set"),
            pytest.param("app,app!=db,tier", [], id="absent label"),
            pytest.param("app=web,!tier", ["a", "c"], id="negated presence"),
        ],
    )
    def test_a_label_selector_picks(
        self, ground: Ground, selector: str, names: list[str]
    ) -> None:
        for name, app in (("a", "web"), ("b", "db"), ("c", "web")):
            ground.port.create(ground.config_map(name, app=app))
        listing = ground.port.list(
            CONFIG_MAP, namespace=ground.namespace, label_selector=selector
        )
        assert [item["metadata"]["name"] for item in listing.items] == names

    def test_a_list_of_all_namespaces_holds_ours(self, ground: Ground) -> None:
        ground.port.create(ground.config_map("a"))
        listing = ground.port.list(CONFIG_MAP, label_selector="app=web")
        homes = {item["metadata"]["namespace"] for item in listing.items}
        assert ground.namespace in homes

    def test_a_kind_of_the_whole_cluster_needs_no_namespace(
        self, ground: Ground
    ) -> None:
        found = ground.port.get(NAMESPACE, ground.namespace, namespace="ignored")
        assert found["metadata"]["name"] == ground.namespace

    def test_a_bad_selector_is_invalid(self, ground: Ground) -> None:
        with pytest.raises(errors.InvalidError) as caught:
            ground.port.list(
                CONFIG_MAP, namespace=ground.namespace, label_selector="a=("
            )
        assert caught.value.reason == "BadRequest"

    @pytest.mark.parametrize(
        ("kind", "subresource"),
        [
            pytest.param(CONFIG_MAP, "", id="no such object"),
            pytest.param(Kind("apps/v9", "Deployment"), "", id="no such version"),
            pytest.param(Kind("v1", "Deploy"), "", id="no such kind"),
            pytest.param(Kind("nobody.invalid/v1", "Thing"), "", id="no such group"),
            pytest.param(NAMESPACE, "scale", id="no such subresource"),
        ],
    )
    def test_what_is_absent_is_not_found(
        self, ground: Ground, kind: Kind, subresource: str
    ) -> None:
        with pytest.raises(errors.NotFoundError) as caught:
            ground.port.get(
                kind, "nobody", namespace=ground.namespace, subresource=subresource
            )
        assert caught.value.status == 404


class TestCreating:
    def test_a_name_is_made_from_its_beginning(self, ground: Ground) -> None:
        wanted = ground.config_map("unused")
        wanted["metadata"] = {"generateName": "made-"}
        made = ground.port.create(wanted, namespace=ground.namespace)
        name = made["metadata"]["name"]
        assert name.startswith("made-")
        assert len(name) > len("made-")
        assert ground.get(name)["metadata"]["uid"] == made["metadata"]["uid"]

    def test_a_second_one_of_the_same_name_is_refused(self, ground: Ground) -> None:
        ground.port.create(ground.config_map("a"))
        with pytest.raises(errors.AlreadyExistsError):
            ground.port.create(ground.config_map("a"))

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            pytest.param("", "FieldValueRequired", id="none"),
            pytest.param("Bad_Name", "FieldValueInvalid", id="not a DNS name"),
        ],
    )
    def test_a_bad_name_is_invalid_with_its_field(
        self, ground: Ground, name: str, reason: str
    ) -> None:
        with pytest.raises(errors.InvalidError) as caught:
            ground.port.create(ground.config_map(name))
        [cause] = caught.value.causes
        assert (cause.field, cause.reason) == ("metadata.name", reason)

    def test_a_namespace_must_exist(self, ground: Ground) -> None:
        wanted = ground.config_map("a")
        wanted["metadata"]["namespace"] = "octoscale-nobody-made-this"
        with pytest.raises(errors.NotFoundError):
            ground.port.create(wanted)

    def test_two_different_namespaces_contradict(self, ground: Ground) -> None:
        with pytest.raises(errors.InvalidError):
            ground.port.create(ground.config_map("a"), namespace="default")

    @pytest.mark.parametrize("dry_run", [DryRun.SERVER, DryRun.CLIENT])
    def test_a_dry_run_keeps_nothing(self, ground: Ground, dry_run: DryRun) -> None:
        shown = ground.port.create(ground.config_map("a", key="1"), dry_run=dry_run)
        assert shown["data"] == {"key": "1"}
        with pytest.raises(errors.NotFoundError):
            ground.get("a")

    def test_only_the_server_s_dry_run_checks(self, ground: Ground) -> None:
        wanted = ground.config_map("Bad_Name")
        assert ground.port.create(wanted, dry_run=DryRun.CLIENT) == wanted
        with pytest.raises(errors.InvalidError):
            ground.port.create(wanted, dry_run=DryRun.SERVER)


class TestDeleting:
    def test_what_is_deleted_is_gone(self, ground: Ground) -> None:
        ground.port.create(ground.config_map("a"))
        ground.port.delete(CONFIG_MAP, "a", namespace=ground.namespace)
        with pytest.raises(errors.NotFoundError):
            ground.get("a")

    def test_what_is_absent_cannot_be_deleted(self, ground: Ground) -> None:
        with pytest.raises(errors.NotFoundError):
            ground.port.delete(CONFIG_MAP, "nobody", namespace=ground.namespace)


class TestScaling:
    def test_the_replicas_change(self, ground: Ground) -> None:
        ground.port.create(ground.deployment(replicas=1))
        scale = ground.port.scale(DEPLOYMENT, "web", 8, namespace=ground.namespace)
        assert scale["kind"] == "Scale"
        assert scale["spec"]["replicas"] == 8
        found = ground.port.get(DEPLOYMENT, "web", namespace=ground.namespace)
        assert found["spec"]["replicas"] == 8

    def test_the_scale_tells_the_selector_of_the_pods(self, ground: Ground) -> None:
        ground.port.create(ground.deployment(replicas=3))
        scale = ground.port.get(
            DEPLOYMENT, "web", namespace=ground.namespace, subresource="scale"
        )
        assert scale["spec"]["replicas"] == 3
        assert scale["status"]["selector"] == "app=web"

    def test_who_applies_replicas_fights_with_who_scales(self, ground: Ground) -> None:
        ground.port.apply(ground.deployment(replicas=1))
        ground.port.scale(
            DEPLOYMENT, "web", 4, namespace=ground.namespace, field_manager="hpa"
        )
        with pytest.raises(errors.ConflictError) as caught:
            ground.port.apply(ground.deployment(replicas=1))
        [cause] = caught.value.causes
        assert cause.field == ".spec.replicas"
        assert '"hpa"' in cause.message

    def test_who_leaves_replicas_out_does_not(self, ground: Ground) -> None:
        ground.port.apply(ground.deployment(replicas=None))
        ground.port.scale(DEPLOYMENT, "web", 4, namespace=ground.namespace)
        kept = ground.port.apply(ground.deployment(replicas=None))
        assert kept["spec"]["replicas"] == 4

    @pytest.mark.parametrize("kind", [DEPLOYMENT, CONFIG_MAP])
    def test_what_cannot_scale_is_not_found(self, ground: Ground, kind: Kind) -> None:
        with pytest.raises(errors.NotFoundError):
            ground.port.scale(kind, "nobody", 2, namespace=ground.namespace)


class TestReviews:
    def test_an_unknown_token_is_nobody_s(self, ground: Ground) -> None:
        verdict = ground.port.review_token("no-such-token")
        assert not verdict.authenticated
        assert verdict.user is None

    @pytest.mark.parametrize(
        ("groups", "allowed"),
        [
            pytest.param(("system:masters",), True, id="administrator"),
            pytest.param((), False, id="stranger"),
        ],
    )
    @pytest.mark.parametrize(
        "asked",
        [
            pytest.param({"verb": "get", "plural": "pods"}, id="object"),
            pytest.param({"verb": "get", "path": "/secrets-of-ours"}, id="path"),
        ],
    )
    def test_access_depends_on_who_asks(
        self,
        ground: Ground,
        groups: tuple[str, ...],
        allowed: bool,
        asked: dict[str, str],
    ) -> None:
        user = UserInfo(name="somebody", groups=groups)
        verdict = ground.port.review_access(AccessRequest(user=user, **asked))
        assert verdict.allowed is allowed


class TestDiscovery:
    def test_the_scope_and_plural_of_a_kind_are_known(self, ground: Ground) -> None:
        deployment = ground.port.served_kind(DEPLOYMENT)
        assert deployment.plural == "deployments"
        assert deployment.namespaced
        assert deployment.subresources >= {"scale", "status"}
        assert not ground.port.served_kind(NAMESPACE).namespaced

    def test_the_versions_of_the_hpa_are_known(self, ground: Ground) -> None:
        served = ground.port.served_versions("autoscaling")
        assert served[0] == "v2"
        assert "v1" in served

    def test_a_group_that_is_not_served_has_no_versions(self, ground: Ground) -> None:
        assert ground.port.served_versions("nobody.invalid") == ()

    def test_everything_is_listed_with_nothing_broken(self, ground: Ground) -> None:
        discovery = ground.port.discover()
        kinds = {served.kind for served in discovery.kinds}
        assert {CONFIG_MAP, DEPLOYMENT, NAMESPACE} <= kinds

    def test_the_server_tells_its_version(self, ground: Ground) -> None:
        assert ground.port.server_version().startswith("v1.")

    def test_a_path_that_does_not_exist_is_not_found(self, ground: Ground) -> None:
        with pytest.raises(errors.NotFoundError):
            ground.port.fetch("/apis/nobody.invalid/v1")
        with pytest.raises(errors.NotFoundError):
            ground.port.fetch_text("/apis/nobody.invalid/v1")
