"""What is asked where somebody signs, in the languages of the papers beside English; grade six to eight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stepdown.consent.terms import Authority, Capacity, Manner, Signer
from stepdown.kernel.dates import EN, ES


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of signing: of the card, of the sheet to draw on, and, where they are not those of the form itself, label
    and help of each field and what is chosen there, by value or by its English words.
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
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)


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
        fields={
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
        },
    ),
}
