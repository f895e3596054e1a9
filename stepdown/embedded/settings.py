"""The server's settings, written to `postgresql.auto.conf` at each start (an argv would break at a space)."""

from pathlib import Path

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": "5432",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "logging_collector": "off",
    # An import is one transaction that locks each client it is about (docs/adr/0016).
    "max_locks_per_transaction": "256",
    "log_destination": "stderr",
    # The log must hold no client data. A failed statement and its values belong to the application, which gets the
    # error itself: ERROR is below LOG in this setting, so it is not written; FATAL and PANIC are, without detail.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_checkpoints": "off",
}
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def settings_text(sockets: Path, *, fast: bool) -> str:
    """Return the file's text. `fast` gives up durability: only for databases that are thrown away."""
    settings = SETTINGS | (FAST if fast else DURABLE) | {"unix_socket_directories": f'"{sockets}"'}
    lines = [f"{name} = '{_quoted(value)}'\n" for name, value in settings.items()]
    return "# Written by stepdown at each start; put your own settings into postgresql.conf.\n" + "".join(lines)


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")


def initdb_options(version: int) -> list[str]:
    """Return initdb's options for a UTF-8 cluster that sorts alike on every machine, for this major version."""
    options = ["--username=postgres", "--encoding=UTF8", "--auth-local=trust", "--auth-host=reject"]
    if version >= 17:  # the builtin provider is new in 17; before, C.UTF-8 comes from the C library
        return [*options, "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return [*options, "--locale=C.UTF-8"]
