"""Words of consent: what may be told, to whom, for what, and what keeps it from leaving."""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """What a disclosure is for."""

    TREATMENT = "treatment"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    SUPPORT = "support"
    """People close to the client help."""
    HOUSING = "housing"
    WORK_OR_SCHOOL = "work_or_school"
    BENEFITS = "benefits"
    JUSTICE_SUPERVISION = "justice_supervision"
    """Those who made treatment a condition hear how it goes (42 CFR 2.35)."""
    PROCEEDINGS = "proceedings"
    """Civil, criminal, administrative or legislative proceedings against the client (42 CFR 2.31(d))."""
    RESEARCH = "research"
    AUDIT = "audit"
    PUBLIC_HEALTH = "public_health"
    FUNDRAISING = "fundraising"
    REPORT_REQUIRED_BY_LAW = "report_required_by_law"
    OWN_REQUEST = "own_request"


TPO = frozenset({Purpose.TREATMENT, Purpose.PAYMENT, Purpose.OPERATIONS})
"""Treatment, payment and health care operations: one consent may cover all future ones (42 CFR 2.31(a)(4)(i))."""


class RecipientKind(StrEnum):
    """What a recipient is to the client or to us."""

    CLIENT = "client"
    PROGRAM_STAFF = "program_staff"
    TREATING_PROVIDER = "treating_provider"
    PAYER = "payer"
    SERVICE_ORGANIZATION = "service_organization"
    """A host, laboratory, biller or counsel that helps run the programme (42 CFR 2.11)."""
    INTERMEDIARY = "intermediary"
    """Passes records on among its members: a health information exchange (42 CFR 2.11)."""
    MEDICAL_PERSONNEL = "medical_personnel"
    FAMILY = "family"
    RECOVERY_RESIDENCE = "recovery_residence"
    EMPLOYER_OR_SCHOOL = "employer_or_school"
    BENEFITS_AGENCY = "benefits_agency"
    JUSTICE = "justice"
    COURT_OR_COUNSEL = "court_or_counsel"
    LAW_ENFORCEMENT = "law_enforcement"
    CHILD_PROTECTION = "child_protection"
    MEDICAL_EXAMINER = "medical_examiner"
    AUDITOR = "auditor"
    RESEARCHER = "researcher"
    PUBLIC_HEALTH = "public_health"


class Label(StrEnum):
    """What makes a record more than ordinarily private, put on it when it is written."""

    PART2 = "part2"
    """Treatment of a substance use disorder by a Part 2 programme, or a record of it received from one."""
    MENTAL_HEALTH = "mental_health"
    HIV = "hiv"
    REPRODUCTIVE = "reproductive"
    COUNSELING_NOTE = "counseling_note"
    RESTRICTED = "restricted"
    """The client asked that it go to nobody unless they say so again, and we agreed (45 CFR 164.522(a))."""


BY_NAME = frozenset({Label.MENTAL_HEALTH, Label.HIV, Label.REPRODUCTIVE, Label.RESTRICTED})
"""Labels a consent must name: a general one does not reach them."""


class ConsentKind(StrEnum):
    """The kinds of consent to a disclosure. Those that stand alone are never combined with another."""

    TPO = "tpo"
    """One consent for all future treatment, payment and operations (42 CFR 2.31(a)(4)(i))."""
    NAMED = "named"
    """To a recipient named, for a purpose named."""
    COUNSELING_NOTES = "counseling_notes"
    """Stands alone (42 CFR 2.31(b))."""
    PROCEEDINGS = "proceedings"
    """Stands alone (42 CFR 2.31(d))."""


class Signer(StrEnum):
    """Who signed (42 CFR 2.31(a)(8))."""

    CLIENT = "client"
    REPRESENTATIVE = "representative"
    """Somebody who may sign for them by law: a guardian, or for somebody who has died their personal representative."""


class AgreementKind(StrEnum):
    """What was agreed with a service organisation; one paper may be both."""

    QSOA = "qsoa"
    """Qualified service organization agreement (42 CFR 2.11)."""
    BAA = "baa"
    """Business associate agreement (45 CFR 164.504(e)). It carries nothing that is Part 2 by itself."""


class Blocker(StrEnum):
    """What stands in the way of signing, revoking or telling. Doors word each one."""

    STANDS_ALONE = "stands_alone"
    NO_CATEGORY = "no_category"
    NO_PURPOSE = "no_purpose"
    NO_RECIPIENT = "no_recipient"
    NO_END = "no_end"
    ENDS_IN_THE_PAST = "ends_in_the_past"
    NOT_SIGNED = "not_signed"
    NOT_IN_THE_CIRCLE = "not_in_the_circle"
    RIGHTS_NOT_TOLD = "rights_not_told"
    REVOKED_ALREADY = "revoked_already"
    ENDED_ALREADY = "ended_already"
    NAME_TAKEN = "name_taken"
    NAME_MISSING = "name_missing"
    ENDS_BEFORE_START = "ends_before_start"
    NO_CODES = "no_codes"
    LATER_EDITION = "later_edition"
    NO_PAPER = "no_paper"
    NO_RELATION = "no_relation"
    CAPACITY_IN_DOUBT = "capacity_in_doubt"
    NEEDS_INTERPRETER = "needs_interpreter"
    NOT_DRAWN = "not_drawn"
    NO_WITNESS = "no_witness"
    MUST_BE_WRITTEN = "must_be_written"
    NO_EVIDENCE = "no_evidence"
    AUTHORITY_OVER = "authority_over"
    CLIENT_MUST_SIGN = "client_must_sign"
    """They decide alone, or nobody knows whether they are of age: no parent signs instead."""
    PARENT_MUST_SIGN = "parent_must_sign"
    BOTH_MUST_SIGN = "both_must_sign"
    ONLY_TOLD = "only_told"
    """The paper says what the client was told: there is nothing to take back."""
    NO_MEMBERS = "no_members"
    """An intermediary passes records on: a consent to it names its members (42 CFR 2.31(a)(4)(ii))."""
    SENT_TWICE = "sent_twice"
    """The same was signed by the same person minutes ago: a second one would go on when the first is taken back."""
    NOT_A_MEMBER = "not_a_member"
    MEMBER_ALREADY = "member_already"
    ANSWERED_BEFORE_ASKED = "answered_before_asked"
    DAY_TO_COME = "day_to_come"
    ENDS_WITH_NO_EVENT = "ends_with_no_event"
    NOBODY_SAID_SO = "nobody_said_so"
    NOT_SAID = "not_said"
    NOT_A_PLAN = "not_a_plan"
    MUST_BE_KEPT = "must_be_kept"
    """What a client paid for in full themselves never goes to the health plan when they ask so (45 CFR 164.522(a)(1)(vi))."""
    ANSWERED_ALREADY = "answered_already"
    NOT_KEPT = "not_kept"
    NOTHING_DECLINED = "nothing_declined"
    """A reason not to acknowledge a notice, and no notice given."""
    WORDING_MISSING = "wording_missing"
    """A paper has words in every language, or none."""
    PLACE_MISSING = "place_missing"
    """Words that do not say who agrees, with whom, or since when a notice holds."""
    PLACE_UNKNOWN = "place_unknown"
    WORDING_STARTS_EARLIER = "wording_starts_earlier"
    """Before today, or before words written already: what held, held."""
    NOTHING_CHANGED = "nothing_changed"
    CHANGE_NOT_SAID = "change_not_said"


class Element(StrEnum):
    """What every consent to a disclosure must have (42 CFR 2.31(a)). One missing, and it is none."""

    CLIENT = "client"
    DISCLOSER = "discloser"
    RECIPIENT = "recipient"
    CATEGORIES = "categories"
    PURPOSE = "purpose"
    END = "end"
    """A date, or an event; "none" only for treatment, payment and operations."""
    RIGHT_TO_REVOKE = "right_to_revoke"
    SIGNATURE = "signature"
    DATE = "date"
    STATEMENTS = "statements"
    """Treatment, payment and operations: that a recipient may redisclose, and what follows from not signing."""
    MEMBERS = "members"
    """An intermediary: which of its members, or that treating ones only (42 CFR 2.31(a)(4)(ii))."""


class NamedException(StrEnum):
    """A way out that needs no consent, and its own evidence."""

    EMERGENCY = "emergency"
    """42 CFR 2.51."""
    RESEARCH = "research"
    """42 CFR 2.52."""
    AUDIT = "audit"
    """42 CFR 2.53."""
    SERVICE_AGREEMENT = "service_agreement"
    """42 CFR 2.11, 2.12(c)(4)."""
    DEATH = "death"
    """42 CFR 2.15(b)."""
    CHILD_ABUSE_REPORT = "child_abuse_report"
    """42 CFR 2.12(c)(6): the first report only."""
    CRIME_ON_PREMISES = "crime_on_premises"
    """42 CFR 2.12(c)(5): the act, and who, where and when; nothing of treatment."""
    COURT_ORDER = "court_order"
    """42 CFR 2.61 to 2.67: an order and a subpoena, never a subpoena alone."""


class Evidence(StrEnum):
    """What must be on file before an exception carries anything."""

    NATURE_OF_EMERGENCY = "nature_of_emergency"
    RECIPIENT_AND_AFFILIATION = "recipient_and_affiliation"
    WRITTEN_AGREEMENT = "written_agreement"
    BOARD_APPROVAL = "board_approval"
    LEGAL_DUTY = "legal_duty"
    FIRST_REPORT = "first_report"
    ACT_AND_PLACE = "act_and_place"
    ORDER = "order"
    SUBPOENA = "subpoena"
    TREATING_RELATIONSHIP = "treating_relationship"
    """That a member of an exchange treats the client (42 CFR 2.11): what a consent to its treating members rests on."""


class Basis(StrEnum):
    """What carries an allow."""

    CLIENT = "client"
    """The client's own record, to the client (42 CFR 2.23)."""
    INTERNAL = "internal"
    """Those inside the programme who need it for their work (42 CFR 2.12(c)(3))."""
    CONSENT = "consent"
    HIPAA = "hipaa"
    """Not Part 2: treatment, payment and operations without a consent (45 CFR 164.506)."""
    EXCEPTION = "exception"


class Reason(StrEnum):
    """Why something may not leave. Doors word each one."""

    NO_CONSENT = "no_consent"
    INCOMPLETE = "incomplete"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REVOKED = "revoked"
    OTHER_DISCLOSER = "other_discloser"
    OTHER_RECIPIENT = "other_recipient"
    OTHER_PURPOSE = "other_purpose"
    CATEGORY_NOT_NAMED = "category_not_named"
    LABEL_NOT_NAMED = "label_not_named"
    NEEDS_ITS_OWN_CONSENT = "needs_its_own_consent"
    NOT_THROUGH_AN_INTERMEDIARY = "not_through_an_intermediary"
    MEMBER_NOT_SAID = "member_not_said"
    """An intermediary is told for one of its members, never for itself."""
    NOT_A_MEMBER = "not_a_member"
    MEMBER_NOT_NAMED = "member_not_named"
    """The consent names other members: this one joined later, or was not meant."""
    NOT_TREATING = "not_treating"
    """The consent is for members who treat the client; nobody wrote down that this one does."""
    RESTRICTED = "restricted"
    NOT_SIGNED_BY_WHO_DECIDES = "not_signed_by_who_decides"
    """Somebody signed who does not decide: a parent for a minor who decides alone, or for a child who has come of age."""
    WOULD_REACH_PARENTS = "would_reach_parents"
    """A plan's letters go to whoever pays for it; a minor who decides alone must have said yes (42 CFR 2.14(b))."""
    NOT_FOR_ACCESS = "not_for_access"
    """Counselling notes are no part of what a client may inspect (45 CFR 164.524(a)(1))."""
    NOT_NEEDED_FOR_THE_WORK = "not_needed_for_the_work"
    BEYOND_THE_EXCEPTION = "beyond_the_exception"
    EVIDENCE_MISSING = "evidence_missing"
    SUBPOENA_ALONE = "subpoena_alone"
    FOR_COMPLIANCE = "for_compliance"
    """A legal request: compliance alone answers it."""


class Notice(StrEnum):
    """What goes along with a disclosure (42 CFR 2.32)."""

    NONE = "none"
    REDISCLOSURE = "redisclosure"
    """The statement against redisclosure, and the consent or its scope."""
