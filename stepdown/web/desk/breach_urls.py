"""Addresses of the register of breaches."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepdown.web.desk import breaches

urlpatterns: list[URLPattern] = [
    path("breaches/", breaches.breaches, name="breaches"),
    path("breaches/new/", breaches.report, name="report-breach"),
    path("breaches/<int:number>/", breaches.breach, name="breach"),
    path("breaches/<int:number>/assess/", breaches.assess, name="assess-breach"),
    path("breaches/<int:number>/told/", breaches.tell, name="tell-of-breach"),
    path("breaches/<int:number>/told/<int:told>/back/", breaches.take_back, name="take-back-told"),
    path("breaches/<int:number>/close/", breaches.close, name="close-breach"),
]
