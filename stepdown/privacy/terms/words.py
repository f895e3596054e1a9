"""Words of requests about one's own record."""

from __future__ import annotations

from enum import StrEnum


class RequestKind(StrEnum):
    """What the law lets a person ask about their record."""

    ACCESS = "access"
    """To see it, or have a copy (45 CFR 164.524; 42 CFR 2.23)."""
    AMENDMENT = "amendment"
    """To have something in it put right (45 CFR 164.526)."""
    ACCOUNTING = "accounting"
    """To read what was told to whom (45 CFR 164.528; 42 CFR 2.25)."""


class Known(StrEnum):
    """How we know that who asks is who they say (45 CFR 164.514(h))."""

    KNOWN_HERE = "known_here"
    """Whoever took it in knows them."""
    PHOTO_PAPER = "photo_paper"
    """A paper with their picture was seen."""
    FACTS_SAID = "facts_said"
    """Name, date of birth and address, said without help."""
    LEGAL_PAPER = "legal_paper"
    """A paper that lets somebody act for the client was seen."""


class Form(StrEnum):
    """How the person wants the record (45 CFR 164.524(c)(2))."""

    FILES = "files"
    """One file: to read, and for another program."""
    PAPER = "paper"
    LOOK = "look"
    """To look at it here."""


class Outcome(StrEnum):
    """How a request ended."""

    GIVEN = "given"
    IN_PART = "in_part"
    """Given, save what a ground keeps back."""
    ACCEPTED = "accepted"
    """The amendment was made."""
    DENIED = "denied"
    WITHDRAWN = "withdrawn"
    """The client wants it no more, or it was written down by mistake."""


class Ground(StrEnum):
    """Why something asked for is denied: nothing else may be a reason."""

    COUNSELING_NOTES = "counseling_notes"
    """45 CFR 164.524(a)(1)(i)."""
    FOR_PROCEEDINGS = "for_proceedings"
    """Gathered for a lawsuit (45 CFR 164.524(a)(1)(ii))."""
    PROMISED_SOURCE = "promised_source"
    """Somebody told us under a promise, and would be known by it (45 CFR 164.524(a)(2)(v))."""
    ENDANGERS = "endangers"
    """Somebody's life or safety, as a licensed professional judges (45 CFR 164.524(a)(3)(i)). May be reviewed."""
    HARMS_ANOTHER = "harms_another"
    """It speaks of somebody else, and would harm them (45 CFR 164.524(a)(3)(ii)). May be reviewed."""
    REPRESENTATIVE_HARMS = "representative_harms"
    """Given to whoever asks for the client, it would harm somebody (45 CFR 164.524(a)(3)(iii)). May be reviewed."""
    NOT_OURS = "not_ours"
    """Somebody else wrote it, and can still be asked (45 CFR 164.526(a)(2)(i))."""
    NOT_IN_THE_RECORD = "not_in_the_record"
    """45 CFR 164.526(a)(2)(ii)."""
    NO_ACCESS = "no_access"
    """What the client could not have access to (45 CFR 164.526(a)(2)(iii))."""
    RIGHT_AS_IT_IS = "right_as_it_is"
    """Accurate and complete (45 CFR 164.526(a)(2)(iv))."""


REVIEWABLE = frozenset({Ground.ENDANGERS, Ground.HARMS_ANOTHER, Ground.REPRESENTATIVE_HARMS})
"""A licensed professional who did not deny it looks again when the person asks (45 CFR 164.524(a)(3) and (4))."""


class Says(StrEnum):
    """Who says something to a denied amendment (45 CFR 164.526(d))."""

    DISAGREEMENT = "disagreement"
    """The client."""
    REBUTTAL = "rebuttal"
    """Us."""


class Standing(StrEnum):
    """Where a request stands."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    OPEN = "open"
    ANSWERED = "answered"


class RequestBlocker(StrEnum):
    """What stands in the way of taking a request in, or of answering it. Doors word each one."""

    NOBODY_NAMED = "nobody_named"
    NO_RELATION = "no_relation"
    NO_LEGAL_PAPER = "no_legal_paper"
    NOT_RECEIVED_YET = "not_received_yet"
    NOTHING_WRONG_SAID = "nothing_wrong_said"
    NOTHING_RIGHT_SAID = "nothing_right_said"
    NOT_IN_THE_CIRCLE = "not_in_the_circle"
    ANSWERED_ALREADY = "answered_already"
    EXTENDED_ALREADY = "extended_already"
    NOT_TOLD_THEN = "not_told_then"
    """Nobody is told of an extension before they asked, or on a day to come."""
    TOO_LATE_TO_EXTEND = "too_late_to_extend"
    """The client has to be told within the first period (45 CFR 164.524(b)(2)(ii))."""
    NO_WORDS = "no_words"
    NO_GROUND = "no_ground"
    OTHER_GROUND = "other_ground"
    """A ground of another kind of request."""
    OTHER_OUTCOME = "other_outcome"
    """An end that this kind of request has not."""
    NO_COPY = "no_copy"
    NOT_SAID_HOW = "not_said_how"
    """How it reached the person."""
    NOT_ACCESS = "not_access"
    """A copy is made for a request to have one."""
    NOT_DENIED = "not_denied"
    SAID_ALREADY = "said_already"
    DISAGREEMENT_FIRST = "disagreement_first"
    NOT_WITHDRAWN = "not_withdrawn"
