"""A CherryPy service with its statistics on, for the collector's live test.

Run as a program with the port to listen on; it says when it is up.
"""

from __future__ import annotations

import sys
from typing import Any

import cherrypy  # type: ignore[import-untyped] # theirs
from cherrypy.lib import cpstats  # type: ignore[import-untyped] # theirs


class Root:
    """One page, and the statistics."""

    cpstats: Any = cpstats.StatsPage()

    @cherrypy.expose  # type: ignore[untyped-decorator] # theirs
    def index(self) -> str:
        """Answer."""
        return "fine"


def main() -> None:
    """Serve until it is ended."""
    cherrypy.config.update(
        {
            "server.socket_host": "127.0.0.1",
            "server.socket_port": int(sys.argv[1]),
            "log.screen": False,
            "engine.autoreload.on": False,
            "tools.cpstats.on": True,
            "checker.on": False,
        }
    )
    cherrypy.tree.mount(Root(), "/", {"/": {"tools.cpstats.on": True}})
    cherrypy.engine.start()
    cherrypy.server.httpserver.stats["Enabled"] = True
    print("up", flush=True)  # noqa: T201 the line that the test waits for
    cherrypy.engine.block()


if __name__ == "__main__":
    main()
