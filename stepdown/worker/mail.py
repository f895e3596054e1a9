"""Mail on its way out: one message, plain text, handed to the mail server once.

What is sent was decided by `reminder.actions.take`, which asks the gate. A message is given back, to be tried again, when
the server surely did not take it; when the line ends while it is handed over, nobody can know, and it is not sent again.
Nothing of a message is logged but its number and the server's code: a server repeats addresses in its words.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from django.conf import settings

from stepdown.agency.queries import time_zone
from stepdown.audit.terms import Actor, NotFound, Refused
from stepdown.kernel.week import zone_of
from stepdown.people.queries import sites_of
from stepdown.reminder import actions, queries
from stepdown.reminder.terms import MAIL, Letter
from stepdown.worker.outbox import channel

SECONDS = 30
"""How long a mail server may take over one answer."""

log = logging.getLogger(__name__)


class NotTaken(Exception):
    """The server surely did not take the message; `code` is its answer, 0 when it gave none. `for_good`: it would not
    take it another time either (RFC 5321, 4.2.1).
    """

    def __init__(self, code: int = 0, *, for_good: bool = False) -> None:
        super().__init__(code)
        self.code, self.for_good = code, for_good


class Unknown(Exception):
    """The line ended after the message was handed over and before the server answered."""


@channel(MAIL)
def send(*, by: Actor, at: datetime, reminder: int) -> None:
    """Send one reminder, unless something speaks against it by now."""
    letter = actions.take(by=by, at=at, reminder=reminder)
    if letter is None:
        return
    try:
        hand_to_server(letter, settings.MAIL, at=at)
    except NotTaken as told:
        log.warning("reminder %d was not taken by the mail server: code %d", reminder, told.code)
        actions.not_sent(by=by, at=datetime.now(UTC), reminder=reminder, for_good=told.for_good)
    except Unknown:
        log.error("reminder %d was perhaps sent: the mail server did not answer", reminder)  # noqa: TRY400 - no traceback: it quotes
    else:
        actions.sent(by=by, at=datetime.now(UTC), reminder=reminder)


def remind_of_tomorrow(*, by: Actor, at: datetime) -> tuple[int, int]:
    """Have everybody who wants it reminded of tomorrow's first arrival, each in a transaction of their own; returns (to
    be sent, not: nothing planned, or something in the way).
    """
    made = refused = 0
    for one in queries.agreements():
        zone = zone_of(time_zone(sites_of([one.client])[one.client]))
        tomorrow = at.astimezone(zone).date() + timedelta(days=1)
        try:
            actions.remind(by=by, at=at, client=one.client, way=one.way, on=tomorrow)
        except (Refused, NotFound):
            refused += 1
        else:
            made += 1
    return made, refused


def message(letter: Letter, *, at: datetime) -> EmailMessage:
    """The letter as mail. Every header is made here: none has a name of this machine, a client or a programme."""
    made = EmailMessage()
    made["From"] = Address(letter.name, addr_spec=letter.sender)
    made["To"] = Address(addr_spec=letter.to)
    made["Subject"] = letter.subject
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{secrets.token_hex(16)}@{_domain(letter)}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer by a machine
    made.set_content(letter.body)
    return made


def hand_to_server(letter: Letter, server: Mapping[str, Any], *, at: datetime) -> None:
    """Give the letter to the mail server that the settings name. Raises NotTaken or Unknown."""
    made = message(letter, at=at)
    text = made.as_bytes(policy=made.policy.clone(linesep="\r\n"))
    with _surely_not_taken():
        line = _connected(server, _domain(letter))
    try:
        with _surely_not_taken():
            _must(line.mail(letter.sender), False)
            _must(line.rcpt(letter.to))
        try:
            code, _ = line.data(text)
        except smtplib.SMTPDataError as refused:
            raise NotTaken(refused.smtp_code) from None
        except (OSError, smtplib.SMTPException):
            raise Unknown from None
        _must((code, b""))
        with contextlib.suppress(OSError, smtplib.SMTPException):
            line.quit()
    finally:
        line.close()


def _connected(server: Mapping[str, Any], domain: str) -> smtplib.SMTP:
    """A line to the server, greeted with the sender's domain rather than this machine's name."""
    secure = ssl.create_default_context()
    where = {"host": server["EMAIL_HOST"], "port": server["EMAIL_PORT"] or 0, "timeout": SECONDS}
    if server.get("EMAIL_USE_SSL"):
        line: smtplib.SMTP = smtplib.SMTP_SSL(**where, local_hostname=domain, context=secure)
    else:
        line = smtplib.SMTP(**where, local_hostname=domain)
    try:
        line.ehlo()
        if server.get("EMAIL_USE_TLS"):
            line.starttls(context=secure)
            line.ehlo()
        if server.get("EMAIL_HOST_USER"):
            line.login(server["EMAIL_HOST_USER"], server["EMAIL_HOST_PASSWORD"])
    except BaseException:
        line.close()
        raise
    return line


@contextlib.contextmanager
def _surely_not_taken() -> Iterator[None]:
    """Whatever goes wrong inside, the message was not handed over yet."""
    try:
        yield
    except smtplib.SMTPResponseException as refused:
        raise NotTaken(0 if isinstance(refused, smtplib.SMTPAuthenticationError) else refused.smtp_code) from None
    except (OSError, smtplib.SMTPException):
        raise NotTaken from None


def _must(answer: tuple[int, bytes], about_them: bool = True) -> None:
    """Go on after a good answer only. `about_them`: a bad one is about this message or its address."""
    if not 200 <= answer[0] < 300:
        raise NotTaken(answer[0], for_good=about_them and 550 <= answer[0] < 560)


def _domain(letter: Letter) -> str:
    return letter.sender.rpartition("@")[2]
