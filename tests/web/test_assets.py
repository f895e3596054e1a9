"""The step that fetches front-end files: it does its work once, and the lock names no host."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stepdown.web import assets

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "package-lock.json"


def addresses(value: object) -> list[str]:
    """Every string in a JSON value that looks like an address."""
    if isinstance(value, dict):
        return [found for item in value.values() for found in addresses(item)]
    if isinstance(value, list):
        return [found for item in value for found in addresses(item)]
    return [value] if isinstance(value, str) and "://" in value else []


def test_the_lock_names_no_host() -> None:
    assert addresses({"funding": [{"url": "https://example.org"}]}) == ["https://example.org"]
    assert addresses(json.loads(LOCK.read_text(encoding="utf-8"))) == []


def test_the_lock_pins_each_package_of_package_json_with_a_checksum() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert [path for path, package in locked.items() if path and "integrity" not in package] == []


def test_an_installed_release_without_a_lock_keeps_the_files_it_carries(tmp_path: Path) -> None:
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    assert assets.build(tmp_path, vendor) is False


def test_a_broken_lock_is_told_with_what_to_do_and_leaves_the_old_files(tmp_path: Path) -> None:
    (tmp_path / "package-lock.json").write_text("{}")
    vendor = tmp_path / "vendor"
    vendor.mkdir()
    (vendor / "old.css").write_text("old")
    with pytest.raises(assets.AssetsError, match=r"run `python -m stepdown\.web\.assets` again"):
        assets.build(tmp_path, vendor)
    assert (vendor / "old.css").read_text() == "old"
