"""Addresses of a client's way: admissions, the Journey tab, a dialog for each step."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepdown.web.desk import admission_data, admissions, admit, hours, prospects, way, way_steps

_CLIENT = "clients/<int:client>/"
_STEPS = {
    "again": way_steps.again,
    "contact": way_steps.contact,
    "assess": way_steps.assess,
    "accept": way_steps.accept,
    "wait": way_steps.wait,
    "refer": way_steps.refer,
    "close": way_steps.close,
    "clear": way_steps.clear,
    "unclear": way_steps.unclear,
    "transfer": way_steps.transfer,
    "hold": way_steps.hold,
    "return": way_steps.come_back,
    "discharge": way_steps.discharge,
}
WAY: tuple[URLPattern, ...] = (
    path("admissions/", admissions.admissions, name="admissions"),
    path("admissions/new/", prospects.new, name="new-prospect"),
    path(_CLIENT + "journey/", way.way, name="client-journey"),
    path(_CLIENT + "journey/<int:step>/back/", way_steps.back, name="way-back"),
    *(path(f"{_CLIENT}journey/{name}/", view, name=f"way-{name}") for name, view in _STEPS.items()),
    path(_CLIENT + "hours/", hours.hours, name="client-hours"),
    path(_CLIENT + "admit/", admit.admit, name="admit"),
    path(_CLIENT + "admission-data/", admission_data.admission_data, name="admission-data"),
)
