"""Not there yet."""

from __future__ import annotations

import argparse

NAME = "restore"
SUMMARY = "not there yet"
EXAMPLES = ""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing."""


def run(args: argparse.Namespace) -> int:
    """Nothing."""
    return 2
