"""Nothing in the repository says whose machine it was written on, where packages came from, or what was left undone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.laws.tree import ROOT, tracked_files

HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "debian" + ".org")
MACHINE = re.compile(r"(?<![\w.$}~-])/(root|home/\w+|Users/\w+|work)/[\w.]")
UNDONE = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
LOCKS = ["package-lock.json", "requirements/base.txt", "requirements/dev.txt"]
ADDRESS = re.compile(r"https?://|file://|--index-url|--find-links|@ git")


def faults(text: str) -> list[str]:
    """Each line with a registry's host, a path of somebody's machine, or a note that something is left undone."""
    return [
        line.strip()
        for line in text.splitlines()
        if MACHINE.search(line) or UNDONE.search(line) or any(host in line for host in HOSTS)
    ]


def text_of(path: Path) -> str:
    """The file's text; nothing for a picture."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_tracked_file_says_so() -> None:
    found = {str(path.relative_to(ROOT)): lines for path in tracked_files() if (lines := faults(text_of(path)))}
    assert found == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    """Record 13. The licence texts inside npm's lock are names, not addresses."""
    assert [line for line in (ROOT / lock).read_text(encoding="utf-8").splitlines() if ADDRESS.search(line)] == []


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_every_locked_package_has_its_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z])", (ROOT / lock).read_text(encoding="utf-8"))
    named = [entry for entry in entries if re.match(r"[a-z0-9._\[\],-]+==", entry)]
    assert len(named) > 20
    assert [entry.splitlines()[0] for entry in named if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("see https://registry.npmjs" + ".org/x", True),
        ("open('/ro" + "ot/notes.txt')", True),
        ("cd /ho" + "me/ada/stepdown", True),
        ("# TO" + "DO: the other half", True),
        ("/usr/bin/chromium", False),
        ("docs/how-to/work/plan.md", False),
        ("$HOME/.pyenv", False),
    ],
)
def test_a_planted_line_is_found(line: str, found: bool) -> None:
    assert bool(faults(line)) is found
