"""Addresses of what people ask about their records."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepdown.web.desk import record_requests as requests

urlpatterns: list[URLPattern] = [
    path("requests/", requests.requests, name="requests"),
    path("requests/<int:number>/", requests.record_request, name="record-request"),
    path("requests/<int:number>/record/", requests.make, name="make-record"),
    path("requests/<int:number>/extend/", requests.extend, name="extend-request"),
    path("requests/<int:number>/answer/", requests.answer, name="answer-request"),
    path("requests/<int:number>/reopen/", requests.reopen, name="reopen-request"),
    path("requests/<int:number>/statement/", requests.say, name="say-to-denial"),
    path("clients/<int:client>/requests/", requests.client_requests, name="client-requests"),
    path("clients/<int:client>/requests/new/", requests.take, name="new-request"),
]
