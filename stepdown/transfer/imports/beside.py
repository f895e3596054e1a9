"""A second connection, so that people see how far a run is while its one transaction is still open."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self, TypeVar

from django.db import connections

T = TypeVar("T")


class Beside:
    """Calls actions in a thread of its own, where Django has a connection of its own; each commits at once."""

    def __enter__(self) -> Self:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.submit(connections.close_all)
        self._thread.shutdown()

    def do(self, what: Callable[..., T], **named: object) -> T:
        """What it returns; raises what it raises."""
        return self._thread.submit(what, **named).result()
