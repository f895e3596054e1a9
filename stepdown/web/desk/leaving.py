"""Files on their way out of the desk: for whom they are, what for, and what of them may leave.

Every file the desk gives goes through `as_file`; one about clients is asked about by `whom_asked` first.
"""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from itertools import chain
from tempfile import SpooledTemporaryFile

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from stepdown.consent import queries as consent
from stepdown.consent.access import MAY_ASK
from stepdown.consent.terms import TPO, Purpose, Whom
from stepdown.transfer.notice_csv import Made
from stepdown.web.desk.fields import labels
from stepdown.web.desk.pages import DeskRequest, came_from

BOM = "\N{BYTE ORDER MARK}"
"""What makes a spreadsheet read the file as UTF-8."""
IN_MEMORY = 8_000_000
"""Bytes of a file on its way out beyond which it waits in a temporary file without a name."""
OURSELVES = "For ourselves: it stays in the program"


class WhomForm(forms.Form):
    """For whom a file is made, and what for."""

    recipient = forms.TypedChoiceField(
        label="For whom is it?", coerce=lambda number: int(number) or None, initial="0",
        help_text="Organizations whose address somebody made sure of; they are kept in Settings.",
    )  # fmt: skip
    purpose = forms.ChoiceField(label="What is it for?", choices=labels(Purpose), initial=Purpose.OPERATIONS)

    def __init__(self, request: DeskRequest, *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        rows = consent.recipients() if request.actor.has_any(MAY_ASK) else ()
        choices = [("0", OURSELVES), *((str(one.id), one.name) for one in rows if one.verified_at)]
        self.fields["recipient"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if "recipient" in said and said["recipient"] is None and said.get("purpose") not in {None, *TPO}:
            self.add_error("purpose", "For ourselves it is treatment, payment, or running the program.")
        return said


def whom_asked(request: DeskRequest, what: str) -> Whom | HttpResponse:
    """For whom the file is, once it was said; until then the page that asks, which keeps what was sent with it."""
    form = WhomForm(request, request.POST if "purpose" in request.POST else None)
    if form.is_valid():
        return Whom(Purpose(form.cleaned_data["purpose"]), form.cleaned_data["recipient"])
    return _question(request, form, what, 422 if form.is_bound else 200)


def handed(request: DeskRequest, made: Made, what: str, name: str) -> HttpResponseBase:
    """The file, and in words what was left out of it; where nothing may leave, why."""
    passed = made.passed
    if not passed.may_leave:
        return _question(request, WhomForm(request, request.POST), what, 409, reasons=sorted(passed.reasons))
    if passed.withheld or passed.partly:
        out = f"Left out: {passed.withheld} of {passed.withheld + len(passed.may_leave)} people."
        messages.warning(request, f"{out} Of {passed.partly} others, some columns. The accounting says why.")
    return as_file([made.text], name)


def as_file(lines: Iterable[str], name: str) -> FileResponse:
    """A CSV file with a neutral name, whole before its first byte leaves: one that ends too soon is seen to.

    Sent while it is read, a file that breaks off would look complete, and would go on for somebody who may read no more.
    """
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the answer closes it
    file.writelines(line.encode() for line in chain([BOM], lines))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.csv", content_type="text/csv; charset=utf-8")


def as_pdf(made: bytes, name: str) -> FileResponse:
    """A PDF with a neutral name, whole before its first byte leaves."""
    return FileResponse(BytesIO(made), as_attachment=True, filename=f"{name}.pdf", content_type="application/pdf")


def as_zip(content: bytes, name: str) -> FileResponse:
    """A ZIP made in memory, with a neutral name; nothing of it stays here."""
    return FileResponse(BytesIO(content), as_attachment=True, filename=f"{name}.zip", content_type="application/zip")


def _question(request: DeskRequest, form: WhomForm, what: str, status: int, **more: object) -> HttpResponse:
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in {*form.fields, "csrfmiddlewaretoken", "back"}
        for value in values
    ]
    context = {"form": form, "what": what, "kept": kept, "back": request.POST.get("back") or came_from(request), **more}
    return render(request, "desk/leaving.html", context, status=status)
