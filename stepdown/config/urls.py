"""Every address of the program."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from stepdown.config.accounts import Sessions, end_session, welcome


def closed(request: HttpRequest, **rest: str) -> HttpResponse:
    """A page of django-allauth that there is no use for here: nothing is sent by e-mail, an administrator helps."""
    raise Http404


urlpatterns = [
    path("account/password/reset/", closed),
    path("account/password/reset/<path:rest>", closed),
    path("account/password/set/", closed),
    path("account/email/", closed),
    path("account/confirm-email/", closed),
    path("account/confirm-email/<path:rest>", closed),
    path("account/login/code/confirm/", closed),
    path("account/welcome/<int:user>/<str:token>/", welcome, name="welcome"),
    path("account/sessions/<int:session>/end/", end_session, name="end_session"),
    path("account/sessions/", Sessions.as_view(), name="usersessions_list"),
    path("account/", include("allauth.urls")),
    path("machine/", include("stepdown.web.desk.machine_urls")),
    path("", include("stepdown.web.desk.urls")),
]

handler400 = "stepdown.web.desk.errors.bad_request"
handler403 = "stepdown.web.desk.errors.forbidden"
handler404 = "stepdown.web.desk.errors.not_found"
handler500 = "stepdown.web.desk.errors.server_error"
