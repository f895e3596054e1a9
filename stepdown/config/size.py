"""How much one request may bring: told before any of it is read, so that nobody fills the disk."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from stepdown.web.desk import errors

FILES = frozenset({"upload-file"})
"""Addresses (by name) that take files, from people who are signed in."""


class SizeMiddleware:
    """Before `CsrfViewMiddleware`, which reads the whole of it to find the token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        match = request.resolver_match
        takes = bool(match and match.url_name in FILES and request.user.is_authenticated)
        most = settings.UPLOAD_MB * 1_000_000 if takes else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if length.isascii() and length.isdigit() and int(length) > most:
            return errors.too_large(request, most)
        return None
