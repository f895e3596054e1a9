"""Bytes to JSON values, remembering what plain JSON readers forget: keys given twice."""

import json
from collections import Counter

from stepdown.transfer.iop_week.faults import BrokenWeekFile, Fault

MAX_BYTES = 64 * 1024 * 1024  # the largest example, 2,000 clients, takes 1.5 MB
MAX_DIGITS = 18  # a longer number is cut: still far above every bound, and never slow to read


class Object(dict[str, object]):
    """A JSON object; `repeated` are the keys given more than once, of which the last counted."""

    repeated: tuple[str, ...] = ()


def loads(data: bytes) -> object:
    """Return the JSON value in UTF-8 `data` (a byte order mark is allowed), each object as an `Object`.

    Raises BrokenWeekFile with one fault where there is no JSON value to look into.
    """
    if len(data) > MAX_BYTES:
        raise _broken("the file", "is larger than 64 MiB", "check that this is a week file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _broken(f"line {line}, byte {error.start}", "is not UTF-8", "save the file as UTF-8 text") from None
    try:
        value: object = json.loads(text, object_pairs_hook=_object, parse_int=_whole)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _broken(place, "is not JSON", "correct the text here or just before it") from None
    except RecursionError:
        raise _broken("the file", "is nested too deeply", "check that this is a week file") from None
    return value


def _broken(place: str, problem: str, mend: str) -> BrokenWeekFile:
    return BrokenWeekFile((Fault(place, problem, mend),))


def _object(pairs: list[tuple[str, object]]) -> Object:
    found = Object(pairs)
    if len(found) < len(pairs):
        found.repeated = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
    return found


def _whole(digits: str) -> int:
    return int(digits[: MAX_DIGITS + 1])
