"""A stand-in for the application: holds the server until it is told to end, or is killed.

    python -m tests.embedded.app DATA [BIN]

Prints one line, `owned` or `attached` and the address, when the server takes connections; ends with its input.
"""

import sys
from pathlib import Path

from stepdown.embedded import Cluster, EmbeddedPostgresError


def main() -> None:
    data, *binaries = map(Path, sys.argv[1:])
    try:
        with Cluster(data, *binaries).running() as server:
            print("owned" if server.owned else "attached", server.url(role="superuser"), flush=True)
            sys.stdin.read()
    except EmbeddedPostgresError as error:
        sys.exit(f"refused: {error}")


if __name__ == "__main__":
    main()
