"""The rights of each depth."""

from __future__ import annotations

from octoscale.doctor.rights import roles


def granted(*, deep: bool) -> set[tuple[str, str, str]]:
    return {
        (group, resource, verb)
        for role in roles(deep=deep)
        for rule in role["rules"]
        for group in rule["apiGroups"]
        for resource in rule["resources"]
        for verb in rule["verbs"]
    }


def test_only_the_deep_look_reaches_into_pods() -> None:
    assert granted(deep=True) - granted(deep=False) == {("", "pods/proxy", "get")}


def test_nothing_is_written_and_no_secret_is_read() -> None:
    everything = granted(deep=True)
    assert {verb for _, _, verb in everything} == {"get", "list", "create"}
    creates = {resource for _, resource, verb in everything if verb == "create"}
    assert creates == {"subjectaccessreviews"}
    assert "secrets" not in {resource for _, resource, _ in everything}


def test_config_maps_are_read_by_a_role_of_its_own() -> None:
    holding = [
        role["metadata"]["name"]
        for role in roles(deep=True)
        if any("configmaps" in rule["resources"] for rule in role["rules"])
    ]
    assert holding == ["octoscale-doctor-adapter"]
