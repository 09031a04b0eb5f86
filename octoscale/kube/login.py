"""From a kubeconfig, or a pod's service account, to an authenticated client.

Everything that the official client says about a broken kubeconfig is turned
into our errors here.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from octoscale.core.errors import EnvironmentMissingError, FileAccessError, UsageError
from octoscale.kube.types import Address

if TYPE_CHECKING:
    from types import ModuleType

Login = tuple[Any, Address]
"""The official ``ApiClient``, and whom it talks to."""

_STUMBLES = (TypeError, KeyError, AttributeError, IndexError, ValueError)
"""What the official client raises over a file of another shape."""


def login(kubeconfig: Path | str | None, context: str | None) -> Login:
    """Read *context* of *kubeconfig*; see ``client.connect``."""
    config = _official().config
    import yaml  # noqa: PLC0415 - the official client brings it

    if kubeconfig is not None and not Path(kubeconfig).is_file():
        reason = "it is a folder" if Path(kubeconfig).is_dir() else "no such file"
        raise FileAccessError(f"cannot read kubeconfig {kubeconfig}: {reason}")
    if kubeconfig is None:
        _check_default()
    file = None if kubeconfig is None else str(kubeconfig)
    shown = file or "the file of KUBECONFIG"
    try:
        known, current = config.list_kube_config_contexts(config_file=file)
        chosen = _chosen(known, context or (current or {}).get("name"))
        api_client = config.new_client_from_config(
            config_file=file, context=chosen["name"], persist_config=False
        )
    except OSError as error:
        raise FileAccessError(f"cannot read {shown}: {error}") from error
    except (config.ConfigException, yaml.YAMLError, *_STUMBLES) as error:
        told = " ".join(str(error).split())
        raise UsageError(f"{shown} is no kubeconfig: {told}") from error
    namespace = (chosen.get("context") or {}).get("namespace")
    address = Address(
        server=str(api_client.configuration.host),
        context=str(chosen["name"]),
        namespace=str(namespace or "default"),
    )
    return api_client, address


def login_in_cluster() -> Login:
    """Read the service account that Kubernetes mounts into a pod."""
    official = _official()
    configuration = official.client.Configuration()
    try:
        official.config.load_incluster_config(client_configuration=configuration)
    except official.config.ConfigException as error:
        raise EnvironmentMissingError(
            f"not in a pod: {error}", hint="name a kubeconfig and its context"
        ) from error
    address = Address(server=str(configuration.host))
    return official.client.ApiClient(configuration), address


def _check_default() -> None:
    """Say which files there are not, where nobody named one."""
    named = os.environ.get("KUBECONFIG", "")
    paths = [Path(part) for part in named.split(os.pathsep) if part]
    if not paths:
        paths = [Path.home() / ".kube" / "config"]
    if any(path.is_file() for path in paths):
        return
    where = ", ".join(map(str, paths))
    raise EnvironmentMissingError(
        f"no kubeconfig: {'KUBECONFIG names ' if named else 'there is no '}{where}"
        + (", which does not exist" if named else ", and KUBECONFIG is not set"),
        hint="name one with --kubeconfig, or set KUBECONFIG",
    )


def _chosen(known: list[Any], name: str | None) -> Any:
    for entry in known:
        if entry["name"] == name:
            return entry
    names = ", ".join(sorted(str(entry["name"]) for entry in known)) or "none"
    raise UsageError(
        f"the kubeconfig has no context {name}", hint=f"its contexts are: {names}"
    )


def _official() -> ModuleType:
    try:
        import kubernetes.client  # noqa: PLC0415 - an extra, slow to import
        import kubernetes.config  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise EnvironmentMissingError(
            "the Kubernetes client is not installed",
            hint="install octoscale[kube]",
        ) from error
    return kubernetes
