"""Days in words, as a letter says them, in the two languages clients are written to."""

from __future__ import annotations

from datetime import date

EN, ES = "en", "es"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""Monday first, as Python and a week count them."""
WEEKDAYS_ES = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MONTHS_ES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip


def this_year(day: date, language: str = EN) -> str:
    """A day near today, without its year: "Wednesday, June 10", "miércoles 10 de junio"."""
    if language == ES:
        return f"{WEEKDAYS_ES[day.weekday()]} {day.day} de {MONTHS_ES[day.month - 1]}"
    return f"{WEEKDAYS[day.weekday()]}, {MONTHS[day.month - 1]} {day.day}"


def any_year(day: date, language: str = EN) -> str:
    """A day of whatever year: "June 10, 2026", "10 de junio de 2026"."""
    if language == ES:
        return f"{day.day} de {MONTHS_ES[day.month - 1]} de {day.year}"
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def in_full(day: date) -> str:
    """A day with all there is to say of it: "Wednesday, June 10, 2026"."""
    return f"{this_year(day)}, {day.year}"
