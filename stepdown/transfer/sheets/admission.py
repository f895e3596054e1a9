"""The sheet of the state's admission data set: what was asked of a client, once an episode."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stepdown.episode.actions import save_admission_data
from stepdown.episode.terms import CODES, Admission, Use
from stepdown.kernel import teds
from stepdown.transfer.sheets import cells
from stepdown.transfer.sheets.named import CLIENT, CLIENT_COLUMN, client
from stepdown.transfer.sheets.sheet import Adding, Column, Row, Sheet, Values

USES = (1, 2, 3)
_OF_A_USE = {"substance": teds.Substance, "route": teds.Route, "frequency": teds.Frequency}
_EXAMPLES = {"sex": "female", "education": "", "substance_1": "alcohol", "first_use_age_1": "17", "prior_episodes": "1"}


def _data(do: Adding, rows: Sequence[Row]) -> None:
    for row in rows:
        save_admission_data(by=do.by, at=do.at, client=client(row), given=_answers(row.values))


def _answers(values: Values) -> Admission:
    plain = {name: values[name] for name in (*CODES, "arrests", "prior_episodes")}
    one, two, three = (
        Use(
            values[f"substance_{place}"],
            values[f"route_{place}"],
            values[f"frequency_{place}"],
            values[f"first_use_age_{place}"],
        )
        for place in USES
    )
    return Admission(**plain, uses=(one, two, three))


def _answer(name: str, kind: type[teds.Teds]) -> Column:
    said = name.replace("_", " ").capitalize()
    return Column(name, cells.one_of(kind), f"{said}; empty where not asked.", _EXAMPLES.get(name, ""), default=None)


def _number(name: str, most: int) -> Column:
    said = name.replace("_", " ").capitalize()
    return Column(name, cells.whole(0, most), f"{said}; empty where not asked.", _EXAMPLES.get(name, ""), default=None)


def _use_columns() -> Iterator[Column]:
    for place in USES:
        yield from (_answer(f"{name}_{place}", kind) for name, kind in _OF_A_USE.items())
        yield _number(f"first_use_age_{place}", 120)


def _sql() -> str:
    plain = ", ".join(f"d.{name}" for name in (*CODES, "arrests", "prior_episodes"))
    uses = ", ".join(f"u{place}.{name} AS {name}_{place}" for place in USES for name in (*_OF_A_USE, "first_use_age"))
    joins = " ".join(
        f"LEFT JOIN episode_substanceuse u{place} ON u{place}.data_id = d.id AND u{place}.place = {place}"
        for place in USES
    )
    return (
        f"SELECT c.record_number AS client, {plain}, {uses} FROM episode_admissiondata d"
        f" JOIN people_client c ON c.id = d.client_id LEFT JOIN episode_episode e ON e.id = d.episode_id {joins}"
        " WHERE e.discharged_on IS NULL"
    )


ADMISSION_DATA = Sheet(
    name="admission_data",
    title="Admission data",
    about="The state's admission data set (TEDS) of the episode a client is in, or a draft before their admission.",
    columns=(
        CLIENT_COLUMN,
        *(_answer(name, kind) for name, kind in CODES.items()),
        _number("arrests", 99),
        _number("prior_episodes", 99),
        *_use_columns(),
    ),
    key=("client",),
    sql=_sql(),
    add=_data,
    refs=(CLIENT,),
    says="assessment",
)
