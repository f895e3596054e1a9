"""Addresses of legal requests: taken in by anybody, decided by compliance; records past their last day, and holds."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepdown.web.desk import legal, retention

urlpatterns: list[URLPattern] = [
    path("legal/", legal.legal, name="legal"),
    path("legal/new/", legal.take_in, name="take-legal"),
    path("legal/<int:number>/", legal.legal_request, name="legal-request"),
    path("legal/<int:number>/find/", legal.find, name="find-legal-client"),
    path("legal/<int:number>/link/", legal.link, name="link-legal"),
    path("legal/<int:number>/step/", legal.note_step, name="note-legal"),
    path("legal/<int:number>/decide/", legal.decide, name="decide-legal"),
    path("legal/<int:number>/answer/", legal.answer, name="answer-legal"),
    path("legal/retention/", retention.retention, name="retention"),
    path("legal/retention/export/", retention.retention_export, name="export-retention"),
    path("clients/<int:client>/hold/", retention.hold_record, name="hold-record"),
    path("clients/<int:client>/hold/<int:number>/lift/", retention.lift_hold, name="lift-hold"),
]
