"""The words a client signs, in English and Spanish, with every element of 42 CFR 2.31(a); grade six to eight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from stepdown.consent.terms import Category, ConsentKind, Label, NewConsent, Purpose
from stepdown.kernel.dates import EN, ES, any_year, this_year
from stepdown.kernel.period import Period
from stepdown.web.desk.consent_words import LABELS
from stepdown.web.desk.templatetags.wording import clock_span
from stepdown.web.desk.templatetags.wording import day as day_words

LANGUAGES = ((EN, "English"), (ES, "Español"))

CATEGORIES_ES: Mapping[Category, str] = {
    Category.IDENTITY: "Que recibo servicios aquí",
    Category.CONTACT: "Cómo comunicarse conmigo",
    Category.SCHEDULE: "Cuándo son mis grupos y sesiones",
    Category.ATTENDANCE: "Si vine, y por cuánto tiempo",
    Category.DIAGNOSIS: "Diagnósticos",
    Category.ASSESSMENT: "Evaluaciones",
    Category.PLAN: "El plan de tratamiento",
    Category.PROGRESS: "Cómo va el tratamiento",
    Category.TEST_RESULTS: "Resultados de pruebas de drogas",
    Category.MEDICATION: "Medicamentos",
    Category.SAFETY: "El plan de seguridad",
    Category.COVERAGE: "Seguro, autorizaciones y cuentas",
    Category.DISCHARGE: "Cuándo y cómo terminó el tratamiento",
    Category.COUNSELING_NOTES: "Las notas propias de un consejero",
}
CATEGORIES_EN: Mapping[Category, str] = {
    **LABELS[Category],
    Category.IDENTITY: "That I am a client here",
    Category.CONTACT: "How to reach me",
    Category.SCHEDULE: "When my groups and sessions are",
    Category.ATTENDANCE: "Whether I came, and for how long",
}
MARKED: Mapping[str, Mapping[Label, str]] = {
    EN: {
        Label.MENTAL_HEALTH: "Also what is about my mental health",
        Label.HIV: "Also what is about HIV",
        Label.REPRODUCTIVE: "Also what is about pregnancy and reproductive health",
        Label.RESTRICTED: "Also what I asked to have kept from others",
    },
    ES: {
        Label.MENTAL_HEALTH: "También lo que trata de mi salud mental",
        Label.HIV: "También lo que trata del VIH",
        Label.REPRODUCTIVE: "También lo que trata del embarazo y la salud reproductiva",
        Label.RESTRICTED: "También lo que pedí que no se dijera a otros",
    },
}
"""What is more than ordinarily private and goes along only because the paper says so (`BY_NAME`)."""
PURPOSES_ES: Mapping[Purpose, str] = {
    Purpose.TREATMENT: "Tratamiento",
    Purpose.PAYMENT: "Pago",
    Purpose.OPERATIONS: "Administración del programa",
    Purpose.SUPPORT: "Apoyo de personas cercanas a mí",
    Purpose.HOUSING: "Vivienda",
    Purpose.WORK_OR_SCHOOL: "Trabajo o escuela",
    Purpose.BENEFITS: "Beneficios",
    Purpose.JUSTICE_SUPERVISION: "Libertad condicional o tribunal de tratamiento",
    Purpose.PROCEEDINGS: "Procesos legales",
    Purpose.RESEARCH: "Investigación",
    Purpose.AUDIT: "Auditoría o evaluación",
    Purpose.PUBLIC_HEALTH: "Salud pública",
    Purpose.FUNDRAISING: "Recaudación de fondos",
    Purpose.REPORT_REQUIRED_BY_LAW: "Un informe que exige la ley",
    Purpose.OWN_REQUEST: "Mi propia solicitud",
}
PURPOSES_EN: Mapping[Purpose, str] = {
    **LABELS[Purpose],
    Purpose.SUPPORT: "Support by people close to me",
    Purpose.PROCEEDINGS: "Legal proceedings",
    Purpose.OWN_REQUEST: "My own request",
}
GENERAL = {
    EN: "my treating providers, health plans, third-party payers, and people helping to operate this program",
    ES: "mis proveedores de tratamiento, planes de salud, terceros pagadores y las personas que ayudan a operar este"
    " programa",
}
TEXT = {
    EN: """I, {client}, allow {program} to share information about me.

Who may be told: {to}.
What may be told:
{what}
What it is for: {purposes}.
How long: {end}.

I can take this back at any time, in writing or by saying so. What was shared before that stays shared.{extra}
My treatment does not depend on signing this{unless}.
Federal law (42 CFR Part 2) protects these records. I receive a copy of this paper.""",
    ES: """Yo, {client}, permito que {program} comparta información sobre mí.

A quién se le puede decir: {to}.
Qué se puede decir:
{what}
Para qué: {purposes}.
Por cuánto tiempo: {end}.

Puedo retirar este permiso en cualquier momento, por escrito o de palabra. Lo que ya se compartió no se puede deshacer.{extra}
Mi tratamiento no depende de firmar esto{unless}.
La ley federal (42 CFR Parte 2) protege estos registros. Recibo una copia de este documento.""",
}
THROUGH = {
    EN: "{to}, an exchange that passes it on to {members} and to no other member. I may ask it for a list of those it"
    " passed my information on to",
    ES: "{to}, una red de intercambio que la pasa a {members} y a ningún otro miembro. Puedo pedirle una lista de aquellos"
    " a quienes pasó mi información",
}
TREATING = {EN: "those of its members who treat me", ES: "aquellos de sus miembros que me atienden"}
AND = {EN: " and ", ES: " y a "}
REDISCLOSURE = {
    EN: "\nA health plan or provider that receives the records may share them again as HIPAA allows, but never in a legal"
    " proceeding against me without my consent or a court order.",
    ES: "\nUn plan de salud o proveedor que reciba los registros puede compartirlos de nuevo según lo permite HIPAA, pero"
    " nunca en un proceso legal contra mí sin mi permiso o una orden judicial.",
}
UNLESS = {
    EN: "; without it my insurance can not be billed, and other providers can not be told",
    ES: "; sin él no se puede cobrar a mi seguro ni informar a otros proveedores",
}
NO_END = {EN: "until I take it back", ES: "hasta que yo lo retire"}
UNTIL = {EN: "until {day}", ES: "hasta el {day}"}
AT_DISCHARGE = {EN: "until I leave this program", ES: "hasta que yo deje este programa"}
OR = {EN: ", or", ES: ", o"}
FIRST = {EN: ", whichever comes first", ES: ", lo que ocurra primero"}
UNTIL_EVENT = {EN: "until {event}", ES: "hasta: {event}"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands beside the paper while a client reads it, before they sign, in their language."""

    paper: str
    as_signed: str
    seen: str
    seen_why: str
    told: str
    kept: str
    leave_out: str
    sessions: str
    nothing_planned: str
    hours: str
    of: str
    nothing: str
    categories: Mapping[Category, str]


READING: Mapping[str, Reading] = {
    EN: Reading(
        paper="The paper",
        as_signed="As it is signed",
        seen="As {to} would see it",
        seen_why="What could be told by this paper alone, and what could not. Nothing is told by looking.",
        told="May be told",
        kept="Stays here",
        leave_out="Leave this out",
        sessions="My groups and sessions this week",
        nothing_planned="Nothing is planned this week.",
        hours="Hours I came this week",
        of="of",
        nothing="Nothing could be told. Change the paper, or do not sign it.",
        categories=CATEGORIES_EN,
    ),
    ES: Reading(
        paper="El documento",
        as_signed="Tal como se firma",
        seen="Lo que vería {to}",
        seen_why="Lo que se podría decir solo con este documento, y lo que no. Al mirar aquí no se le dice nada a nadie.",
        told="Se le puede decir",
        kept="Se queda aquí",
        leave_out="Quitar esto",
        sessions="Mis grupos y sesiones de esta semana",
        nothing_planned="No hay nada planeado esta semana.",
        hours="Horas que asistí esta semana",
        of="de",
        nothing="No se podría decir nada. Cambie el documento o no lo firme.",
        categories=CATEGORIES_ES,
    ),
}
SOMEBODY = {EN: "a treating provider", ES: "un proveedor de tratamiento"}


@dataclass(frozen=True, slots=True)
class Names:
    """The names a consent puts into words; `members` are those of an exchange that are named; `last` is the last day it
    holds.
    """

    client: str
    program: str
    to: str = ""
    members: tuple[str, ...] = ()
    last: date | None = None


def days_said(sessions: Iterable[Period], said: str = EN) -> list[tuple[str, str]]:
    """Sessions, the first first, as (day, times), a line for each day."""
    days: dict[date, list[str]] = {}
    for one in sessions:
        days.setdefault(timezone.localtime(one.start).date(), []).append(
            clock_span(one).replace(" ", "\N{NO-BREAK SPACE}")
        )
    return [(_weekday(day, said), ", ".join(times)) for day, times in days.items()]


def _weekday(day: date, said: str) -> str:
    return this_year(day, ES) if said == ES else day_words(day)


def consent_text(new: NewConsent, names: Names) -> str:
    """The whole text of a consent, as it is read and signed, in its language."""
    said = new.language if new.language in TEXT else EN
    categories, purposes = (CATEGORIES_ES, PURPOSES_ES) if said == ES else (CATEGORIES_EN, PURPOSES_EN)
    what = [words for one, words in categories.items() if one in new.categories]
    what += [words for one, words in MARKED[said].items() if one in new.labels]
    general = new.kind == ConsentKind.TPO
    return TEXT[said].format(
        client=names.client,
        program=names.program,
        to=_to(new, names, said),
        what="\n".join(f"  - {words}" for words in what),
        purposes=", ".join(words for one, words in purposes.items() if one in new.purposes),
        end=_end(new, names.last, said),
        extra=REDISCLOSURE[said] if general else "",
        unless=UNLESS[said] if general else "",
    )


def _to(new: NewConsent, names: Names, said: str) -> str:
    """Whom it names; of an exchange the members it may pass it on to (42 CFR 2.31(a)(4)(ii))."""
    named = ", ".join(names.members)
    members = AND[said].join(filter(None, [named, TREATING[said] if new.treating else ""]))
    return THROUGH[said].format(to=names.to, members=members) if members else names.to or GENERAL[said]


def _end(new: NewConsent, last: date | None, said: str) -> str:
    """When it ends: a day, when they leave, an event in words; of several whichever is first."""
    ends = [
        UNTIL[said].format(day=any_year(last, said)) if last is not None else "",
        AT_DISCHARGE[said] if new.at_discharge else "",
        UNTIL_EVENT[said].format(event=new.event.strip()) if new.event.strip() else "",
    ]
    told = list(filter(None, ends))
    return f"{OR[said]} ".join(told) + (FIRST[said] if len(told) > 1 else "") if told else NO_END[said]
