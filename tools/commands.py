"""`docs/reference/commands.md`: the `stepdown` command and its verbs, from their own help.

`python -m tools.commands` writes the page; `--check` fails when it is stale.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "commands.md"
MADE = "<!-- Made by tools/commands.py from the help texts. Change those, then run `python -m tools.commands`. -->\n\n"


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


def main(arguments: list[str]) -> int:
    """Write the page, or with --check say whether it is stale."""
    text = commands()
    if "--check" not in arguments:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/reference/commands.md is stale; run: python -m tools.commands")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
