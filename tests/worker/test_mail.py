"""Reminders leave by real SMTP: once, quietly, in neutral words, and never when something came in the way since."""

from __future__ import annotations

import email
import email.policy
import logging
import os
import re
import signal
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connections
from pytest_django import Settings

from stepdown.audit.models import Entry, OutboxMessage
from stepdown.audit.terms import Refused, system
from stepdown.consent.actions import revoke, sign
from stepdown.consent.models import Disclosure
from stepdown.consent.terms import Category, ConsentKind, NewConsent, Purpose
from stepdown.people.actions import add_contact, add_way, change_way
from stepdown.people.terms import NewContact, NewWay, WayKind
from stepdown.reminder import actions, queries
from stepdown.reminder.models import Reminder
from stepdown.reminder.terms import Blocker, State
from stepdown.schedule.actions.booking import add_participant, remove_participant
from stepdown.worker import timed
from stepdown.worker.mail import remind_of_tomorrow, send
from stepdown.worker.outbox import drain
from tests.conftest import url
from tests.factories.crowd import BEFORE, BY, MONDAY, WEEK, Crowd, crowd, quiet_hours
from tests.worker.test_outbox import work_off

MAILER = system("mail")
ADDRESS = "reed.hollow@example.org"
WAY = NewWay(WayKind.EMAIL, ADDRESS, may_leave_message=True)
SUNDAY_NOON = WEEK.at(0, 12 * 60) - timedelta(days=1)
PRIVATE = re.compile(r"synthetic|process|\biop\b|\bS0\b|stepdown|localhost", re.IGNORECASE)
"""Names of the client, the site, the group, the service and the program, and of this machine."""


@dataclass
class Sink:
    """A mail server that keeps what it was told. `answers` are its answers to commands where not 250; `drops`: it closes
    the line instead of answering the message; `struck` is called when a message has come in whole.
    """

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    drops: bool = False
    struck: Callable[[], None] = lambda: None
    lines: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    def talk(self, line: socketserver.StreamRequestHandler) -> None:
        line.wfile.write(b"220 sink\r\n")
        for raw in line.rfile:
            said = raw.decode().strip()
            self.lines.append(said)
            verb = said.split(" ")[0].upper()
            if verb == "DATA" and verb not in self.answers:
                line.wfile.write(b"354 go on\r\n")
                text = "".join(iter(lambda: line.rfile.readline().decode(), ".\r\n"))
                self.struck()
                if self.drops:
                    return
                self.taken.append(text)
            line.wfile.write(f"{self.answers.get(verb, '221 bye' if verb == 'QUIT' else '250 ok')}\r\n".encode())
            if verb == "QUIT":
                return


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A mail server of one's own, and the settings that name it."""
    kept = Sink()

    class Line(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            kept.talk(self)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Line) as server:
        kept.port = server.server_address[1]
        settings.MAIL = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": kept.port}
        settings.MAIL_FROM = ("hello@example.org", "Alder House")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield kept
        server.shutdown()


@pytest.fixture
def here(committed: str, sink: Sink) -> Crowd:
    """Client 0 is expected on Monday at nine."""
    made = crowd(1)
    quiet_hours()
    add_participant(by=BY, at=BEFORE, session=made.sessions[0], client=made.clients[0])
    return made


def way_of(here: Crowd, way: NewWay = WAY) -> int:
    return add_way(by=BY, at=BEFORE, client=here.clients[0], way=way)


def reminded(here: Crowd, way: NewWay = WAY) -> int:
    return actions.remind(by=BY, at=BEFORE, client=here.clients[0], way=way_of(here, way))


def sent(reminder: int, at: Any = BEFORE) -> tuple[State, Blocker | None]:
    """What became of a reminder once the worker had it."""
    send(by=MAILER, at=at, reminder=reminder)
    return stands(reminder)


def stands(reminder: int) -> tuple[State, Blocker | None]:
    client, _ = queries.reminder_of(reminder) or (0, 0)
    return next((row.state, row.dropped_for) for row in queries.reminders_of(client) if row.id == reminder)


def test_a_reminder_goes_all_the_way_once(here: Crowd, sink: Sink, caplog: pytest.LogCaptureFixture) -> None:
    """Through the outbox and the queue; nothing private in what is said to the server, in headers, outbox or log."""
    with time_machine.travel(BEFORE), caplog.at_level(logging.DEBUG):
        reminder = reminded(here, replace(WAY, may_say_who=False))
        for _ in range(2):
            timed.hand_over_reminders.func(0)
            drain()
            work_off()
    assert stands(reminder) == (State.SENT, None)
    (text,) = sink.taken
    mail = email.message_from_string(text, policy=email.policy.default)
    assert sorted(mail.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type", "MIME-Version",
         "Content-Transfer-Encoding"]
    )  # fmt: skip
    assert (mail["From"], mail["To"], mail["Subject"]) == ("hello@example.org", ADDRESS, "Reminder")
    assert mail.get_content() == (
        "You have an appointment on Monday, March 2 at 9:00 am.\r\n\r\n"
        "To change it, or to get no more reminders, call +1 202 555 0199.\r\n"
    )
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", mail["Message-ID"])
    assert sink.lines[:1] == ["ehlo example.org"]
    assert PRIVATE.findall(text + "\n".join(sink.lines)) == []
    assert [row.payload for row in OutboxMessage.objects.all()] == [{"reminder": reminder}]
    assert [line for line in caplog.messages if ADDRESS in line or "appointment" in line] == []
    assert [(row.door, row.to_kind, row.allowed) for row in Disclosure.objects.all()] == [("mail", "client", True)]


def test_who_may_be_told_who_writes_is(here: Crowd, sink: Sink) -> None:
    assert sent(reminded(here, replace(WAY, may_say_who=True))) == (State.SENT, None)
    assert "From: Alder House <hello@example.org>" in sink.taken[0]


def test_quiet_hours_wait(here: Crowd, sink: Sink) -> None:
    late = WEEK.at(0, 22 * 60) - timedelta(days=1)
    way = way_of(here)
    reminder = actions.remind(by=BY, at=late, client=here.clients[0], way=way)
    assert Reminder.objects.get(pk=reminder).send_after == WEEK.at(0, 8 * 60)
    assert (queries.due(late), queries.due(WEEK.at(0, 8 * 60))) == ([], [reminder])
    assert sent(reminder, late) == (State.WAITING, None), "a worker that has it all the same gives it back"
    assert sent(reminder, WEEK.at(0, 8 * 60)) == (State.SENT, None)


def test_what_came_in_the_way_since_drops_it(here: Crowd, sink: Sink) -> None:
    client, way = here.clients[0], way_of(here)

    def again() -> int:
        return actions.remind(by=BY, at=BEFORE, client=client, way=way)

    moved = again()
    remove_participant(by=BY, at=BEFORE, session=here.sessions[0], client=client)
    assert sent(moved) == (State.DROPPED, Blocker.NOTHING_PLANNED)
    add_participant(by=BY, at=BEFORE, session=here.sessions[0], client=client)
    unsafe = again()
    change_way(by=BY, at=BEFORE, client=client, number=way, way=replace(WAY, may_leave_message=False))
    assert sent(unsafe) == (State.DROPPED, Blocker.MESSAGE_NOT_ALLOWED)
    change_way(by=BY, at=BEFORE, client=client, number=way, way=WAY)
    assert sent(again(), WEEK.at(0, 9 * 60)) == (State.DROPPED, Blocker.TOO_LATE)
    back = again()
    actions.cancel(by=BY, at=BEFORE, reminder=back)
    assert sent(back) == (State.CANCELLED, None)
    assert sink.taken == []


def test_somebody_of_the_circle_by_consent_only(here: Crowd, sink: Sink) -> None:
    client = here.clients[0]
    mother = add_contact(by=BY, at=BEFORE, client=client, contact=NewContact("Fern Hollow", "Mother"))
    way = way_of(here, replace(WAY, contact=mother, value="fern@example.org"))

    def ask() -> int:
        return actions.remind(by=BY, at=BEFORE, client=client, way=way)

    with pytest.raises(Refused, match="no_consent"):
        ask()
    program = queries.program_of(client, here.site, MONDAY) or 0
    new = NewConsent(
        client, program, ConsentKind.NAMED, frozenset({Purpose.SUPPORT}), frozenset({Category.SCHEDULE}), "Synthetic words",
        "x", contact=mother, event="the end of treatment", told=True,
    )  # fmt: skip
    signed = sign(by=BY, at=BEFORE - timedelta(days=1), consent=new)
    first = ask()
    revoke(by=BY, at=BEFORE, consent=signed, signer_name="x", in_writing=False)
    assert sent(first) == (State.DROPPED, Blocker.NO_CONSENT)
    sign(by=BY, at=BEFORE - timedelta(hours=1), consent=new)
    assert sent(ask()) == (State.SENT, None)
    assert "A reminder of an appointment on Monday, March 2 at 9:00 am." in sink.taken[0]


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"RCPT": f"550 no such user {ADDRESS}"}, (State.DROPPED, Blocker.SERVER_REFUSED)),
        ({"RCPT": "451 later"}, (State.WAITING, None)),
        ({"MAIL": "550 not you"}, (State.WAITING, None)),
        ({"DATA": "452 full"}, (State.WAITING, None)),
    ],
    ids=["never", "later", "us", "full"],
)
def test_what_the_server_says(
    here: Crowd,
    sink: Sink,
    caplog: pytest.LogCaptureFixture,
    answers: dict[str, str],
    found: tuple[State, Blocker | None],
) -> None:
    reminder = reminded(here)
    sink.answers = answers
    assert sent(reminder) == found
    assert ADDRESS not in caplog.text
    sink.answers = {}
    send(by=MAILER, at=BEFORE + timedelta(hours=1), reminder=reminder)
    assert len(sink.taken) == (found[0] is State.WAITING), "what was given back is tried again"


def test_a_server_that_is_not_there_is_tried_again_later(here: Crowd, settings: Settings, sink: Sink) -> None:
    reminder = reminded(here)
    settings.MAIL = {**settings.MAIL, "EMAIL_PORT": 1}
    with time_machine.travel(BEFORE):
        assert sent(reminder) == (State.WAITING, None)
    assert (queries.due(BEFORE), queries.due(BEFORE + timedelta(minutes=3))) == ([], [reminder])


def test_a_line_that_ends_in_the_middle_is_not_tried_again(here: Crowd, sink: Sink) -> None:
    reminder = reminded(here)
    sink.drops = True
    assert sent(reminder) == (State.PERHAPS, None)
    sink.drops = False
    assert sent(reminder) == (State.PERHAPS, None)
    assert sink.taken == []


def test_two_workers_at_once_send_once(here: Crowd, sink: Sink) -> None:
    reminder = reminded(here)
    both = threading.Barrier(2)

    def work(_: int) -> None:
        both.wait()
        try:
            send(by=MAILER, at=BEFORE, reminder=reminder)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    assert (stands(reminder), len(sink.taken)) == ((State.SENT, None), 1)


CHILD = """
import sys
from datetime import datetime
import django
django.setup()
from stepdown.audit.terms import system
from stepdown.worker.mail import send
send(by=system("mail"), at=datetime.fromisoformat(sys.argv[1]), reminder=int(sys.argv[2]))
"""


def test_killed_between_sending_and_saying_so(here: Crowd, sink: Sink, committed: str, tmp_path: Path) -> None:
    """The server has the message, the worker is gone: it is perhaps sent, and never sent twice."""
    reminder = reminded(here)
    environment = {
        **os.environ,
        "DATABASE_URL": url(committed, "app"),
        "DJANGO_SETTINGS_MODULE": "stepdown.config.settings",
        "STEPDOWN_DATA": str(tmp_path),
        "STEPDOWN_MAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        "STEPDOWN_MAIL_FROM": "hello@example.org",
    }
    child = subprocess.Popen([sys.executable, "-c", CHILD, BEFORE.isoformat(), str(reminder)], env=environment)
    sink.struck = lambda: os.kill(child.pid, signal.SIGKILL)
    assert child.wait(60) == -signal.SIGKILL
    sink.struck = lambda: None
    assert sent(reminder) == (State.PERHAPS, None)
    assert len(sink.taken) <= 1
    entries = Entry.objects.filter(action__startswith="reminder.").order_by("pk").values_list("action", flat=True)
    assert list(entries) == ["reminder.remind", "reminder.take"]


def test_the_day_before_once_a_day_for_who_wants_it(here: Crowd, sink: Sink) -> None:
    client, way = here.clients[0], way_of(here)
    assert remind_of_tomorrow(by=MAILER, at=SUNDAY_NOON) == (0, 0), "nobody said so"
    actions.agree(by=BY, at=BEFORE, client=client, way=way, agreed_on=MONDAY - timedelta(days=4))
    assert remind_of_tomorrow(by=MAILER, at=SUNDAY_NOON - timedelta(days=1)) == (0, 1), "nothing on Sunday"
    assert [remind_of_tomorrow(by=MAILER, at=SUNDAY_NOON) for _ in range(2)] == [(1, 0), (0, 1)]
    (row,) = Reminder.objects.all()
    assert (row.about, row.send_after) == (WEEK.at(0, 9 * 60), SUNDAY_NOON)
    actions.end_agreement(by=BY, at=BEFORE, client=client)
    assert remind_of_tomorrow(by=MAILER, at=SUNDAY_NOON) == (0, 0)
