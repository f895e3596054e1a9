"""Every app of care has the same rooms and no others; every folder with code stands in the contracts."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.laws.tree import SOURCE, apps_of_care, contract, heights, members, modules

ROOMS = {"terms", "rules", "solver", "access", "models", "queries", "actions", "apps", "__init__"}
FOLDERS = ("terms", "rules", "solver", "models", "queries", "actions")
"""Rooms that become folders past 300 lines (records 2, 17 and 26)."""
OTHER_FILES = {"policy": {"rows.json"}}
"""Data that an app of care carries beside its code."""
FOUNDATIONS = ("audit", "embedded", "kernel", "transfer")
REFUSED = {"services", "utils", "signals", "helpers", "common"}
NO_APP = {"web": "the folder of the doors that are pages", "config": "settings", "cli": "a door", "worker": "a door"}


def strangers(app: str, files: Iterable[Path]) -> list[str]:
    """Files (paths inside the app) that have no room there."""
    return sorted(str(path) for path in files if not _has_a_room(app, path))


def _has_a_room(app: str, path: Path) -> bool:
    if len(path.parts) > 1:
        room = path.parts[0]
        return room == "migrations" or (room in FOLDERS and path.suffix == ".py")
    if path.suffix == ".py":
        return path.stem in ROOMS
    return path.name in {"README.md"} | OTHER_FILES.get(app, set())


def refused_names(paths: Iterable[Path]) -> list[str]:
    """Paths with a name that says nothing."""
    return sorted(str(path) for path in paths if REFUSED & {part.removesuffix(".py") for part in path.parts})


def files_of(app: str) -> list[Path]:
    folder = SOURCE / app
    return [p.relative_to(folder) for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts]


def folders_with_code() -> set[Path]:
    return {path.parent for path in SOURCE.rglob("*.py")}


@pytest.mark.parametrize("app", apps_of_care())
def test_an_app_of_care_has_only_the_rooms(app: str) -> None:
    assert strangers(app, files_of(app)) == []


@pytest.mark.parametrize("app", [*apps_of_care(), *FOUNDATIONS, "demo"])
def test_every_app_has_a_readme_of_its_own(app: str) -> None:
    lines = (SOURCE / app / "README.md").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert 5 <= len(lines) <= 60


def test_no_file_is_named_for_nothing() -> None:
    assert refused_names(path.relative_to(SOURCE) for path in modules()) == []


def test_every_folder_with_code_is_a_package() -> None:
    assert [str(folder) for folder in folders_with_code() if not (folder / "__init__.py").exists()] == []


def test_every_package_stands_in_the_contracts() -> None:
    packages = {folder.name for folder in folders_with_code() if folder.parent == SOURCE}
    assert packages - heights().keys() == set()
    assert packages - {*apps_of_care(), *FOUNDATIONS, "demo", *NO_APP} == set()


def test_every_page_door_stands_in_the_contracts() -> None:
    doors = {folder.name for folder in folders_with_code() if folder.parent == SOURCE / "web"}
    assert doors - {name for layer in contract("doors")["layers"] for name in members(layer)} == set()


def test_the_package_file_of_an_app_is_empty_of_code() -> None:
    """Importing `app.terms` runs `app/__init__.py` first, which the contracts don't count."""
    full = [app for app in apps_of_care() if "import" in (SOURCE / app / "__init__.py").read_text(encoding="utf-8")]
    assert full == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("rules.py", []),
        ("rules/booking.py", []),
        ("README.md", []),
        ("migrations/0001_initial.py", []),
        ("services.py", ["services.py"]),
        ("views.py", ["views.py"]),
        ("terms/words.py", []),
        ("access/week.py", ["access/week.py"]),
        ("rules/table.csv", ["rules/table.csv"]),
        ("templates/page.html", ["templates/page.html"]),
    ],
)
def test_a_stranger_is_found(name: str, found: list[str]) -> None:
    assert strangers("agency", [Path(name)]) == found


def test_a_name_for_nothing_is_found() -> None:
    paths = [Path("web/desk/utils.py"), Path("common/week.py"), Path("web/desk/today.py")]
    assert refused_names(paths) == ["common/week.py", "web/desk/utils.py"]


def test_foundations_use_the_standard_library_only() -> None:
    """`kernel` and `embedded` are copied whole into other programs; the wheel with PostgreSQL is only located."""
    assert outsiders(path for path in modules() if path.relative_to(SOURCE).parts[0] in {"embedded", "kernel"}) == []


def outsiders(paths: Iterable[Path]) -> list[str]:
    """`file: module` for each import that is neither the standard library nor the file's own package."""
    return [f"{path.name}: {name}" for path in paths for name in imported(path) if _is_outside(name, path)]


def imported(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names.append(node.module or ".")
    return names


def _is_outside(name: str, path: Path) -> bool:
    return name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith(f"stepdown.{path.parent.name}")


def test_an_outsider_is_found(tmp_path: Path) -> None:
    planted = tmp_path / "kernel" / "money.py"
    planted.parent.mkdir()
    planted.write_text("import decimal\nimport psycopg\nfrom stepdown.kernel.week import Week\n", encoding="utf-8")
    assert outsiders([planted]) == ["money.py: psycopg"]
