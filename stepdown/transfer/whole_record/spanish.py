"""Headings and first words of the record to read, in Spanish; what stands under them is as it was written."""

from __future__ import annotations

from collections.abc import Mapping

from stepdown.transfer.whole_record.table import Chapter

TITLE = "Expediente completo"
HEAD = "{name}, número de expediente {number}"
SYNTHETIC = "Todos los datos de este expediente son ficticios."
FOOT = "Solo para la persona a quien se le entregó."
EVERY_LINE = "En cada línea: "
LEAD = (
    (
        "Este es su expediente. Los títulos están en español; lo demás está como se escribió, casi siempre en inglés. Si algo no"
        " se entiende, pida que se lo lean en español."
    ),
    "Las notas propias de un consejero se guardan aparte y no están aquí. Las horas son las del reloj de la sede.",
    "Lo que se retiró o se corrigió sigue a la vista, y lo dice.",
)
"""Above the same in English."""

CHAPTERS: Mapping[Chapter, str] = {
    Chapter.PERSON: "Acerca de usted",
    Chapter.CIRCLE: "Las personas cercanas a usted y cómo comunicarse con usted",
    Chapter.JOURNEY: "Su camino hasta aquí",
    Chapter.PLAN: "Lo que se ordenó, y quién está en su equipo",
    Chapter.SCHEDULE: "Su horario",
    Chapter.ATTENDANCE: "Cuándo estuvo aquí",
    Chapter.SAFETY: "Seguridad",
    Chapter.COVERAGE: "Seguro",
    Chapter.CONSENTS: "Lo que usted firmó, y qué se dijo a quién",
    Chapter.REQUESTS: "Lo que usted pidió sobre su expediente",
}
TABLES: Mapping[str, str] = {
    "people.Client": "Usted",
    "people.Way": "Teléfonos y direcciones",
    "people.Contact": "Personas cercanas a usted",
    "people.ContactAttempt": "Llamadas",
    "people.CareTeamMember": "Su equipo",
    "people.EmergencyFact": "Hoja de emergencia",
    "people.ChartPass": "Abierto con un motivo por alguien fuera de su equipo",
    "episode.Step": "Pasos",
    "episode.TakenBack": "Pasos que se anularon",
    "episode.Episode": "Períodos de atención",
    "episode.LevelOfCareStay": "Niveles de atención",
    "episode.Hold": "Ausencias por un tiempo",
    "episode.AdmissionData": "Lo que se preguntó al ingreso y al alta",
    "episode.SubstanceUse": "Sustancias por las que se preguntó al ingreso",
    "plan.Prescription": "Órdenes de horas",
    "plan.PrescribedService": "Lo que se ordenó por semana",
    "reminder.Reminder": "Recordatorios",
    "reminder.DayBefore": "Quiso un recordatorio el día antes",
    "schedule.TrackEnrollment": "Programas por etapas",
    "schedule.Enrollment": "Grupos",
    "schedule.ClientAvailability": "Horas en que puede venir",
    "schedule.Participant": "Lugares en sesiones",
    "schedule.SessionGuest": "Personas que trajo",
    "session.Visit": "Visitas",
    "session.VideoJoining": "Por video",
    "session.Segment": "Minutos en sesiones",
    "session.Away": "Veces que se le pidió salir de una sesión",
    "session.Said": "Lo que dijo quien dirige un grupo",
    "session.Missed": "Motivos por los que no vino",
    "coverage.Authorization": "Autorizaciones",
    "coverage.AuthorizedUnits": "Unidades autorizadas",
    "coverage.ReviewContact": "Conversaciones con el seguro",
    "consent.Consent": "Permisos para compartir información",
    "consent.EventHappened": "Permisos que terminaron con un hecho",
    "consent.Signature": "Firmas",
    "consent.CopyGiven": "Copias que recibió de lo que firmó",
    "consent.Revocation": "Permisos que retiró",
    "consent.Paper": "Documentos del ingreso",
    "consent.Withdrawal": "Documentos que retiró",
    "consent.ListAsked": "Listas que pidió a redes de intercambio",
    "consent.RestrictionRequest": "Lo que pidió que no se dijera",
    "consent.RestrictionAnswer": "Nuestras respuestas a eso",
    "consent.Disclosure": "Lo que se preguntó y lo que se dijo",
    "privacy.Request": "Lo que pidió",
    "privacy.Extension": "Contestado más tarde, y por qué",
    "privacy.Answer": "Respuestas",
    "privacy.Statement": "Declaraciones sobre una corrección negada",
}
