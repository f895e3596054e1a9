"""Addresses of the desk. None holds a name, a record number or anything else about a client but a row's number."""

from __future__ import annotations

from django.urls import URLPattern, path

app_name = "desk"
urlpatterns: list[URLPattern] = []
