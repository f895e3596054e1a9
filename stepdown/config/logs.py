"""Log lines that cannot carry client data: events and ids, never parameters, bodies or exception texts."""

from __future__ import annotations

import logging

import structlog

_SAFE = {"event", "level", "logger", "timestamp", "request", "status_code", "exception_type", "where", "action"}


def drop_client_data(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Keep known-safe keys only, and of an exception its type and place, not its text."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord) and record.exc_info and record.exc_info[0]:
        event["exception_type"] = record.exc_info[0].__name__
        event["where"] = _where(record.exc_info[2])
    return {key: value for key, value in event.items() if key in _SAFE or key.startswith("_")}


def _where(traceback: object) -> str:
    """The innermost frame of ours: file and line."""
    place = ""
    while traceback is not None:
        code = traceback.tb_frame.f_code  # type: ignore[attr-defined]
        if "stepdown" in code.co_filename or not place:
            place = f"{code.co_filename.rpartition('stepdown/')[2]}:{traceback.tb_lineno}"  # type: ignore[attr-defined]
        traceback = traceback.tb_next  # type: ignore[attr-defined]
    return place


def _message(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Third-party messages are logged as their template: `%s` stays `%s`, so no value slips through."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        event["event"] = str(record.msg)[:200]
    return event


def formatter() -> logging.Formatter:
    """The one formatter of the console handler."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
        ],
        processors=[
            _message,
            drop_client_data,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        pass_foreign_args=False,
    )
