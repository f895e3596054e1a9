"""The reference pages that are made from the code: `python -m tools.docs` writes them, `--check` fails when one is stale."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import stepdown.agency.access
import stepdown.agency.terms
import stepdown.consent.access
import stepdown.consent.terms
import stepdown.coverage.access
import stepdown.coverage.terms
import stepdown.episode.access
import stepdown.episode.terms
import stepdown.journey.terms
import stepdown.ledger.access
import stepdown.people.access
import stepdown.people.terms
import stepdown.plan.access
import stepdown.plan.terms
import stepdown.policy.access
import stepdown.privacy.access
import stepdown.privacy.terms
import stepdown.reminder.access
import stepdown.reminder.terms
import stepdown.safety.access
import stepdown.safety.terms
import stepdown.schedule.access
import stepdown.schedule.terms
import stepdown.session.access
import stepdown.session.terms
import stepdown.transfer.access
from stepdown.agency.terms import Role
from stepdown.schedule.terms import OVERRIDABLE, OVERRIDE_BY
from tools.commands import commands
from tools.lifecycle import lifecycle

ACCESS = (
    stepdown.policy.access,
    stepdown.agency.access,
    stepdown.people.access,
    stepdown.consent.access,
    stepdown.privacy.access,
    stepdown.episode.access,
    stepdown.safety.access,
    stepdown.coverage.access,
    stepdown.plan.access,
    stepdown.schedule.access,
    stepdown.session.access,
    stepdown.reminder.access,
    stepdown.ledger.access,
    stepdown.transfer.access,
)
TERMS = (
    stepdown.agency.terms,
    stepdown.people.terms,
    stepdown.consent.terms,
    stepdown.privacy.terms,
    stepdown.episode.terms,
    stepdown.safety.terms,
    stepdown.coverage.terms,
    stepdown.plan.terms,
    stepdown.schedule.terms,
    stepdown.session.terms,
    stepdown.reminder.terms,
    stepdown.journey.terms,
)
DOCS = Path(__file__).resolve().parents[1] / "docs"
MADE = "<!-- Made by tools/docs.py from the code. Change the code, then run `make docs`. -->\n\n"


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check say which are stale."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepdown.config.settings")
    os.environ.setdefault("COLUMNS", "100")
    import django

    django.setup()
    stale = [name for name, text in pages().items() if _differs(DOCS / name, text)]
    if "--check" not in arguments:
        for name in stale:
            (DOCS / name).write_text(pages()[name])
        return 0
    for name in stale:
        print(f"docs/{name} is stale; run 'make docs'")
    return 1 if stale else 0


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text() != text


def pages() -> dict[str, str]:
    """Every page by its path under docs/."""
    makers: dict[str, Callable[[], str]] = {
        "reference/tables.md": tables,
        "reference/roles.md": roles,
        "reference/blockers.md": blockers,
        "reference/policy.md": policy,
        "reference/csv.md": csv_files,
        "explanation/lifecycle.md": lifecycle,
    }
    return {"reference/commands.md": commands()} | {name: MADE + make() for name, make in makers.items()}


def tables() -> str:
    """Every table of ours: what it is, how it is kept, each field's privacy class."""
    from django.apps import apps

    lines = ["# Tables", "", "Every table of ours, how long it is kept, and who may ever see each field."]
    for model in apps.get_models():
        if not hasattr(model, "kept"):
            continue
        lines += ["", f"## {model._meta.app_label}.{model.__name__}", "", _first_paragraph(model.__doc__), ""]
        lines += [f"Kept: {model.kept.value}.", "", "| field | privacy |", "|---|---|"]
        lines += [f"| `{field.name}` | {model.privacy[field.name].value} |" for field in model._meta.fields]  # type: ignore[attr-defined]  # set by @record
    return "\n".join(lines) + "\n"


def roles() -> str:
    """Each access set of each app, as a table of roles."""
    lines = ["# Who may do what", "", "Each row is a set in an app's `access.py`; `●` means the role is in it.", ""]
    for app in ACCESS:
        access = vars(app)
        sets = {name: roles for name, roles in access.items() if name.startswith("MAY_")}
        lines += [f"## {_app(app)}", "", "| role | " + " | ".join(f"`{name}`" for name in sets) + " |"]
        lines += ["|---" * (len(sets) + 1) + "|"]
        for role in Role:
            marks = " | ".join("●" if role in members else " " for members in sets.values())
            lines.append(f"| {role.value.replace('_', ' ')} | {marks} |")
        lines.append("")
    return "\n".join(lines)


def blockers() -> str:
    """What may stand in an action's way, per app."""
    lines = ["# Blockers", "", "What may stand in an action's way. All that apply are told at once."]
    for app in TERMS:
        if hasattr(app, "Blocker"):
            lines += ["", f"## {_app(app)}", ""]
            lines += [f"- `{member.value}`{' *' if member in OVERRIDABLE else ''}" for member in app.Blocker]
    who = " or ".join(sorted(role.replace("_", " ") for role in OVERRIDE_BY))
    lines += ["", f"\\* may be overridden with a reason by: {who}.", ""]
    return "\n".join(lines)


def policy() -> str:
    """The rows that come along."""
    import json

    from stepdown.policy.queries import SHIPPED

    lines = [
        "# Policy rows that come along",
        "",
        "An agency adds its own. `?` marks a row whose source nobody has read yet.",
    ]
    lines += ["", "| key | value | where | from | source |", "|---|---|---|---|---|"]
    for row in json.loads(SHIPPED.read_text()):
        scope = [row[name] for name in ("jurisdiction", "payer", "level_of_care", "edition", "population") if row[name]]
        doubt = "" if row["verified"] else " ?"
        source = row["source"].replace("|", "\\|")
        lines.append(
            f"| `{row['key']}` | {row['value']} {row['unit']}{doubt} | {', '.join(scope)} | {row['effective_from']} | {source} |"
        )
    return "\n".join(lines) + "\n"


def csv_files() -> str:
    """Every table that can be brought in and taken out as a CSV file."""
    from stepdown.transfer.sheets.catalogue import SHEETS
    from stepdown.transfer.sheets.page import page

    return page(SHEETS.values())


def _app(module: ModuleType) -> str:
    return module.__name__.split(".")[1]


def _first_paragraph(text: str | None) -> str:
    return " ".join((text or "").strip().split("\n\n")[0].split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
