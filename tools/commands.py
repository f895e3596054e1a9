"""`docs/reference/commands.md`: the `stepdown` command and its verbs, from their own help.

`make docs` writes the page, with the others of `tools/docs.py`.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "commands.md"
MADE = "<!-- Made by tools/commands.py from the help texts. Change those, then run `make docs`. -->\n\n"


def commands() -> str:
    """The page: the whole command, then each verb as its `--help` says it, 100 columns wide."""
    os.environ["COLUMNS"] = "100"
    from stepdown.cli.main import parser

    whole = parser()
    verbs = next(action for action in whole._actions if isinstance(action, argparse._SubParsersAction))  # noqa: SLF001
    parts = ["# Commands", "", "```", whole.format_help().rstrip(), "```"]
    for name, verb in verbs.choices.items():
        parts += ["", f"## stepdown {name}", "", "```", verb.format_help().rstrip(), "```"]
    return MADE + "\n".join(parts) + "\n"
