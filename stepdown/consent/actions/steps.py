"""The parts that signing a consent and signing agreements share."""

from __future__ import annotations

from collections.abc import Iterator

from stepdown.consent.models import Signature
from stepdown.consent.terms import Manner, NewConsent, Signer, Sitting


def under(signed: NewConsent | Sitting, **of: int) -> Iterator[Signature]:
    """The signatures under one consent (`consent=7`) or agreement (`paper=7`), to be saved with it."""
    hand = signed.hand
    powers = {
        "authority": hand.authority or "",
        "evidence": hand.evidence.strip(),
        "authority_ends": hand.authority_ends,
    }
    own = signed.signer == Signer.CLIENT
    first = signed.taken_in if isinstance(signed, Sitting) else hand.taken_in
    ids = {f"{name}_id": number for name, number in of.items()}
    yield Signature(
        **ids,
        signer=signed.signer,
        name=signed.signer_name.strip(),
        manner=hand.manner,
        drawing=hand.drawing,
        taken_in=first or "",
        **({} if own else powers),
    )
    if own and hand.second_name.strip():
        manner = Manner.DRAWN if hand.second_drawing else Manner.TYPED
        yield Signature(
            **ids,
            signer=Signer.REPRESENTATIVE,
            name=hand.second_name.strip(),
            manner=manner,
            drawing=hand.second_drawing,
            **powers,
        )
