"""What keeps a client from signing, in Spanish: they read along. Grade six to eight."""

from __future__ import annotations

from collections.abc import Mapping

from stepdown.consent.terms import Blocker
from stepdown.kernel.dates import ES
from stepdown.web.desk.sentences.phrases import Sentences, text

SPOKEN: Mapping[str, Sentences] = {
    ES: {
        Blocker: {
            Blocker.STANDS_ALONE: text(
                "Las notas propias de un consejero y los procesos legales piden cada uno su propio permiso, y el de tratamiento,"
                " pago y administración no nombra nada más."
            ),
            Blocker.NO_CATEGORY: text("Elija qué se puede compartir."),
            Blocker.NO_PURPOSE: text("Elija para qué es."),
            Blocker.NO_RECIPIENT: text("Elija una persona u organización a quien se le puede informar."),
            Blocker.NO_END: text("Diga el día en que termina, o qué lo termina, como el fin del tratamiento."),
            Blocker.ENDS_IN_THE_PAST: text("El día en que termina ya pasó. Elija uno que esté por venir."),
            Blocker.NOT_SIGNED: text("No está firmado. Falta el nombre de quien firma."),
            Blocker.NOT_IN_THE_CIRCLE: text(
                "Esa persona ya no está en el círculo del cliente. Primero agréguela allí."
            ),
            Blocker.RIGHTS_NOT_TOLD: text(
                "Primero lean los derechos: el permiso se puede retirar, y la atención no depende de él."
            ),
            Blocker.NO_PAPER: text("Marque cada documento que leyó y acepta."),
            Blocker.NO_RELATION: text(
                "Diga qué le permite a alguien firmar por el cliente: madre o padre, tutor, representante."
            ),
            Blocker.NO_EVIDENCE: text(
                "Diga qué demuestra que puede firmar: la orden, el poder, el acta de nacimiento."
            ),
            Blocker.AUTHORITY_OVER: text("Su derecho a firmar por el cliente ya terminó."),
            Blocker.NOT_DRAWN: text("Todavía no hay nada dibujado. Dibuje la firma, o escriba el nombre."),
            Blocker.NO_WITNESS: text("Una marca, o un sí que solo se dice, pide el nombre de un testigo."),
            Blocker.MUST_BE_WRITTEN: text(
                "Un permiso para compartir información se da por escrito: decirlo no basta (42 CFR 2.31)."
            ),
            Blocker.CLIENT_MUST_SIGN: text(
                "Esto lo firma el cliente: lo decide sin nadie más, o no se sabe si es mayor de edad. Ni su madre ni su padre"
                " firman en su lugar."
            ),
            Blocker.PARENT_MUST_SIGN: text("Por la ley de este estado, esto lo firma la madre, el padre o el tutor."),
            Blocker.BOTH_MUST_SIGN: text(
                "Por la ley de este estado, esto lo firman el cliente y también la madre, el padre o el tutor."
            ),
            Blocker.CAPACITY_IN_DOUBT: text(
                "No se firma nada mientras haya duda de que lo entiende. Pida que lo vea un clínico e inténtelo más tarde."
            ),
            Blocker.NEEDS_INTERPRETER: text(
                "No habla el idioma en que está escrito. Elija otro idioma, o diga quién interpreta."
            ),
            Blocker.NO_MEMBERS: text(
                "Una red de intercambio pasa los registros a otros, así que el permiso debe decir a cuáles de sus miembros, o a"
                " quienes atienden al cliente."
            ),
            Blocker.NOT_A_MEMBER: text(
                "Alguien de los nombrados no es miembro de esa red hoy. Vean sus miembros y elijan otra vez."
            ),
            Blocker.SENT_TWICE: text("Esto se firmó hace un momento. Queda una sola vez, y vale."),
            Blocker.NOTHING_DECLINED: text(
                "Marque el aviso que se entregó. Solo un aviso se puede entregar sin que se firme que se recibió."
            ),
        },
    }
}
"""Language, then what stands in the way; what is not here is said in English."""
