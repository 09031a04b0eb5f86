"""The entry point of the ``octoscale`` command.

Standard library only, so that it can say what is missing when the command
line's own dependencies are not installed.
"""

from __future__ import annotations

import importlib
import sys


def run() -> None:
    """Run the command line and exit with its code (see ``octoscale.cli.errors``)."""
    try:
        importlib.import_module("click")
    except ModuleNotFoundError:
        print(
            "octoscale: the command line is an extra: pip install 'octoscale[cli]', "
            "or '.[cli]' in a checkout",
            file=sys.stderr,
        )
        sys.exit(3)
    from octoscale.cli.app import main

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
