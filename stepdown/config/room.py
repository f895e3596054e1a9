"""Room for the calls of a page, taken once, instead of by the piece thousands of times.

CPython (3.11 to 3.13 at least) keeps the frames of Python calls in chunks of 16 KB, maps a chunk when a call does not fit
into the last one, and gives it back to the system as soon as that call returns. A template that draws hundreds of rows
calls to and fro across such an end thousands of times when it happens to lie at the wrong depth: up to 40% of the
processor time of Today went into mapping memory. A frame that asks for much makes the chunk so large that everything
below fits into what is left of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

Answer = TypeVar("Answer")
PLACES = 15_600
"""8 bytes each: a little more than half of 256 KB, so that this is what CPython maps, and 128 KB are left for the rest."""


def in_a_large_room(do: Callable[[], Answer]) -> Answer:
    """`do()`, with room for the frames of all it calls."""
    return do()


in_a_large_room.__code__ = in_a_large_room.__code__.replace(co_stacksize=PLACES)


class RoomMiddleware:
    """Answers every request in a large room; the outermost, so that all the others are inside."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return in_a_large_room(lambda: self.get_response(request))
