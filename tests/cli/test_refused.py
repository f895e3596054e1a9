"""What can't be done is said in a sentence, with exit code 2 and without a traceback."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from stepdown.cli.errors import CannotRun
from stepdown.cli.main import main
from stepdown.cli.pages import held_port
from tests.cli.conftest import Verb
from tests.cli.test_processes import environment, stepdown
from tests.conftest import url

NOWHERE = "postgresql://nobody@127.0.0.1:1/none"


@pytest.mark.parametrize(
    ("monday", "said"),
    [
        ("9999-12-27", "9999-12-27 is not between 1900 and 2200"),
        ("0001-01-01", "0001-01-01 is not between 1900 and 2200"),
        ("Monday", "'Monday' is no day such as 2026-11-23"),
    ],
)
@pytest.mark.parametrize("words", [["import", "none.json", "--time-zone", "America/Chicago"], ["export"]])
def test_a_day_that_is_none(words: list[str], monday: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--monday", monday])
    assert (ended.value.code, capsys.readouterr().err.splitlines()[-1].rpartition("--monday: ")[2]) == (2, said)


@pytest.mark.parametrize(
    ("words", "variables", "said"),
    [
        (["doctor"], {"DATABASE_URL": "garbage"}, "DATABASE_URL is no address such as"),
        (["doctor"], {"STEPDOWN_PRODUCTION": "1"}, "Set the STEPDOWN_SECRET_KEY environment variable"),
        (
            ["doctor"],
            {"STEPDOWN_PRODUCTION": "1", "STEPDOWN_SECRET_KEY": "synthetic"},
            "Set the STEPDOWN_FIELD_KEYS environment variable",
        ),
        (["doctor"], {"STEPDOWN_FIELD_KEYS": "short"}, "STEPDOWN_FIELD_KEYS: key 1 is none"),
        (
            ["doctor"],
            {"STEPDOWN_PRODUCTION": "1", "STEPDOWN_DEMO": "1", "STEPDOWN_SECRET_KEY": "synthetic"},
            "STEPDOWN_DEMO turns the second factor off",
        ),
        (["backup"], {"DATABASE_URL": NOWHERE, "DATABASE_OWNER_URL": "x"}, "DATABASE_OWNER_URL is no address such as"),
        (["backup"], {"DATABASE_URL": NOWHERE, "DATABASE_OWNER_URL": NOWHERE}, "The database does not answer"),
        (["migrate"], {"DATABASE_URL": NOWHERE, "DATABASE_OWNER_URL": NOWHERE}, "The database does not answer"),
        (["doctor"], {"DATABASE_URL": NOWHERE, "STEPDOWN_DATA": "/proc/none"}, "The data folder can not be used"),
        (["doctor"], {"DATABASE_URL": NOWHERE, "STEPDOWN_DATA": __file__}, "The data folder can not be used"),
    ],
)
def test_an_installation_that_is_wrong(words: list[str], variables: dict[str, str], said: str, tmp_path: Path) -> None:
    answer = stepdown(*words, **{"STEPDOWN_DATA": str(tmp_path), **variables})
    last = answer.stderr.replace("\n", " ")
    assert (answer.returncode, answer.stdout, last[: len(said) + 10]) == (2, "", f"stepdown: {said}")


def test_a_port_that_is_none() -> None:
    with pytest.raises(CannotRun, match="port 99999"), held_port("127.0.0.1", [99999]):
        pass


def test_a_full_disk_behind_the_output(tmp_path: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m stepdown.cli.main doctor > /dev/full"
    ours = environment(DATABASE_URL=NOWHERE, STEPDOWN_DATA=str(tmp_path))
    answer = subprocess.run(command, shell=True, env=ours, stderr=subprocess.PIPE, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (2, "stepdown: [Errno 28] No space left on device\n")


@pytest.mark.parametrize(
    ("out", "said"),
    [("none/x.tar", "There is no folder .*none"), ("/proc/x.tar", "/proc/x.tar can not be written")],
)
def test_a_backup_with_nowhere_to_go(
    verb: Verb, committed: str, tmp_path: Path, settings: object, out: str, said: str
) -> None:
    settings.DATABASE_OWNER_URL = url(committed, "owner")  # type: ignore[attr-defined]
    with pytest.raises(CannotRun, match=said):
        verb("backup", "--out", tmp_path / out)
    assert not (tmp_path / "none").exists()
