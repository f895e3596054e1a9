"""Calls to and fro across the end of a chunk of frames: mapped thousands of times without room, hardly ever within it."""

from __future__ import annotations

import resource
from collections.abc import Callable

from stepdown.config.room import in_a_large_room

CALLS, DEPTHS = 500, range(0, 400, 4)


def down(depth: int, then: Callable[[], None]) -> None:
    """Call `then` so many frames further down."""
    return down(depth - 1, then) if depth else then()


def to_and_fro() -> None:
    for _ in range(CALLS):
        down(20, lambda: None)


def pages_mapped(depth: int) -> int:
    """Pages of memory the system gave while calls went to and fro at a depth."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    down(depth, to_and_fro)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_without_room_some_depth_maps_a_chunk_at_each_call() -> None:
    """When this no longer holds, Python has mended it: take `stepdown.config.room` out."""
    assert max(map(pages_mapped, DEPTHS)) >= CALLS


def test_within_the_room_no_depth_does() -> None:
    found = in_a_large_room(lambda: [pages_mapped(depth) for depth in DEPTHS])
    assert sum(found) < CALLS


def test_what_is_done_there_comes_back() -> None:
    assert in_a_large_room(lambda: "done") == "done"
