"""Every address of the program."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("stepdown.web.desk.urls")),
]

handler400 = "stepdown.web.desk.errors.bad_request"
handler403 = "stepdown.web.desk.errors.forbidden"
handler404 = "stepdown.web.desk.errors.not_found"
handler500 = "stepdown.web.desk.errors.server_error"
