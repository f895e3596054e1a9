"""Every verb says what it does, with an example, without Django or a database."""

from __future__ import annotations

import subprocess
import sys

import pytest

from stepdown.audit.terms import Deadlocked
from stepdown.cli import import_week
from stepdown.cli.main import VERBS, main
from stepdown.transfer.terms import Blocker
from tools.commands import PAGE, commands

NAMES = [
    "demo",
    "serve",
    "worker",
    "migrate",
    "sign-in",
    "csv-template",
    "import-csv",
    "export-csv",
    "import",
    "export",
    "import-codes",
    "doctor",
    "backup",
    "restore",
    "keys",
    "sheets",
    "shell",
]


def test_the_verbs() -> None:
    assert [verb.NAME for verb in VERBS] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_help_of_a_verb(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    text = capsys.readouterr().out
    assert (ended.value.code, text.count(f"usage: stepdown {name}"), text.count("Example:")) == (0, 1, 1)
    assert f"stepdown {name}" in text.split("Example:")[1]


def test_a_verb_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2


def test_help_loads_neither_django_nor_the_web_server() -> None:
    code = (
        "import sys; from stepdown.cli.main import parser; parser().format_help();"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'django', 'granian', 'psycopg'}))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == "[]\n"


def test_every_reason_against_an_import_has_a_sentence() -> None:
    assert sorted(import_week.WORDS) == sorted([*map(str, Blocker), *map(str, Deadlocked)])


def test_the_reference_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == commands()
