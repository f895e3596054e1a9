"""Sheets for when nothing works: how fresh those of last night are, and new ones now."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from stepdown.transfer.access import MAY_PRINT_SHEETS
from stepdown.transfer.downtime.folder import newest
from stepdown.transfer.downtime.parts import PARTS
from stepdown.transfer.downtime.sheets import make_sheets
from stepdown.web.desk.leaving import as_pdf
from stepdown.web.desk.pages import DeskRequest, page


@page(allowed=MAY_PRINT_SHEETS)
def down_time(request: DeskRequest) -> HttpResponse:
    """What stands on the sheets of the site, and when the last were made."""
    made = newest(settings.SHEETS_TO, request.site)
    context = {
        "parts": PARTS,
        "made": made,
        "hours": int((request.now - made).total_seconds() // 3600) if made else None,
        "section": "today",
    }
    return render(request, "desk/down_time.html", context)


@page(allowed=MAY_PRINT_SHEETS, writes=True)
def print_sheets(request: DeskRequest) -> HttpResponseBase:
    """The sheets of the site as they are now."""
    return as_pdf(make_sheets(by=request.actor, at=request.now, site=request.site), "sheets")
