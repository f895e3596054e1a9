"""The papers of an admission, word for word, in English and Spanish; our own words, grade six to eight.

They are version 1 of each, until an agency writes its own. They are never edited: what was signed stays as it was signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from stepdown.consent.terms.notice_text import NOTICES_IN
from stepdown.consent.terms.papers import PaperKind
from stepdown.consent.terms.wording import Wording, Wordings
from stepdown.kernel.dates import EN, ES

_ENGLISH: Mapping[PaperKind, str] = {
    PaperKind.TREATMENT: """Consent to treatment

I, {client}, agree to be treated at {program}.

I was told what the program is: groups, time alone with a counselor, and other help that we plan together. I was told what \
may help me, what may be hard, and what else I could do instead.

I may ask anything at any time. I may say no to any part of my care, and I may leave. If leaving could be dangerous to me, \
I will be told why, and helped to find other care.

If somebody is in danger, the staff will get help. 988 reaches a counselor at any hour, by call or text.

This holds for this admission, until it ends or until I take it back. I can take it back by saying so.""",
    PaperKind.TELEHEALTH: """Taking part by video

I, {client}, agree that I may take part in {program} by video.

Each time I say where I am, so that help can be sent to me if I need it. I sit where nobody else can see or hear the \
others, and I use headphones in a group. Nobody records, and nobody takes pictures.

If the connection fails, the program calls me. Video is not for emergencies: then I call 911, or 988.

I do not have to take part by video. If I take this back, we look for a way for me to come in person.""",
    PaperKind.TESTING: """Drug and alcohol tests

I, {client}, agree to be tested for drugs and alcohol at {program} as part of my care.

A test shows what to talk about. It is a tool of treatment and not a punishment, and one result alone does not end my care. \
I may tell beforehand what will be found, and I may ask that a result be confirmed by a laboratory.

Samples are collected with respect. Results are part of my record and are protected as all of it is: they go to nobody \
outside without my consent or a reason in the law.

I may say no to a test. Then we talk about what follows. I can take this agreement back by saying so.""",
    PaperKind.GROUP_CONFIDENTIALITY: """What is said in group

I, {client}, keep what I see and hear in the groups of {program} to myself.

I tell nobody outside who is here, or what they said. I do not record, take pictures, or post anything about others. I may \
speak about myself to whomever I like.

The law binds the staff. The others in the group promise, as I do; the program can not be sure that everybody keeps that \
promise, so I decide what I say.

If I hear that somebody is in danger, I tell the staff. That breaks no promise.""",
    PaperKind.SCHEDULE_COMMITMENT: """Coming to my hours

I, {client}, plan to come to {program} for the hours of my schedule.

I was shown my week, or will be before it begins. I come on time and stay to the end as well as I can. If I can not come, I \
tell the program beforehand, and we look for hours to make it up.

If something stands in the way, a ride, work, a child, I say so, and the program helps to solve it or to change my hours. \
Missing a session does not end my care by itself: somebody calls me first.""",
    PaperKind.FINANCIAL: """Paying for care

I, {client}, was told how my care at {program} is paid for.

I was told what my insurance or the program is expected to pay, what I may have to pay myself, and that an estimate can be \
wrong. I may ask for an estimate in writing, and ask about help with costs, at any time.

Nothing is told to my insurance without my consent or a reason in the law. If I pay for something in full myself, I may ask \
that my health plan not be told of it.

I tell the program when my insurance or my income changes. If I take this back, I still owe what I owed until then.""",
    PaperKind.GRIEVANCE_RIGHTS: """When something is wrong

I, {client}, was told what I can do at {program} when something is wrong.

I have the right to respect, to privacy, to take part in planning my care, and to see my record. I may complain about \
anything, aloud or in writing, to anybody who works here, and I may ask for help to do so. I will be told what came of it.

I may also complain outside: to the state agency that licenses the program and, about privacy, to the United States \
Department of Health and Human Services.

Nobody may treat me worse because I complained. I was told to whom I can turn here, and how.""",
}
_SPANISH: Mapping[PaperKind, str] = {
    PaperKind.TREATMENT: """Consentimiento para el tratamiento

Yo, {client}, acepto recibir tratamiento en {program}.

Me explicaron qué es el programa: grupos, tiempo a solas con un consejero y otra ayuda que planeamos juntos. Me explicaron \
qué puede ayudarme, qué puede ser difícil y qué otras opciones tengo.

Puedo preguntar lo que quiera en cualquier momento. Puedo decir que no a cualquier parte de mi atención, y puedo irme. Si \
irme puede ser peligroso para mí, me dirán por qué y me ayudarán a encontrar otra atención.

Si alguien está en peligro, el personal buscará ayuda. El 988 comunica con un consejero a cualquier hora, por llamada o \
mensaje.

Esto vale para este ingreso, hasta que termine o hasta que yo lo retire. Puedo retirarlo con decirlo.""",
    PaperKind.TELEHEALTH: """Participar por video

Yo, {client}, acepto que puedo participar en {program} por video.

Cada vez digo dónde estoy, para que puedan enviarme ayuda si la necesito. Me siento donde nadie más pueda ver ni oír a los \
demás, y uso audífonos en los grupos. Nadie graba y nadie toma fotos.

Si falla la conexión, el programa me llama. El video no es para emergencias: entonces llamo al 911 o al 988.

No tengo que participar por video. Si retiro esto, buscamos la manera de que yo venga en persona.""",
    PaperKind.TESTING: """Pruebas de drogas y alcohol

Yo, {client}, acepto pruebas de drogas y alcohol en {program} como parte de mi atención.

Una prueba muestra de qué hablar. Es una herramienta del tratamiento y no un castigo, y un solo resultado no termina mi \
atención. Puedo decir antes qué se va a encontrar, y puedo pedir que un laboratorio confirme un resultado.

Las muestras se toman con respeto. Los resultados son parte de mi expediente y están protegidos como todo lo demás: no se \
dan a nadie de afuera sin mi permiso o una razón en la ley.

Puedo decir que no a una prueba. Entonces hablamos de lo que sigue. Puedo retirar este acuerdo con decirlo.""",
    PaperKind.GROUP_CONFIDENTIALITY: """Lo que se dice en el grupo

Yo, {client}, guardo para mí lo que veo y oigo en los grupos de {program}.

No le digo a nadie de afuera quién está aquí ni qué dijo. No grabo, no tomo fotos y no publico nada sobre los demás. De mí \
puedo hablar con quien yo quiera.

La ley obliga al personal. Los demás del grupo prometen lo mismo que yo; el programa no puede asegurar que todos cumplan, \
así que yo decido lo que digo.

Si oigo que alguien está en peligro, se lo digo al personal. Eso no rompe ninguna promesa.""",
    PaperKind.SCHEDULE_COMMITMENT: """Venir a mis horas

Yo, {client}, pienso venir a {program} las horas de mi horario.

Me mostraron mi semana, o me la mostrarán antes de que empiece. Vengo a tiempo y me quedo hasta el final lo mejor que puedo. \
Si no puedo venir, aviso antes al programa, y buscamos horas para reponerlo.

Si algo lo impide, el transporte, el trabajo, un hijo, lo digo, y el programa ayuda a resolverlo o a cambiar mis horas. \
Faltar a una sesión no termina por sí solo mi atención: primero alguien me llama.""",
    PaperKind.FINANCIAL: """El pago de la atención

Yo, {client}, fui informado de cómo se paga mi atención en {program}.

Me dijeron qué se espera que pague mi seguro o el programa, qué puedo tener que pagar yo, y que un cálculo puede fallar. \
Puedo pedir un cálculo por escrito y preguntar por ayuda con los costos en cualquier momento.

No se le dice nada a mi seguro sin mi permiso o una razón en la ley. Si pago algo por completo yo mismo, puedo pedir que no \
se le informe a mi plan de salud.

Aviso al programa cuando cambian mi seguro o mis ingresos. Si retiro esto, sigo debiendo lo que debía hasta entonces.""",
    PaperKind.GRIEVANCE_RIGHTS: """Cuando algo está mal

A mí, {client}, me dijeron qué puedo hacer en {program} cuando algo está mal.

Tengo derecho al respeto, a la privacidad, a participar en el plan de mi atención y a ver mi expediente. Puedo quejarme de \
lo que sea, de palabra o por escrito, con cualquiera que trabaje aquí, y puedo pedir ayuda para hacerlo. Me dirán qué \
resultó.

También puedo quejarme afuera: con la agencia del estado que da la licencia al programa y, sobre la privacidad, con el \
Departamento de Salud y Servicios Humanos de los Estados Unidos.

Nadie puede tratarme peor porque me quejé. Me dijeron a quién puedo acudir aquí, y cómo.""",
}
_TEXTS = {EN: {**_ENGLISH, **NOTICES_IN[EN]}, ES: {**_SPANISH, **NOTICES_IN[ES]}}

BEGAN = date(2026, 2, 16)
"""The day from which notices have had to say what the rule of 2024 asks for (89 FR 12472); ours hold from then."""

OURS: Wordings = {kind: (Wording(kind, 1, BEGAN, _TEXTS[EN][kind], _TEXTS[ES][kind]),) for kind in PaperKind}
"""The words each paper begins with."""
