"""Which image each repeat's pods are told to run: new by construction, or the user's.

Building and pushing is ``bench.images``; what the nodes then do is told in ``cold``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bench.drivers.kubernetes.publishing import Publisher
from bench.scenarios import SERVICE
from octoscale.core.errors import UsageError

if TYPE_CHECKING:
    from bench.drivers.kubernetes.settings import KubernetesSettings
    from bench.plan import Image
    from bench.progress import Say

LOAD_PRESET = "octoscale"
"""What the load generator is run from: no layer of it is the service's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An image as a pod names it."""

    text: str
    new: bool
    """Whether nobody can have pulled it before this repeat."""

    pulled_bytes: int | None
    """What a node without any of its layers pulls; ``None`` where nobody knows."""


class Publish(Protocol):
    """Builds and pushes an image; ``publishing`` has the real one."""

    def __call__(
        self, what: str, reference: str, *, salt: str | None, plain_http: bool, say: Say
    ) -> int:
        """Push *what* as *reference*; give the bytes that a pull of it takes."""


class References:
    """Gives each repeat its image."""

    def __init__(
        self, settings: KubernetesSettings, *, publish: Publish | None = None
    ) -> None:
        """Follow *settings*."""
        self._publisher = Publisher()
        self._settings = settings
        self._publish = publish or self._publisher

    def check(self, images: tuple[Image, ...]) -> None:
        """Raise ``UsageError`` when it is not known where an image comes from."""
        for image in images:
            if not self._settings.registry and image.name not in self._settings.images:
                raise UsageError(
                    f"where does a node pull image {image.name} from?",
                    hint="--registry HOST/PATH to build and push one for each repeat, "
                    f"or --use {image.name}=REFERENCE",
                )
        if not self._settings.load_image and not self._settings.registry:
            raise UsageError(
                "where does a node pull the load generator from?",
                hint="--registry HOST/PATH, or --set load_image=REFERENCE",
            )

    def service(self, image: Image, *, salt: str, say: Say) -> Reference:
        """Give the image of one repeat, built and pushed when that is asked for."""
        own = self._settings.images.get(image.name)
        if own is not None:
            return Reference(text=own, new=False, pulled_bytes=None)
        text = f"{self._settings.registry}/{SERVICE}-{image.name}:{salt}"
        size = None
        if self._settings.push:
            size = self._push(str(image.on_disk_bytes), text, salt=salt, say=say)
        return Reference(text=text, new=True, pulled_bytes=size)

    def load(self, *, run: str, say: Say) -> str:
        """Give the load generator's image, built and pushed when that is asked for."""
        if self._settings.load_image:
            return self._settings.load_image
        text = f"{self._settings.registry}/octoscale-load:{run}"
        if self._settings.push:
            self._push(LOAD_PRESET, text, salt=None, say=say)
        return text

    def close(self) -> None:
        """Remove what was built on this machine."""
        self._publisher.close()

    def _push(self, what: str, text: str, *, salt: str | None, say: Say) -> int:
        return self._publish(
            what, text, salt=salt, plain_http=self._settings.plain_http, say=say
        )
