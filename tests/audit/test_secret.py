"""A secret is kept under the newest key and opened by any; without its key it is told to be lost, never garbage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepdown.audit.secret import MARK, KeyLostError, KeyState, Safe, new_key

OLD, NEW, OTHER = new_key(), new_key(), new_key()
SEED = "SYNTHETIC234567"


@given(st.text())
def test_what_was_kept_is_shown_and_not_seen(secret: str) -> None:
    kept = Safe([NEW]).keep(secret)
    assert (Safe([NEW]).show(kept), kept.startswith(MARK)) == (secret, True)
    assert len(secret) < 5 or secret not in kept
    assert Safe([NEW]).keep(secret) != kept, "two that are alike do not look alike"


@pytest.mark.parametrize(
    ("kept_under", "keys", "state", "opens"),
    [
        ([OLD], [OLD], KeyState.NEWEST, True),
        ([OLD], [NEW, OLD], KeyState.OLDER, True),
        ([NEW, OLD], [NEW, OLD], KeyState.NEWEST, True),
        ([NEW, OLD], [OLD], KeyState.LOST, False),
        ([OLD], [NEW], KeyState.LOST, False),
        ([OLD], [NEW, OTHER], KeyState.LOST, False),
        ([], [NEW], KeyState.NONE, True),
    ],
)
def test_which_key_opens_what(kept_under: list[str], keys: list[str], state: KeyState, opens: bool) -> None:
    kept = Safe(kept_under).keep(SEED) if kept_under else SEED
    assert Safe(keys).state(kept) == state
    if opens:
        assert Safe(keys).show(kept) == SEED
        return
    with pytest.raises(KeyLostError, match="put back the one it was kept under") as error:
        Safe(keys).show(kept)
    assert (kept in str(error.value), error.value.__cause__) == (False, None)


def test_one_that_was_changed_opens_with_no_key() -> None:
    kept = Safe([NEW]).keep(SEED)
    for place in (len(MARK) + 2, len(kept) // 2, len(kept) - 8):
        changed = kept[:place] + ("A" if kept[place] != "A" else "B") + kept[place + 1 :]
        assert Safe([NEW]).state(changed) == KeyState.LOST


@pytest.mark.parametrize(
    ("keys", "said"), [([], "there is no key"), ([NEW, "short"], "key 2 is none"), ([""], "key 1 is none")]
)
def test_keys_that_are_none(keys: list[str], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Safe(keys)
    assert NEW not in repr(Safe([NEW]))
