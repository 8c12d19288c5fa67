"""The colours of tokens.css: readable in every theme, and the two spellings of the dark theme are the same."""

import re
from pathlib import Path

import pytest

TOKENS = Path("supervision/static/tokens.css")
BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
VALUE = re.compile(r"(--[a-z-]+):\s*([^;]+);")


def blocks() -> list[tuple[str, dict[str, str]]]:
    """Every innermost block of the file as (selector, its custom properties)."""
    text = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(encoding="utf-8"), flags=re.S)
    return [(selector.strip(), dict(VALUE.findall(body))) for selector, body in BLOCK.findall(text)]


def themes() -> dict[str, dict[str, str]]:
    """Colours by theme, each on top of the light ones."""
    found = {"light": dict(blocks()[0][1])}
    for selector, values in blocks()[1:]:
        if values.get("--paper", "").startswith("#") and "--ink" in values:
            found[selector] = found["light"] | values
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    *[(text, ground, 7.0) for text in ("--ink", "--ink-soft") for ground in ("--paper", "--paper-raised")],
    *[("--ink", f"--{name}-soft", 7.0) for name in ("jade", "amber", "red", "green", "blue")],
    *[(f"--{name}", f"--{name}-soft", 6.0) for name in ("jade", "amber", "red", "green")],
    *[(f"--{name}", "--paper", 6.0) for name in ("jade", "amber", "red", "green")],
    ("--ink-soft", "--blue-soft", 6.0),
    ("--jade-ink", "--jade", 7.0),
    *[
        (mark, ground, 3.0)
        for mark in ("--line-strong", "--focus")
        for ground in ("--paper", "--paper-raised")
    ],
]


@pytest.mark.parametrize("theme", sorted(themes()))
def test_text_is_readable(theme: str) -> None:
    colours = themes()[theme]
    weak = {
        f"{text} on {ground}": round(contrast(colours[text], colours[ground]), 2)
        for text, ground, least in PAIRS
        if contrast(colours[text], colours[ground]) < least
    }
    assert weak == {}


def test_both_spellings_of_night_are_equal() -> None:
    by_device = next(values for name, values in blocks() if ':not([data-theme="light"])' in name)
    by_choice = next(values for name, values in blocks() if name.endswith(':root[data-theme="dark"]'))
    assert by_device == by_choice


def test_every_theme_names_every_colour() -> None:
    names = {name for name, value in blocks()[0][1].items() if value.startswith("#")}
    for selector, values in blocks()[1:]:
        if "--ink" in values and values["--ink"].startswith("#"):
            assert names <= set(values), selector
