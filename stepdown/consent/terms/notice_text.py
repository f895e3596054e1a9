"""The two notices given at admission, in English and Spanish; our own words, grade six to eight.

What each has to say: 42 CFR 2.22(b) and 45 CFR 164.520(b), as the rule of 2024 (89 FR 12472) aligned them. An agency writes
its own, with a telephone number in it, before it gives them to anybody.
"""

from __future__ import annotations

from collections.abc import Mapping

from stepdown.consent.terms.papers import PaperKind
from stepdown.kernel.dates import EN, ES

_ENGLISH: Mapping[PaperKind, str] = {
    PaperKind.NOTICE_PART2: """Your records here are protected by federal law

Notice of privacy practices of {program} for records of treatment for substance use. It says how information about you may be \
used and told to others, what your rights are, and how to complain. You have a right to a copy of it, on paper or by \
e-mail, and to talk about it with our privacy officer: ask anybody who works here.

What the law protects: that you are or were here, and everything we write down about your care (42 CFR part 2). We tell \
nobody outside unless you agree in writing, or the law itself allows it.

You may agree once to all future treatment, payment and running of the program. Then those who get your records may pass them \
on as the health privacy law (HIPAA) allows, but never use them against you in court. Your counselor's own notes need a \
consent of their own. You may take any consent back, in writing or by saying so; it stops from then on.

Without your consent we may tell only this: what those who work here need to care for you; what medical staff need in an \
emergency; what an organization needs that works for us and has promised in writing to protect it; that a child is harmed or \
neglected; a crime, or the threat of one, here or against those who work here; what research and audits need under strict \
rules; the cause of a death; and facts to public health offices that do not say who you are.

In court: your records, and what anybody could say about them, are not used against you in any civil, criminal, \
administrative or legislative proceeding unless you agree in writing, or a court orders it after a hearing or notice to you \
or to us, together with a subpoena.

If we ever want to raise money with the help of your records, you are asked first, and may say no.

You have the right to ask that we do not use or tell something, also after you agreed, and to have your health plan not told \
of what you paid for in full yourself; to a list of whom we told by your consent in the three years before; to a list of \
those whom a go-between told; and to choose not to hear from us about raising money.

We have to keep your records private, to give you this notice and do as it says, and to tell you when a breach touched your \
records. We may change it, for records we already have as well; then you are given the new one.

You may complain to us, and to the United States Department of Health and Human Services (hhs.gov/ocr/complaints). Nobody may \
treat you worse because you complained.

These words hold from {since}.""",
    PaperKind.NOTICE_OF_PRIVACY: """Notice of privacy practices

THIS NOTICE OF {program} DESCRIBES HOW MEDICAL INFORMATION ABOUT YOU MAY BE USED AND DISCLOSED AND HOW YOU CAN GET ACCESS TO \
THIS INFORMATION. PLEASE REVIEW IT CAREFULLY.

What we use it for: to treat you, for example when your nurse and your counselor talk; to be paid, for example to show your \
health plan which days you came; and to run the program, for example to check that care is good. Where your records are about \
substance use, a stricter law holds, and we ask you first: the other notice says how.

What the law lets or makes us do besides: help in an emergency; report that a child, or an adult who needs care, is harmed; \
answer health oversight, and the coroner; follow a court order that the law allows; help to prevent a serious and near danger; \
and do what workers' compensation, public health and other laws ask. Where a stricter law covers your records, it decides.

Everything else needs your written authorization, which you may take back: notes of psychotherapy, selling information, \
advertising. If we call you to remind you of a visit, we say no more than you agreed to.

You have the right to see your record and get a copy, within 30 days; to ask that it be corrected; to a list of whom we told \
in the six years before; to ask us to limit what we use or tell, and to have us keep from your health plan what you paid for \
in full yourself; to be reached in the way and at the place you choose; and to a copy of this notice.

Our duties: the law requires us to keep your information private, to give you this notice and to follow it, and to tell you \
if a breach touches your information. We may change it, for information we already have as well; the new one hangs here, and \
you may have it.

You may complain to our privacy officer: ask anybody who works here; or to the Secretary of Health and Human Services \
(hhs.gov/ocr/complaints). Nobody may treat you worse because you complained.

These words hold from {since}.""",
}
_SPANISH: Mapping[PaperKind, str] = {
    PaperKind.NOTICE_PART2: """La ley federal protege sus registros aquí

Aviso de prácticas de privacidad de {program} para los registros del tratamiento por uso de sustancias. Dice cómo se puede \
usar y comunicar la información sobre usted, cuáles son sus derechos y cómo presentar una queja. Usted tiene derecho a una \
copia, en papel o por correo electrónico, y a hablar de él con nuestro responsable de privacidad: pregunte a cualquiera que \
trabaje aquí.

Lo que la ley protege: que usted está o estuvo aquí, y todo lo que escribimos sobre su atención (42 CFR parte 2). No se lo \
decimos a nadie de afuera si usted no lo acepta por escrito o la ley misma no lo permite.

Usted puede aceptar una sola vez para todo el tratamiento, el pago y el funcionamiento del programa en el futuro. Entonces \
quienes reciben sus registros pueden pasarlos como lo permite la ley de privacidad de la salud (HIPAA), pero nunca usarlos en \
su contra en un tribunal. Las notas propias de su consejero necesitan un permiso aparte. Usted puede retirar cualquier \
permiso, por escrito o con decirlo; desde entonces ya no vale.

Sin su permiso solo podemos decir esto: lo que necesita quien trabaja aquí para atenderle; lo que necesita el personal médico \
en una emergencia; lo que necesita una organización que trabaja para nosotros y prometió por escrito protegerlo; que se \
maltrata o descuida a un niño; un delito, o la amenaza de uno, aquí o contra quienes trabajan aquí; lo que piden la \
investigación y las auditorías con reglas estrictas; la causa de una muerte; y a las oficinas de salud pública, datos que no \
dicen quién es usted.

En el tribunal: sus registros, y lo que alguien pueda decir de ellos, no se usan en su contra en ningún proceso civil, penal, \
administrativo o legislativo si usted no lo acepta por escrito o un tribunal no lo ordena, después de oírle o de avisarle a \
usted o a nosotros, junto con una citación.

Si alguna vez queremos reunir fondos con ayuda de sus registros, antes se le pregunta, y usted puede decir que no.

Usted tiene derecho a pedir que no usemos o no digamos algo, también después de haberlo aceptado, y a que no se informe a su \
plan de salud de lo que usted pagó por completo; a una lista de a quién dijimos algo con su permiso en los tres años \
anteriores; a una lista de a quién lo dijo un intermediario; y a no recibir avisos para reunir fondos.

Tenemos que mantener privados sus registros, darle este aviso y cumplirlo, y avisarle si una violación de seguridad tocó sus \
registros. Podemos cambiarlo, también para los registros que ya tenemos; entonces se le da el nuevo.

Usted puede quejarse con nosotros y con el Departamento de Salud y Servicios Humanos de los Estados Unidos \
(hhs.gov/ocr/complaints). Nadie puede tratarle peor porque se quejó.

Estas palabras valen desde el {since}.""",
    PaperKind.NOTICE_OF_PRIVACY: """Aviso de prácticas de privacidad

ESTE AVISO DE {program} DESCRIBE CÓMO SE PUEDE USAR Y DIVULGAR SU INFORMACIÓN MÉDICA Y CÓMO PUEDE USTED TENER ACCESO A ELLA. \
LÉALO CON CUIDADO.

Para qué la usamos: para tratarle, por ejemplo cuando hablan su enfermera y su consejero; para que se nos pague, por ejemplo \
al mostrar a su plan de salud qué días vino; y para que funcione el programa, por ejemplo al revisar que la atención sea \
buena. Cuando sus registros son sobre el uso de sustancias vale una ley más estricta y antes le preguntamos: el otro aviso \
dice cómo.

Lo que la ley además nos permite o nos obliga: ayudar en una emergencia; informar que se daña a un niño o a un adulto que \
necesita cuidado; responder a quien supervisa la salud y al médico forense; cumplir una orden de un tribunal que la ley \
permite; ayudar a evitar un peligro grave y cercano; y lo que piden la compensación de trabajadores, la salud pública y otras \
leyes. Donde una ley más estricta cubre sus registros, esa decide.

Todo lo demás necesita su autorización por escrito, y usted puede retirarla: las notas de psicoterapia, la venta de \
información, la publicidad. Si le llamamos para recordarle una visita, no decimos más de lo que usted aceptó.

Usted tiene derecho a ver su expediente y recibir una copia, dentro de 30 días; a pedir que se corrija; a una lista de a quién \
dijimos algo en los seis años anteriores; a pedir que limitemos lo que usamos o decimos, y a que no digamos a su plan de salud \
lo que usted pagó por completo; a que le busquemos de la manera y en el lugar que usted elija; y a una copia de este aviso.

Nuestros deberes: la ley nos obliga a mantener privada su información, a darle este aviso y cumplirlo, y a avisarle si una \
violación de seguridad toca su información. Podemos cambiarlo, también para la información que ya tenemos; el nuevo está aquí \
a la vista, y usted puede llevárselo.

Usted puede quejarse con nuestro responsable de privacidad: pregunte a cualquiera que trabaje aquí; o con el Secretario de \
Salud y Servicios Humanos (hhs.gov/ocr/complaints). Nadie puede tratarle peor porque se quejó.

Estas palabras valen desde el {since}.""",
}
NOTICES_IN: Mapping[str, Mapping[PaperKind, str]] = {EN: _ENGLISH, ES: _SPANISH}
"""Language → notice → its words under a title, with the name of the program and the day open."""
