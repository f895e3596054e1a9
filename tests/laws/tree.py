"""What the laws look at: the source tree, the contracts in pyproject.toml, the models that are ours."""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import Model

from stepdown.audit.record import HistoryEvent

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "stepdown"
PYPROJECT = ROOT / "pyproject.toml"


def contract(identifier: str) -> dict[str, list[str]]:
    """One import contract, as written."""
    contracts = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    return {written["id"]: written for written in contracts}[identifier]


def members(layer: str) -> list[str]:
    """`"(a) | b"` → `["a", "b"]`."""
    return [name.strip("() ") for name in layer.replace(":", "|").split("|")]


def heights() -> dict[str, int]:
    """How high each app stands in the order: kernel 0, config highest."""
    lowest_first = reversed(contract("apps")["layers"])
    return {app: height for height, layer in enumerate(lowest_first) for app in members(layer)}


def apps_of_care() -> list[str]:
    """The apps that have the same rooms."""
    return [name.removeprefix("stepdown.") for name in contract("rooms")["containers"]]


def modules() -> Iterator[Path]:
    """Every Python file of the program that a person wrote."""
    return (path for path in sorted(SOURCE.rglob("*.py")) if path.parent.name != "migrations")


def tracked_files() -> list[Path]:
    """Every file under version control that is still there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def our_models() -> list[type[Model]]:
    """Every model of ours that says something itself: history events are derived, and have laws of their own."""
    return [
        model
        for config in apps.get_app_configs()
        if config.name.startswith("stepdown.")
        for model in config.get_models()
        if not issubclass(model, HistoryEvent)
    ]


def event_models() -> list[type[HistoryEvent]]:
    """Every generated history table."""
    return [model for model in apps.get_models() if issubclass(model, HistoryEvent)]
