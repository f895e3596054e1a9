"""Running a verb in this process, on a database of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stepdown.audit.secret import new_key
from stepdown.cli.main import parser
from tests.conftest import point_django_at, url

Verb = Callable[..., tuple[int, str, str]]


@pytest.fixture
def verb(committed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Verb:
    """Runs a verb in this process, on this test's database; gives back exit code, output and errors."""
    for name, value in (
        ("DATABASE_URL", url(committed, "app")),
        ("STEPDOWN_DATA", str(tmp_path)),
        ("STEPDOWN_SECRET_KEY", "synthetic"),
        ("STEPDOWN_FIELD_KEYS", new_key()),
    ):
        monkeypatch.setenv(name, value)

    def run(*words: object) -> tuple[int, str, str]:
        point_django_at(committed)
        args = parser().parse_args([str(word) for word in words])
        code: int = args.run(args)
        point_django_at(committed)
        return (code, *capsys.readouterr())

    return run
