"""Small random weeks without fault, for hypothesis."""

from typing import Any

from hypothesis import strategies as st

from tests.transfer.iop_week.weeks import small_week

_NAMES = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=6)
_WORDS = st.lists(st.sampled_from(["en", "es", "uk", "women", "men", "general"]), unique=True, max_size=3)
_LANGUAGES = st.lists(st.sampled_from(["en", "es", "uk"]), unique=True, min_size=1)
_LEVELS = st.sampled_from(["PHP", "IOP", "OP"])
_COUNTS = st.integers(0, 2000)
_STARTS = st.tuples(st.integers(0, 5), st.integers(16, 39).map(lambda step: step * 30)).map(list)


@st.composite
def _windows(draw: st.DrawFn) -> list[list[int]]:
    found = []
    for day in draw(st.lists(st.integers(0, 5), unique=True, max_size=4)):
        bounds = sorted(draw(st.lists(st.integers(16, 42), unique=True, min_size=2, max_size=5)))
        found += [[day, begins * 30, ends * 30] for begins, ends in zip(bounds[::2], bounds[1::2], strict=False)]
    return found


@st.composite
def _client(draw: st.DrawFn, name: str, services: list[str], clinicians: list[str]) -> dict[str, Any]:
    return {
        "id": name,
        "loc": draw(_LEVELS),
        "site": draw(st.sampled_from(["S0", "TELE"])),
        "mode": draw(st.sampled_from(["site", "tele", "hybrid"])),
        "langs": draw(_LANGUAGES),
        "tracks": draw(_WORDS),
        "avail": draw(_windows()),
        "rx": draw(st.dictionaries(st.sampled_from(services), st.integers(1, 9))),
        "auth": {"days": draw(st.integers(0, 7)), "minutes": draw(_COUNTS), "last_day": draw(st.integers(0, 5))},
        "min_week_min": draw(_COUNTS),
        "min_day_min": draw(_COUNTS),
        "therapist": draw(st.none() | st.sampled_from(clinicians)),
        "new": draw(st.booleans()),
        "prev_loc": draw(st.none() | _LEVELS),
    }


@st.composite
def _section(draw: st.DrawFn, name: str, clients: list[str]) -> dict[str, Any]:
    minimum = draw(st.integers(0, 5))
    return {
        "id": name,
        "service": draw(st.sampled_from(["process", "skills"])),
        "track": draw(_NAMES),
        "lang": draw(_NAMES),
        "site": draw(st.sampled_from(["S0", "TELE"])),
        "cap": minimum + draw(st.integers(1, 9)),
        "min": minimum,
        "locs": draw(st.lists(_LEVELS, unique=True, min_size=1)),
        "members": draw(st.none() | st.lists(st.sampled_from(clients), unique=True)),
        "options": draw(st.lists(_STARTS, unique_by=tuple, min_size=1, max_size=4)),
        "series": None,
        "seq": 0,
        "prev": None,
    }


@st.composite
def small_weeks(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a week with random sections and clients; last week each client saw a clinician of their own, or nobody."""
    week = small_week()
    week["name"] = draw(st.text(max_size=20).filter(lambda text: "\x00" not in text))
    clinician = week["clinicians"][0]
    names = draw(st.lists(_NAMES, unique=True, min_size=2, max_size=5))
    services = [service["id"] for service in week["services"]]
    week["clinicians"] = [{**clinician, "id": f"K-{name}", "hours": draw(_windows())} for name in names]
    clinicians = [row["id"] for row in week["clinicians"]]
    week["clients"] = [draw(_client(name, services, clinicians)) for name in names]
    week["sections"] = [draw(_section(f"G{n}", names)) for n in range(draw(st.integers(0, 4)))]
    for n, section in enumerate(week["sections"]):
        if draw(st.booleans()):
            section |= {"series": "one", "seq": draw(st.integers(0, 9))}
        if draw(st.booleans()):
            room = "S0-R1" if section["site"] == "S0" else "TELE-R0"
            section["prev"] = {"day": n, "start": draw(_STARTS)[1], "clinician": clinicians[n % 2], "room": room}
    ran = [section["id"] for section in week["sections"] if section["prev"]]
    pairs = st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True)
    week["conflicts"] = draw(st.lists(pairs, unique_by=frozenset, max_size=3))
    week["last_week"] = {
        "attend": {names[0]: draw(st.lists(st.sampled_from(ran), unique=True, min_size=1))} if ran else {},
        "individual": [
            [name, draw(st.sampled_from(["individual", "psych"])), f"K-{name}", 5, draw(_STARTS)[1]]
            for name in draw(st.lists(st.sampled_from(names), unique=True))
        ],
    }
    return week
