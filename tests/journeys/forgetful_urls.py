"""The addresses of the program, and one more: a view that lists every client and their numbers, and forgot to ask whose."""

from __future__ import annotations

from django.http import HttpResponse
from django.template import engines
from django.urls import path

from stepdown.config import urls
from stepdown.people.access import MAY_SEE_CLIENTS
from stepdown.people.models import Client
from stepdown.web.desk.pages import DeskRequest, page

LIST = """{% extends "desk/base.html" %}{% block title %}Everybody{% endblock %}{% block content %}
<h1>Everybody</h1><ul>{% for one in everybody %}<li>{{ one.record_number }} {{ one.used_name }}, {{ one.ways.first.value }}</li>{% endfor %}</ul>
{% endblock %}"""


@page(allowed=MAY_SEE_CLIENTS)
def everybody(request: DeskRequest) -> HttpResponse:
    """What must not be written: all clients, without a word about sites."""
    rows = Client.objects.prefetch_related("ways")
    return HttpResponse(engines["django"].from_string(LIST).render({"everybody": rows}, request))


urlpatterns = [path("everybody/", everybody, name="everybody"), *urls.urlpatterns]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500
