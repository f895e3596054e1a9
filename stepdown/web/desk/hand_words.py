"""What is asked where somebody signs, in the languages of the papers beside English; grade six to eight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from stepdown.consent.terms import Authority, Capacity, ConsentKind, Manner, Signer
from stepdown.kernel.dates import EN, ES
from stepdown.web.desk.consent_text import CATEGORIES_ES, MARKED, PURPOSES_ES


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of signing: of the card, of the sheet to draw on, of the box that says what is missing, and, where they are
    not those of the form itself, label and help of each field, what is chosen there, by value or by its English words (of
    `fields_own` where several fields share a value), and what is said of what was typed, by its English words.
    """

    sign: str
    change: str
    cancel: str
    why: str
    sheet: str
    undo: str
    clear: str
    each: str
    agreed: str
    was_given: str
    for_them: str
    beside: str
    heading: str
    lead: str
    read: str
    refused: str
    not_yet: str
    missing: str
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    fields_own: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


SPOKEN_IN: Mapping[str, Asked] = {
    EN: Asked(
        sign="Sign",
        change="Change it",
        cancel="Cancel",
        why="Nothing is signed until the button below",
        sheet="Sheet to draw the signature on, with mouse, pen or finger",
        undo="Undo the last line",
        clear="Clear",
        each="One signature for each paper ticked: for a notice, that they were given it. What is not ticked stays missing.",
        agreed="read, or read to them, and agreed to",
        was_given="given to them to keep, and read, or read to them",
        for_them="Somebody signs for them, or beside them",
        beside="Witness, interpreter",
        heading="A consent to tell somebody",
        lead="First what it says; then you read it together and see what they would see; then it is signed, or not.",
        read="Read the paper",
        refused="It can not be signed like this",
        not_yet="Nothing is signed yet",
        missing="Something is missing below.",
    ),
    ES: Asked(
        sign="Firmar",
        change="Cambiarlo",
        cancel="Cancelar",
        why="Nada queda firmado hasta que se oprime el botón de abajo",
        sheet="Hoja para dibujar la firma con el ratón, un lápiz o el dedo",
        undo="Quitar la última línea",
        clear="Borrar todo",
        each="Una firma para cada documento marcado; en un aviso, que lo recibió. Lo que no se marca sigue pendiente.",
        agreed="lo leí, o me lo leyeron, y estoy de acuerdo",
        was_given="me lo dieron para llevármelo, y lo leí, o me lo leyeron",
        for_them="Alguien firma en su lugar, o junto al cliente",
        beside="Testigo, intérprete",
        heading="Un permiso para compartir información",
        lead="Primero, qué dice; después lo leen juntos y ven lo que se vería; al final se firma, o no.",
        read="Leer el documento",
        refused="Así no se puede firmar",
        not_yet="Todavía no hay nada firmado",
        missing="Falta algo más abajo.",
        fields={
            "program": ("Programa", ""),
            "kind": ("Qué clase de permiso", ""),
            "who": (
                "A quién se le puede informar",
                "Para tratamiento, pago y administración se deja vacío: la ley misma dice a quiénes.",
            ),
            "purposes": ("Para qué", ""),
            "categories": ("Qué se puede compartir", ""),
            "labels": ("Y, porque el cliente lo dice, también lo marcado", "Un permiso general no llega a esto."),
            "last": ("Último día", ""),
            "at_discharge": ("Cuando salga del programa", "Termina por sí solo el día del alta."),
            "event": ("O qué lo termina", "Por ejemplo: que se cierre este asunto."),
            "members": (
                "Y a quiénes puede pasarlo una red de intercambio",
                "Solo para una red. Quien se una después no queda nombrado: pide un permiso nuevo.",
            ),
            "language": ("Idioma del documento", ""),
            "told": ("He leído este documento, o me lo leyeron, y sé que puedo retirar este permiso", ""),
            "taken_in": ("Cómo lo entiende", ""),
            "signer": ("Quién firma", ""),
            "signer_name": ("Su nombre, como firma", ""),
            "manner": ("Cómo firma", ""),
            "authority": ("Qué le permite firmar", ""),
            "evidence": ("Qué lo demuestra", "La orden y su fecha, el poder, el acta de nacimiento."),
            "authority_ends": ("Primer día en que ya no vale", ""),
            "second_name": (
                "Padre, madre o tutor que firma junto al cliente",
                "Donde la ley pide las dos firmas. Quien firma en lugar del cliente se nombra arriba.",
            ),
            "declined": (
                "Si no firman los avisos: qué se intentó y por qué no firmaron",
                "Solo para avisos. Todo lo demás se firma o sigue pendiente.",
            ),
            "witness": ("Testigo", ""),
            "interpreter": ("Intérprete", ""),
        },
        choices={
            "Choose…": "Elija…",
            "Nobody else signs": "Nadie más firma",
            Capacity.SAID_BACK: "Dijo con sus propias palabras lo que acepta",
            Capacity.WITH_HELP: "Lo entendió con ayuda: palabras más sencillas, tiempo, alguien a su lado",
            Capacity.IN_DOUBT: "En duda: ahora no",
            Signer.CLIENT: "El cliente",
            Signer.REPRESENTATIVE: "Alguien que por ley puede firmar en su lugar",
            Manner.TYPED: "Escribiendo el nombre",
            Manner.DRAWN: "Dibujando la firma",
            Manner.MARK: "Con una marca, ante un testigo",
            Manner.SPOKEN: "De palabra, ante un testigo",
            Authority.PARENT: "Es padre o madre de un menor de edad",
            Authority.GUARDIAN: "Es tutor por orden de un tribunal",
            Authority.HEALTH_CARE_AGENT: "Es representante para decisiones de salud",
            Authority.PERSONAL_REPRESENTATIVE: "Es representante personal de alguien que murió",
            "Nobody by name": "Nadie por su nombre",
            "Their circle": "Su círculo",
            "Organizations": "Organizaciones",
        },
        fields_own={
            "kind": {
                ConsentKind.TPO: "Tratamiento, pago y administración: un solo permiso para todo lo que venga",
                ConsentKind.NAMED: "Una persona u organización, para un fin",
                ConsentKind.COUNSELING_NOTES: "Las notas propias de un consejero (va solo)",
                ConsentKind.PROCEEDINGS: "Procesos legales (va solo)",
            },
            "purposes": PURPOSES_ES,
            "categories": CATEGORIES_ES,
            "labels": MARKED[ES],
        },
        errors={
            "This field is required.": "Falta esto.",
            "Enter a valid date.": "Escriba una fecha válida.",
            "Read it with them first.": "Léanlo juntos primero.",
            "Tick each paper that was read and agreed to, or given.": "Marque cada documento que leyó y acepta, o que recibió.",
            "The words changed since they were read. Read them again, and tick this anew.": (
                "El texto cambió después de leerse. Léanlo otra vez y márquelo de nuevo."
            ),
            "The words of a paper changed since it was read. Read it again.": (
                "El texto de un documento cambió después de leerse. Léanlo otra vez."
            ),
        },
    ),
}
