"""Headers that every answer has, whoever made it: a page, a file, an error."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

OURS_ALONE = "(self)"
NOBODY = "()"
PERMISSIONS = {
    "accelerometer": NOBODY,
    "autoplay": NOBODY,
    "bluetooth": NOBODY,
    "camera": NOBODY,
    "display-capture": NOBODY,
    "geolocation": NOBODY,
    "gyroscope": NOBODY,
    "hid": NOBODY,
    "magnetometer": NOBODY,
    "microphone": NOBODY,
    "midi": NOBODY,
    "payment": NOBODY,
    "publickey-credentials-create": OURS_ALONE,
    "publickey-credentials-get": OURS_ALONE,
    "serial": NOBODY,
    "usb": NOBODY,
}
"""What a page may ask of the machine it is shown on: passkeys, and nothing else."""
ALWAYS = {
    "Permissions-Policy": ", ".join(f"{name}={who}" for name, who in PERMISSIONS.items()),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Unless the answer says otherwise itself, as files that never change do of caches."""


class HeadersMiddleware:
    """Outside all others but `room`, so that it sees every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        return response
