"""Log lines that cannot carry client data: events and ids, never parameters, bodies or exception texts."""

from __future__ import annotations

import logging
from pathlib import Path
from types import TracebackType

import structlog

_SAFE = {"event", "level", "logger", "timestamp", "page", "status_code", "exception", "where"}
_REFUSED = "a request was refused"
"""Instead of Django's own words, which quote what the request said (its Host header, for one)."""
_PACKAGE = Path(__file__).resolve().parents[1]


def without_client_data(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Keep what cannot name anybody: the message before its values are put in, the page's route, the status.

    Of an exception its type and the place in our code stay; its text may quote what a person typed, so it goes.
    """
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        event["event"] = _wording(record, has_values=bool(event.get("positional_args")))
        event["status_code"] = getattr(record, "status_code", None)
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        event["page"] = match.view_name if match else None
    error = event.get("exc_info")
    if isinstance(error, tuple) and error[0]:
        event["exception"] = error[0].__name__
        event["where"] = place(error[2])
    return {key: value for key, value in event.items() if key.startswith("_") or (key in _SAFE and value is not None)}


def _wording(record: logging.LogRecord, *, has_values: bool) -> str:
    """A message before its values are put in; where it is said, when a library may have put them in already."""
    if record.name.startswith("django.security"):
        return _REFUSED
    if has_values or record.name.startswith("stepdown."):
        return str(record.msg)[:200]
    return f"said in {record.module}.py:{record.lineno}"


def place(traceback: TracebackType | None) -> str:
    """File and line of the innermost frame in our package, else of the innermost frame."""
    found = ""
    while traceback is not None:
        path = Path(traceback.tb_frame.f_code.co_filename)
        if path.is_relative_to(_PACKAGE):
            found = f"{path.relative_to(_PACKAGE)}:{traceback.tb_lineno}"
        elif not found:
            found = f"{path.name}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return found


def formatter() -> logging.Formatter:
    """The one formatter of the console handler."""
    return structlog.stdlib.ProcessorFormatter(
        pass_foreign_args=True,
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            without_client_data,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
    )
