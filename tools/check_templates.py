"""Compile every template: `python -m tools.check_templates`. A broken tag is found here, not by a person at a desk."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.template import TemplateSyntaxError
from django.template.loader import get_template


def names(root: Path) -> list[str]:
    """The names under which all templates below `root` are loaded."""
    return sorted(
        path.relative_to(folder).as_posix()
        for folder in root.rglob("templates")
        for path in folder.rglob("*")
        if path.is_file()
    )


def main() -> int:
    """Print each template that doesn't compile; the exit status is 1 when there is one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepdown.config.settings")
    django.setup()
    broken = 0
    for name in names(Path("stepdown")):
        try:
            get_template(name)
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            broken += 1
            print(f"{name}: {error}", file=sys.stderr)
    print(f"Templates: {broken} broken.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
