"""How a sentence is made: a text with `{facts}`, or a function of the facts where they change the words.

Facts come as `Obstacle.about` has them, times already as clock times; what an obstacle leaves out reads as in `UNNAMED`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

Facts = Mapping[str, object]
Phrase = Callable[[Facts], str]
Sentences = Mapping[type[StrEnum], Mapping[Any, Phrase]]

UNNAMED = {
    "staff": "The leader",
    "room": "The room",
    "session": "another session",
    "period": "that time",
    "since": "that day",
    "name": "this person",
    "code": "this code",
    "source": "See Settings for the source",
}


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> object:
        return UNNAMED.get(key, "…")


def text(sentence: str) -> Phrase:
    return lambda facts: sentence.format_map(_Facts(facts))


def clients(one: str, more: str) -> Phrase:
    """One sentence for one client, another for several: `{clients}` is how many."""

    def phrase(facts: Facts) -> str:
        known = _Facts(facts)
        number = known.get("clients", 1)
        return (one if number == 1 else more).format_map(known)

    return phrase


def hours(minutes: object) -> str:
    """Minutes as a sentence says them: "9 h", "7 h 30 min", "45 min"."""
    whole, rest = divmod(int(str(minutes)), 60)
    return " ".join(filter(None, [f"{whole} h" if whole else "", f"{rest} min" if rest or not whole else ""]))


def language(facts: Facts) -> str:
    known = _Facts(facts)
    if known.get("language"):
        return "{staff} does not lead in {language}. Choose somebody who does.".format_map(known)
    return "{staff} and the client share no language. Choose another leader, or ask for an interpreter.".format_map(
        known
    )


def week_minutes(facts: Facts) -> str:
    known = _Facts(facts)
    return (
        f"{known['staff']} would have {hours(known.get('would_be', 0))} of sessions that week; "
        f"{hours(known.get('most', 0))} are agreed."
    )


def run(facts: Facts) -> str:
    known = _Facts(facts)
    return (
        f"{known['staff']} would lead {hours(known.get('would_be', 0))} without a break; "
        f"{hours(known.get('most', 0))} are agreed. Leave 30 minutes in between."
    )


def below_minimum(facts: Facts) -> str:
    known = _Facts(facts)
    return (
        f"{hours(known.get('minutes', 0))} a week count, and this level asks for at least "
        f"{hours(known.get('minimum', 0))}. {known['source']}."
    )


def ends_before_start(facts: Facts) -> str:
    if "credential" in facts:
        return "{credential} of {name} ends before it begins. Check the two dates.".format_map(_Facts(facts))
    return "The last day is before the first. Check the two dates."


def later_step(facts: Facts) -> str:
    what = {
        "hold": "a hold",
        "return": "a return from hold",
        "transfer": "a transfer",
        "discharge": "a discharge",
        "admit": "an admission",
    }.get(str(facts.get("event", "")), "something")
    return f"{what[0].upper()}{what[1:]} recorded from {_Facts(facts)['since']} on rests on it. Take that back first."


ENDS_BEFORE_START = text("It ends before it begins. Check the two dates.")
