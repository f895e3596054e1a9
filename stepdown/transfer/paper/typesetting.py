"""A PDF of a template in this folder. The same words make the same bytes, on every machine and every day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent


def pdf(template: str, data: Mapping[str, object], *, title: str, language: str) -> bytes:
    """`template` (a file `<template>.typ` of this folder) filled with `data`: PDF/UA-1 on US Letter, tagged.

    `data` is anything JSON can say; the template finds it as `said`, and what it holds is text, never markup. `title` is
    the title of the document, which a window may show: no client is named in it. `language` is "en" or "es", for
    whoever has it read aloud. Only the fonts that come along are used and no date is written into the file, so that its
    SHA-256 can be proven again; a name in a script they do not know takes the machine's fonts, and where those do not
    know it either it stands as boxes in a file that is no PDF/UA.
    """
    said = {"said": json.dumps(data), "title": title, "language": language}
    try:
        return _made(template, said, own_fonts=True)
    except RuntimeError:
        try:
            return _made(template, said, own_fonts=False)
        except RuntimeError:
            return _made(template, said, own_fonts=True, accessible=False)


def _made(template: str, said: dict[str, str], *, own_fonts: bool, accessible: bool = True) -> bytes:
    import typst  # 40 MB that only who makes a paper needs

    return typst.compile(
        HERE / f"{template}.typ",
        root=HERE,
        format="pdf",
        pdf_standards=["ua-1"] if accessible else [],
        ignore_system_fonts=own_fonts,
        sys_inputs=said,
    )
