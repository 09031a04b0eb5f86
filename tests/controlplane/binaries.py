"""Where the programs of a Kubernetes control plane are looked for.

The folder is the one that envtest uses: ``KUBEBUILDER_ASSETS``, by default
``/usr/local/kubebuilder/bin``. Starting them belongs to ``cluster``.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER_VARIABLE = "KUBEBUILDER_ASSETS"
"""Names the folder that holds the programs."""

DEFAULT_FOLDER = "/usr/local/kubebuilder/bin"
"""Where they are looked for when the variable is unset or empty."""

NEEDED = (
    "etcd",
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "kubemark",
)
"""Without any one of these there is no control plane."""

OPENSSL = "openssl"
"""Makes the certificates; found on the PATH."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """What was found, and what was not."""

    folder: Path
    """Where all but ``openssl`` were looked for."""

    openssl: Path | None
    """``None`` when it is not on the PATH."""

    missing: tuple[str, ...]
    """Names of needed programs that are absent or not executable."""

    def path(self, name: str) -> Path:
        """Tell where the program *name* stands, present or not."""
        return self.folder / name

    @property
    def kubectl(self) -> Path | None:
        """The command line client, which only some tests want."""
        found = self.path("kubectl")
        return found if os.access(found, os.X_OK) else None


def find(environment: Mapping[str, str] = os.environ) -> Binaries:
    """Look for all programs; nothing is started.

    >>> find({"KUBEBUILDER_ASSETS": "/nowhere", "PATH": ""}).missing[:2]
    ('etcd', 'kube-apiserver')
    """
    folder = Path(environment.get(FOLDER_VARIABLE) or DEFAULT_FOLDER)
    openssl = shutil.which(OPENSSL, path=environment.get("PATH", os.defpath))
    missing = [name for name in NEEDED if not os.access(folder / name, os.X_OK)]
    if openssl is None:
        missing.append(OPENSSL)
    return Binaries(
        folder=folder,
        openssl=Path(openssl) if openssl else None,
        missing=tuple(missing),
    )
