"""Colours of the desk against WCAG 2.2: text 4.5 : 1, marks and edges of controls 3 : 1, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "stepdown/web/desk/static/desk/tokens.css"
PAIR = r"light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)"
SERVICE = re.compile(rf"\.service-(\d+) {{ --service-soft: {PAIR}; --service: {PAIR}; --service-ink: {PAIR}; }}")
TEXT = 4.5
MARK = 3.0

TONES = ("ok", "warn", "danger", "info", "neutral")
TABLE = [
    *(("ink", ground, TEXT) for ground in ("canvas", "surface", "raised", "sunken", "hover")),
    *(("ink-soft", ground, TEXT) for ground in ("canvas", "surface", "raised", "sunken", "hover")),
    *(("ink-quiet", ground, TEXT) for ground in ("canvas", "surface", "raised", "sunken", "hover")),
    *(("accent", ground, TEXT) for ground in ("canvas", "surface", "raised", "hover")),
    ("accent-strong", "accent-soft", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("on-danger", "danger", TEXT),
    *((f"{tone}-ink", f"{tone}-soft", TEXT) for tone in TONES),
    *((f"{tone}-ink", "surface", TEXT) for tone in TONES),
    *((tone, f"{tone}-soft", MARK) for tone in TONES),
    *(("line-strong", ground, MARK) for ground in ("canvas", "surface", "raised")),
    *(("focus", ground, MARK) for ground in ("canvas", "surface", "raised", "sunken")),
    ("ring-attended", "ring-track", MARK),
    ("ring-attended", "surface", MARK),
]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2, definition of relative luminance)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def tokens(theme: int) -> dict[str, str]:
    """Every colour of the root block: 0 for light, 1 for dark."""
    css = TOKENS.read_text(encoding="utf-8")
    return {m[1]: m[2 + theme] for m in re.finditer(rf"^  --([a-z-]+): {PAIR};", css, re.MULTILINE)}


def test_black_on_white_is_twenty_one() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_pair_of_the_desk_is_readable(theme: int) -> None:
    colours = tokens(theme)
    faint = [
        (a, b, round(contrast(colours[a], colours[b]), 2))
        for a, b, least in TABLE
        if contrast(colours[a], colours[b]) < least
    ]
    assert faint == []


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_service_colour_is_readable(theme: int) -> None:
    rows = SERVICE.findall(TOKENS.read_text(encoding="utf-8"))
    assert [int(row[0]) for row in rows] == list(range(12))
    surface = tokens(theme)["surface"]
    faint = []
    for number, *colours in rows:
        soft, mark, ink = (colours[2 * n + theme] for n in range(3))
        if contrast(ink, soft) < TEXT or contrast(ink, surface) < TEXT or contrast(mark, soft) < MARK:
            faint.append(number)
    assert faint == []
