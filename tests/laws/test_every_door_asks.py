"""Law 4: nothing leaves without the gate. Every door is found by reading the code; each asks, or says nothing of a client."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

import pytest
from django.apps import apps
from django.conf import settings

from stepdown.audit.terms import Category, Kept, Privacy
from tests.laws.tree import ROOT, SOURCE, modules, our_models

ASKS = {"stepdown.consent.actions.leaving.release", "stepdown.consent.actions.consents.tell"}
WAYS_OUT = {
    *("StreamingHttpResponse", "FileResponse", "JsonResponse", "Content-Disposition", "content_type"),
    *("send_mail", "send_mass_mail", "EmailMessage", "EmailMultiAlternatives", "mail_admins", "mail_managers"),
    *("smtplib", "urlopen", "requests", "httpx", "http.client", "Calendar", "webpush"),
}
"""What a file, a message or a feed is made with."""

NO_CLIENT = {
    "stepdown.web.desk.drafts.give": "gives back to who typed it what they typed",
    "stepdown.web.desk.files.template": "a file to begin with: a header and an invented row",
    "stepdown.web.desk.files.import_faults": "repeats to who imports what their own file says",
    "stepdown.cli.csv_template": "a file to begin with: a header and an invented row",
    "stepdown.cli.demo": "a synthetic agency in the browser",
    "stepdown.cli.doctor": "says whether the installation is sound; names tables and rows by number",
    "stepdown.cli.import_codes": "a public list of codes in",
    "stepdown.cli.import_csv": "repeats to who imports what their own file says",
    "stepdown.cli.import_week": "repeats to who imports what their own file says",
    "stepdown.cli.keys": "turns the keys of secret fields; prints counts",
    "stepdown.cli.migrate": "changes tables and says which",
    "stepdown.cli.restore": "brings a backup in",
    "stepdown.cli.serve": "the pages, each behind its own permission",
    "stepdown.cli.shell": "a prompt for who runs the machine",
    "stepdown.cli.sign_in": "a link for a member of staff",
    "stepdown.cli.worker": "runs the channels, which are doors of their own",
    "stepdown.worker.imports.work_on": "brings a file in",
    **{
        f"stepdown.worker.mail.{part}": "a part of `send`, which has asked"
        for part in ("message", "hand_to_server", "_connected", "_surely_not_taken")
    },
}
"""Doors that need not ask, and why."""

Texts = Mapping[str, str]
"""Module → its source."""


def source() -> dict[str, str]:
    named = {}
    for path in modules():
        parts = path.relative_to(ROOT).with_suffix("").parts
        named[".".join(parts).removesuffix(".__init__")] = path.read_text(encoding="utf-8")
    return named


def imported(tree: ast.AST) -> dict[str, str]:
    """What a module's imported names stand for."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
        elif isinstance(node, ast.Import):
            found |= {one.asname or one.name: one.name for one in node.names}
    return found


def words_of(node: ast.AST, names: Mapping[str, str], module: str) -> Iterator[str]:
    """Everything a piece of code names, in full where it can be told."""
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            yield names.get(one.id, f"{module}.{one.id}")
            yield one.id
        elif isinstance(one, ast.Attribute):
            yield f"{names.get(ast.unparse(one.value), ast.unparse(one.value))}.{one.attr}"
            yield one.attr
        elif isinstance(one, ast.keyword) and one.arg:
            yield one.arg
        elif isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def graph(texts: Texts) -> dict[str, set[str]]:
    """What each top-level name of each module names; a name that a package passes on stands for what it is."""
    found: dict[str, set[str]] = {}
    for module, text in texts.items():
        tree = ast.parse(text)
        names = imported(tree)
        found |= {f"{module}.{name}": {target} for name, target in names.items()}
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                found[f"{module}.{node.name}"] = set(words_of(node, names, module))
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                said = set(words_of(node, names, module))
                found |= {f"{module}.{one.id}": said for one in targets if isinstance(one, ast.Name)}
    return found


def reached(start: str, calls: Mapping[str, set[str]]) -> set[str]:
    """Everything that is named on the way from `start`."""
    seen, open_ = {start}, [start]
    while open_:
        fresh = calls.get(open_.pop(), set()) - seen
        seen |= fresh
        open_ += fresh
    return seen


def is_decorated(node: ast.AST, names: set[str]) -> bool:
    """Whether a function bears one of these decorators, called or not."""
    marks = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    return any(ast.unparse(mark).partition("(")[0] in names for mark in marks)


def doors(texts: Texts) -> dict[str, set[str]]:
    """Each door with everything it reaches: pages that give more than a page, channels, commands, whatever sends."""
    calls, found = graph(texts), {}
    for module, text in texts.items():
        tree = ast.parse(text)
        if module.startswith("stepdown.cli.") and module.count(".") == 2 and f"{module}.NAME" in calls:
            found[module] = reached(f"{module}.run", calls)
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or module.startswith("stepdown.cli."):
                continue
            name = f"{module}.{node.name}"
            direct = calls[name] & WAYS_OUT
            gives = is_decorated(node, {"page", "door"}) and reached(name, calls) & WAYS_OUT
            sends = is_decorated(node, {"channel"}) or (direct and not module.startswith("stepdown.web."))
            if gives or sends:
                found[name] = reached(name, calls)
    return found


def silent(texts: Texts) -> set[str]:
    """Doors that do not ask."""
    return {name for name, seen in doors(texts).items() if not seen & ASKS}


def test_every_door_asks_the_gate_or_says_nothing_of_a_client() -> None:
    assert silent(source()) == NO_CLIENT.keys() & doors(source()).keys()


def test_the_doors_there_are() -> None:
    """So that a door that is no longer found does not go unnoticed."""
    asking = doors(source()).keys() - NO_CLIENT.keys()
    assert asking == {
        "stepdown.cli.backup",
        "stepdown.cli.export_csv",
        "stepdown.cli.export_week",
        "stepdown.cli.sheets",
        "stepdown.web.desk.clients.clients_export",
        "stepdown.web.desk.retention.retention_export",
        "stepdown.web.desk.copies.agreement_copy",
        "stepdown.web.desk.copies.consent_copy",
        "stepdown.web.desk.down_time.print_sheets",
        "stepdown.web.desk.files.export",
        "stepdown.web.desk.ledger.ledger_export",
        "stepdown.web.desk.machine.ledger",
        "stepdown.web.desk.machine.table",
        "stepdown.web.desk.record_requests.make",
        "stepdown.worker.mail.send",
    }


def test_no_excuse_for_a_door_that_is_gone() -> None:
    assert NO_CLIENT.keys() - doors(source()).keys() == set()


def test_a_file_is_made_in_one_place_of_the_desk() -> None:
    made = ("Content-Disposition", "FileResponse", "content_type")
    found = {
        name for name, text in source().items() if name.startswith("stepdown.web.") and any(x in text for x in made)
    }
    assert found == {"stepdown.web.desk.leaving"}


def test_the_accounting_has_one_writer() -> None:
    """An answer is kept in one way, whatever the door."""
    made = {name for name, text in source().items() for node in ast.walk(ast.parse(text)) if makes_an_answer(node)}
    assert made == {"stepdown.consent.actions.steps_answers"}


def makes_an_answer(node: ast.AST) -> bool:
    called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    return called in {"Disclosure", "Disclosure.objects.create", "models.Disclosure"}


def test_mail_leaves_by_one_door() -> None:
    """Django's own mail goes nowhere, and one module alone speaks to a mail server."""
    assert settings.EMAIL_BACKEND.rpartition(".")[0] in {
        "django.core.mail.backends.console",
        "django.core.mail.backends.locmem",
    }
    speaks = {name for name, text in source().items() if "import smtplib" in text or "from django.core.mail" in text}
    assert speaks == {"stepdown.worker.mail"}


def test_every_table_about_clients_says_what_it_holds() -> None:
    """What an app holds about a person, it registers: a new table is covered the day it comes."""
    private = {Privacy.CLIENT, Privacy.PART2}
    lacking = {
        model._meta.label
        for model in our_models()
        if bool(private & set(model.privacy.values()) and model.kept is Kept.CLIENT_RECORD)
        != bool(model.says_of_clients)  # type: ignore[attr-defined]
    }
    assert lacking == set()


def test_every_category_is_held_or_is_to_come() -> None:
    to_come = {
        Category.DIAGNOSIS: "chart",
        Category.TEST_RESULTS: "toxicology",
        Category.COUNSELING_NOTES: "chart",
    }
    held = {one for model in our_models() for one in model.says_of_clients}  # type: ignore[attr-defined]
    assert set(Category) - held == to_come.keys()
    assert not [app for app in to_come.values() if apps.is_installed(f"stepdown.{app}")]


PAGE = "from django.http import FileResponse\n\n@page(allowed=X)\ndef scan(request):\n    return {}\n"


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({"stepdown.web.desk.x": PAGE.format("FileResponse(1)")}, {"stepdown.web.desk.x.scan"}),
        ({"stepdown.web.desk.x": PAGE.format("render(1)")}, set()),
        (
            {"stepdown.web.desk.x": "from stepdown.transfer.y import made\n" + PAGE.format("FileResponse(made())"),
             "stepdown.transfer.y": "from stepdown.consent.actions import release\ndef made():\n    release()\n",
             "stepdown.consent.actions": "from stepdown.consent.actions.leaving import release\n"},
            set(),
        ),
        ({"stepdown.worker.sms": '@channel("sms")\ndef send(**said): ...\n'}, {"stepdown.worker.sms.send"}),
        ({"stepdown.plan.letters": "def post():\n    EmailMessage()\n"}, {"stepdown.plan.letters.post"}),
        ({"stepdown.cli.give": 'NAME = "give"\ndef run(args): ...\n'}, {"stepdown.cli.give"}),
    ],
    ids=["file", "page", "asks", "channel", "mail", "command"],
)  # fmt: skip
def test_a_door_that_does_not_ask_is_found(texts: Texts, found: set[str]) -> None:
    assert silent(texts) == found


def test_the_sources_are_read() -> None:
    assert len(source()) > len(list(SOURCE.glob("*/__init__.py")))
