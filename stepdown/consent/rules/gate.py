"""The one gate: may this be told to them, for that, today? Deny is the default; unresolved means protected.

An item passes when one thing carries it: that it is the client's own, that it is needed inside the programme, a
consent, the law of ordinary health records where it is ordinary, or an exception with its evidence. So one consent
more never takes an allow away, and one revoked never gives one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from stepdown.consent.rules.exceptions import ABOVE_RESTRICTIONS, missing
from stepdown.consent.rules.exchanges import is_no_member, misses_recipient
from stepdown.consent.rules.legal import held
from stepdown.consent.rules.signatures import binds
from stepdown.consent.terms import (
    BY_NAME,
    TPO,
    Ask,
    Basis,
    Category,
    ConsentFact,
    ConsentKind,
    Decides,
    Decision,
    Grant,
    Item,
    Known,
    Label,
    Notice,
    Purpose,
    Reason,
    Recipient,
    RecipientKind,
    Restriction,
    Withheld,
)

WITHOUT_CONSENT_BY_HIPAA = {
    Purpose.TREATMENT: frozenset(
        {RecipientKind.TREATING_PROVIDER, RecipientKind.MEDICAL_PERSONNEL, RecipientKind.INTERMEDIARY}
    ),
    Purpose.PAYMENT: frozenset({RecipientKind.PAYER, RecipientKind.TREATING_PROVIDER}),
    Purpose.OPERATIONS: frozenset(),
}
"""Who may have ordinary records for what without a consent (45 CFR 164.506(c)); never ours that are protected.

Operations pass to a service organisation only, by its agreement.
"""


def decide(ask: Ask, known: Known) -> Decision:
    """What of `ask` may be told, by what is on file about the client."""
    answers = [_answer(ask, item, known) for item in sorted(ask.items, key=_order)]
    granted = tuple(one for one in answers if isinstance(one, Grant))
    return Decision(
        granted=granted,
        withheld=tuple(one for one in answers if isinstance(one, Withheld)),
        notice=_notice(ask, granted),
    )


def decide_now(ask: Ask, known: Known) -> Decision:
    """As `decide`, at `ask.at` or at the latest revocation on file, whichever is later.

    A question may wait while a consent it would rest on is taken back: what is on file when it is answered has happened.
    """
    return decide(replace(ask, at=max([ask.at, *(one.revoked_at for one in known.consents if one.revoked_at)])), known)


def item(category: Category) -> Item:
    """An item of a category, with the label its kind brings along."""
    own = category == Category.COUNSELING_NOTES
    return Item(category, frozenset({Label.COUNSELING_NOTE}) if own else frozenset())


def protected(part2: bool, item: Item) -> bool:
    """Whether an item is Part 2: everything a Part 2 programme holds is, and what bears the label wherever it is."""
    return part2 or Label.PART2 in item.labels


def counseling_note(item: Item) -> bool:
    """Whether an item is a counsellor's own note, by category or by label."""
    return item.category == Category.COUNSELING_NOTES or Label.COUNSELING_NOTE in item.labels


def lacks(consent: ConsentFact, ask: Ask, item: Item) -> frozenset[Reason]:
    """Everything that keeps this consent from carrying this item; empty: it does."""
    checks = (
        (Reason.INCOMPLETE, bool(consent.lacking)),
        (Reason.NOT_YET, ask.at < consent.starts),
        (Reason.EXPIRED, consent.ends is not None and ask.at >= consent.ends),
        (Reason.REVOKED, consent.revoked_at is not None and ask.at >= consent.revoked_at),
        (Reason.OTHER_DISCLOSER, consent.program != ask.program),
        (Reason.OTHER_PURPOSE, ask.purpose not in consent.purposes),
        (Reason.CATEGORY_NOT_NAMED, item.category not in consent.categories),
        (Reason.LABEL_NOT_NAMED, not (item.labels & BY_NAME) <= consent.labels),
        (Reason.NEEDS_ITS_OWN_CONSENT, _own_kind(ask, item) not in (None, consent.kind)),
    )
    missed = misses_recipient(consent, ask)
    return frozenset(reason for reason, found in checks if found) | ({missed} if missed else frozenset())


def _own_kind(ask: Ask, item: Item) -> ConsentKind | None:
    """The kind of consent that alone can carry this; None: an ordinary one does."""
    if ask.purpose == Purpose.PROCEEDINGS:
        return ConsentKind.PROCEEDINGS
    return ConsentKind.COUNSELING_NOTES if counseling_note(item) else None


def _answer(ask: Ask, item: Item, known: Known) -> Grant | Withheld:
    if ask.recipient.kind == RecipientKind.CLIENT:
        return (
            Withheld(item, frozenset({Reason.NOT_FOR_ACCESS})) if counseling_note(item) else Grant(item, Basis.CLIENT)
        )
    if held(ask, known):
        return _held(ask, item, known)
    if ask.exception in ABOVE_RESTRICTIONS:
        return _by_exception(ask, item, known)
    if _restricted(ask, item, known.restrictions):
        return Withheld(item, frozenset({Reason.RESTRICTED}))
    if ask.exception is not None:
        return _by_exception(ask, item, known)
    if ask.recipient.kind == RecipientKind.PROGRAM_STAFF:
        needed = ask.purpose in TPO and not counseling_note(item)
        return Grant(item, Basis.INTERNAL) if needed else Withheld(item, frozenset({Reason.NOT_NEEDED_FOR_THE_WORK}))
    return _by_consent(ask, item, known)


def _by_exception(ask: Ask, item: Item, known: Known) -> Grant | Withheld:
    reasons, evidence = missing(ask, item, known)
    return Withheld(item, reasons, evidence) if reasons else Grant(item, Basis.EXCEPTION, exception=ask.exception)


def _held(ask: Ask, item: Item, known: Known) -> Withheld:
    """Withheld until compliance decides; what an order that is claimed lacks besides is told too."""
    lacking = missing(ask, item, known) if ask.exception is not None else (frozenset(), frozenset())
    return Withheld(item, lacking[0] | {Reason.FOR_COMPLIANCE}, lacking[1])


def _by_consent(ask: Ask, item: Item, known: Known) -> Grant | Withheld:
    if is_no_member(ask, known):
        return Withheld(item, frozenset({Reason.NOT_A_MEMBER}))
    who = known.deciding.of(part2=protected(ask.part2, item))
    found = sorted(
        (len(reasons), one.id, reasons) for one in known.consents for reasons in [_lacks(one, ask, item, who)]
    )
    if found and found[0][0] == 0:
        return Grant(item, Basis.CONSENT, consent=found[0][1])
    if _ordinary(ask, item):
        if ask.recipient.kind != RecipientKind.PAYER or who not in {Decides.MINOR, Decides.UNKNOWN}:
            return Grant(item, Basis.HIPAA)
        return Withheld(item, frozenset({Reason.WOULD_REACH_PARENTS}))
    return Withheld(item, found[0][2] if found else frozenset({Reason.NO_CONSENT}))


def _lacks(consent: ConsentFact, ask: Ask, item: Item, who: Decides) -> frozenset[Reason]:
    """What keeps this consent from carrying this item, where `who` decides today about what is told."""
    unsigned = not binds(who, consent.signers, consent.authority)
    return lacks(consent, ask, item) | (frozenset({Reason.NOT_SIGNED_BY_WHO_DECIDES}) if unsigned else frozenset())


def _ordinary(ask: Ask, item: Item) -> bool:
    """Whether the law of ordinary health records lets it pass: not Part 2, no label, and treatment or payment."""
    return not (
        protected(ask.part2, item) or item.labels or counseling_note(item) or ask.recipient.through
    ) and ask.recipient.kind in WITHOUT_CONSENT_BY_HIPAA.get(ask.purpose, frozenset())


def _restricted(ask: Ask, item: Item, restrictions: Iterable[Restriction]) -> bool:
    return any(
        item.category in one.categories
        and (not one.purposes or ask.purpose in one.purposes)
        and _meant(one, ask.recipient)
        and (item.on is None or (one.first or date.min) <= item.on < (one.until or date.max))
        for one in restrictions
    )


def _meant(restriction: Restriction, to: Recipient) -> bool:
    """Whether a restriction is about this recipient. One whose name nobody says might be the one that is named."""
    kinds = {to.kind} | ({RecipientKind.INTERMEDIARY} if to.through else set())
    if kinds & restriction.kinds and not (restriction.recipients and to.who):
        return True
    return bool({to.who, to.through} & restriction.recipients)


def _notice(ask: Ask, granted: Iterable[Grant]) -> Notice:
    """The statement of 42 CFR 2.32 goes along whenever something protected leaves by a consent."""
    told = any(one.basis == Basis.CONSENT and protected(ask.part2, one.item) for one in granted)
    return Notice.REDISCLOSURE if told else Notice.NONE


def _order(item: Item) -> tuple[int, tuple[str, ...], date]:
    return tuple(Category).index(item.category), tuple(sorted(item.labels)), item.on or date.min
