"""How the seeds of second factors are kept. The rows are django-allauth's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from allauth.mfa.models import Authenticator

from stepdown.audit.secret import KeyState, Safe

SEEDS = ("secret", "seed")
"""Where django-allauth puts what an app's codes and the recovery codes are made from. A security key has none."""


def secrets_kept(keys: Sequence[str]) -> Counter[KeyState]:
    """How many secrets stand under the first of `keys`, under an older one, under none, or under one that is lost."""
    safe = Safe(keys)
    return Counter(
        safe.state(data[name])
        for data in Authenticator.objects.values_list("data", flat=True).iterator()
        for name in SEEDS
        if name in data
    )
