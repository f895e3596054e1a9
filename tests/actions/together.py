"""Several people who press a button at the same moment, each with a connection of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from django.db import connections

from stepdown.audit.terms import Refused

Run = Callable[..., list[str]]


@contextmanager
def together(people: int = 2) -> Iterator[Run]:
    """`run(*attempts)`, one for each of `people`: they start together; what came of each, in their order: "done", or why
    not.
    """

    def run(*attempts: Callable[[], object]) -> list[str]:
        start = Barrier(people)

        def outcome(attempt: Callable[[], object]) -> str:
            start.wait(timeout=60)
            try:
                attempt()
            except Refused as refused:
                return str(refused)
            return "done"

        return list(pool.map(outcome, attempts))

    with ThreadPoolExecutor(people) as pool:
        yield run
        run(*[connections.close_all] * people)
