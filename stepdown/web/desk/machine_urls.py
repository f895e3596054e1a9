"""Addresses for programs, which bring the token of a service account; none of them is a page."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepdown.web.desk import machine

app_name = "machine"
urlpatterns: list[URLPattern] = [
    path("ledger/", machine.ledger, name="ledger"),
    path("table/", machine.table, name="table"),
]
