"""Addresses of the desk. None holds a name, a record number or anything else about a client but a row's number."""

from __future__ import annotations

from django.urls import URLPattern, path

from stepdown.web.desk import circle, client, clients, history, ledger, moves, settings, staff, times, today, week

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", today.home, name="home"),
    path("today/", today.today, name="today"),
    path("today/<int:client>/in/", today.check_in, name="check-in"),
    path("today/<int:client>/visit/", times.record_visit, name="record-visit"),
    path("visits/<int:visit>/out/", today.check_out, name="check-out"),
    path("visits/<int:visit>/undo-in/", today.undo_check_in, name="undo-check-in"),
    path("visits/<int:visit>/undo-out/", today.undo_check_out, name="undo-check-out"),
    path("visits/<int:visit>/left/", times.say_when_left, name="say-when-left"),
    path("visits/<int:visit>/take-back/", times.take_back, name="take-back"),
    path("clients/", clients.clients, name="clients"),
    path("clients/<int:client>/", client.client, name="client"),
    path("clients/<int:client>/circle/", circle.circle, name="client-circle"),
    path("clients/<int:client>/history/", history.history, name="client-history"),
    path("week/", week.week, name="week"),
    path("week/session/<int:session>/", moves.session, name="session"),
    path("week/session/<int:session>/move/", moves.move_form, name="move-form"),
    path("week/session/<int:session>/move/check/", moves.move_check, name="check-move"),
    path("week/session/<int:session>/move/drag/", moves.drag_check, name="check-drag"),
    path("week/session/<int:session>/move/to/", moves.move, name="move-session"),
    path("week/session/<int:session>/move/back/", moves.move_back, name="move-back"),
    path("week/session/<int:session>/cancel/", moves.cancel_form, name="cancel-form"),
    path("week/session/<int:session>/cancel/now/", moves.cancel, name="cancel-session"),
    path("week/session/<int:session>/clients/", moves.seat_search, name="find-client"),
    path("week/session/<int:session>/clients/<int:client>/seat/", moves.seat, name="give-seat"),
    path("week/session/<int:session>/clients/<int:client>/free/", moves.unseat, name="free-seat"),
    path("ledger/", ledger.ledger_page, name="ledger"),
    path("ledger/export/", ledger.ledger_export, name="export-ledger"),
    path("staff/", staff.staff, name="staff"),
    path("staff/<int:staff>/", staff.staff_member, name="staff-member"),
    path("settings/", settings.settings, name="settings"),
    path("settings/here/", settings.settings_here, name="settings-here"),
]
