"""What nobody may call: names in strings, signals, switched-off triggers, and, in pure code, the clock."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest

from tests.laws.tree import PYPROJECT, ROOT, SOURCE, modules

BANNED = re.compile(
    r"apps\.get_model\(|import_module\(|__import__\(|db\.models(\.| import )signals|django\.dispatch|pgtrigger\.ignore"
)
"""Refused in doors too, where ruff's own ban is lifted because they read the clock."""

PLANTS = {
    "apps.get_model": "from django.apps import apps\n\nM = apps.get_model('agency', 'Site')\n",
    "import_module": "import importlib\n\nM = importlib.import_module('stepdown.agency.models')\n",
    "signals": "from django.db.models.signals import post_save\n\npost_save.connect(print)\n",
    "signals module": "from django.db.models import signals\n\nsignals.post_save.connect(print)\n",
    "receiver": "from django.dispatch import receiver\n\nprint(receiver)\n",
    "pgtrigger.ignore": "import pgtrigger\n\nwith pgtrigger.ignore('agency.Site:only_in_actions'):\n    pass\n",
    "datetime.now": "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n",
    "naive now": "from datetime import datetime\n\nNOW = datetime.now()\n",
    "date.today": "from datetime import date\n\nTODAY = date.today()\n",
    "utcnow": "import datetime\n\nNOW = datetime.datetime.utcnow()\n",
    "timezone.now": "from django.utils import timezone\n\nNOW = timezone.now()\n",
    "time.time": "import time\n\nNOW = time.time()\n",
}


def ruff(file: str, text: str) -> set[str]:
    """The codes of what ruff finds in `text`, were it that file."""
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--no-cache",
            "--output-format",
            "concise",
            "--stdin-filename",
            file,
            "-",
        ],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    return set(re.findall(r": ([A-Z]+\d+) ", run.stdout))


@pytest.mark.parametrize("plant", PLANTS)
def test_ruff_finds_it(plant: str) -> None:
    assert "TID251" in ruff("stepdown/agency/planted.py", PLANTS[plant])


def test_ruff_finds_a_naive_date_in_a_door_as_well() -> None:
    assert {"DTZ005"} <= ruff("stepdown/web/desk/planted.py", PLANTS["naive now"])
    assert {"DTZ011"} <= ruff("stepdown/worker/planted.py", PLANTS["date.today"])


@pytest.mark.parametrize("plant", ["apps.get_model", "import_module", "signals", "signals module", "pgtrigger.ignore"])
def test_this_law_finds_it_too(plant: str) -> None:
    assert BANNED.search(PLANTS[plant]) is not None


def test_nobody_calls_what_is_banned() -> None:
    assert [
        str(path.relative_to(SOURCE)) for path in modules() if BANNED.search(path.read_text(encoding="utf-8"))
    ] == []


def test_every_rule_that_is_off_says_why() -> None:
    """Each ignore in pyproject.toml stands on its own line, with its reason."""
    text = PYPROJECT.read_text(encoding="utf-8")
    written = re.findall(r'^    "([A-Z]+\d*)",(  # .+)?$', text, re.MULTILINE)
    lint = tomllib.loads(text)["tool"]["ruff"]["lint"]
    assert [code for code, reason in written if not reason] == []
    assert {code for code, _ in written} >= set(lint["ignore"])
