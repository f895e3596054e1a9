"""`python -m bench [NAME ...]`: run the measurements named, or all of them, one line each."""

from __future__ import annotations

import sys

from bench import gate, imports, pages, races, seals, start, tables, wall

MEASUREMENTS = {
    "gate": gate.measure,
    "start": start.measure,
    "csv": tables.measure,
    "imports": imports.measure,
    "wall": wall.measure,
    "pages": pages.measure,
    "seals": seals.measure,
    "races": races.measure,
}
"""In the order of how long they take."""


def main(names: list[str]) -> int:
    """Run and print; 2 for an unknown name."""
    unknown = sorted(set(names) - set(MEASUREMENTS))
    if unknown:
        print(f"bench: no measurement called {', '.join(unknown)}; there are {', '.join(MEASUREMENTS)}")
        return 2
    for name in names or MEASUREMENTS:
        for line in MEASUREMENTS[name]():
            print(f"{name:8} {line}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
