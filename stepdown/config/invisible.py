"""What is typed, pasted or sent is taken as it is seen: a phone copied from a phone brings signs that nobody sees."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from stepdown.kernel.invisible import without_invisible


class InvisibleMiddleware:
    """After `SizeMiddleware` and `CsrfViewMiddleware`, which look at what comes in before it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        request.GET = _seen(request.GET)  # type: ignore[assignment]  # a copy that can be changed, and is not
        if request.method == "POST":
            request.POST = _seen(request.POST)  # type: ignore[assignment]


def _seen(sent: QueryDict) -> QueryDict:
    clean = sent.copy()
    for name, values in sent.lists():
        clean.setlist(name, [without_invisible(value) for value in values])
    return clean
