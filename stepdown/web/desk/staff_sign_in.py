"""A colleague's sign-in: made without anybody knowing its password, helped when locked out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from stepdown.agency import actions
from stepdown.agency import queries as agency
from stepdown.agency.access import MAY_MANAGE_SIGN_INS
from stepdown.agency.terms import StaffRow
from stepdown.audit.terms import NotFound
from stepdown.web.desk.changing import ask
from stepdown.web.desk.pages import DeskRequest, page
from stepdown.web.desk.second import told
from stepdown.web.desk.staff_forms import member


class InviteForm(forms.Form):
    """The address somebody signs in with."""

    email = forms.EmailField(label="Email", help_text="They sign in with it. Stepdown sends nothing to it.")


@page(allowed=MAY_MANAGE_SIGN_INS)
def staff_sign_in(request: DeskRequest, staff: int) -> HttpResponse:
    """Somebody's sign-in: how it stands, and what can be done; without one, the form that makes it."""
    row = member(request, staff)
    if row.user is not None:
        return _shown(request, row)
    form = InviteForm(request.POST or None)

    def do(typed: dict[str, Any]) -> None:
        actions.make_sign_in(by=request.actor, at=request.now, email=typed["email"], name=row.name, staff=staff)

    said = {
        "section": "staff",
        "crumbs": _crumbs(row),
        "submit": "Make the sign-in",
        "lead": "They choose their password themselves: the next page makes a link for it.",
    }
    here = reverse("desk:staff-sign-in", args=[staff])
    done = f"The sign-in is made. {told(request, staff)} Now make a link, so that they can set their password."
    return ask(request, form, do, heading="A sign-in", back=here, done=done, said=said)


@page(allowed=MAY_MANAGE_SIGN_INS, writes=True)
def password_link(request: DeskRequest, staff: int) -> HttpResponse:
    """Make the link with which somebody sets their own password, and show it this once."""
    row = member(request, staff)
    user = _user(row)
    token = actions.make_password_link(by=request.actor, at=request.now, user=user)
    link = request.build_absolute_uri(reverse("welcome", args=[user, token]))
    return _shown(request, row, link=link)


@page(allowed=MAY_MANAGE_SIGN_INS, writes=True)
def reset_second_factor(request: DeskRequest, staff: int) -> HttpResponse:
    """Take a lost second factor away; they set up a new one when they next sign in."""
    row = member(request, staff)
    actions.reset_second_factor(by=request.actor, at=request.now, user=_user(row))
    said = f"{row.name} has no second factor now, and sets one up at the next sign-in. {told(request, staff)}"
    messages.success(request, said)
    return redirect("desk:staff-sign-in", staff)


@page(allowed=MAY_MANAGE_SIGN_INS, writes=True)
def lift_lock(request: DeskRequest, staff: int) -> HttpResponse:
    """Forget wrong passwords and codes, so that somebody need not wait."""
    row = member(request, staff)
    lifted = actions.lift_lock(by=request.actor, at=request.now, user=_user(row))
    messages.success(request, "They may try again now." if lifted else "Nothing wrong was counted against them.")
    return redirect("desk:staff-sign-in", staff)


@page(allowed=MAY_MANAGE_SIGN_INS, writes=True)
def sign_out_everywhere(request: DeskRequest, staff: int) -> HttpResponse:
    """Sign them out in every browser, from here."""
    row = member(request, staff)
    ended = actions.sign_out_everywhere(by=request.actor, at=request.now, user=_user(row))
    messages.success(request, "They are signed out everywhere." if ended else "They were signed in nowhere.")
    return redirect("desk:staff-sign-in", staff)


@page(allowed=MAY_MANAGE_SIGN_INS, writes=True)
def close_sign_in(request: DeskRequest, staff: int) -> HttpResponse:
    """Nobody gets in with it, until it is opened again."""
    row = member(request, staff)
    actions.close_sign_in(by=request.actor, at=request.now, user=_user(row))
    messages.success(request, f"{row.name}'s sign-in is closed. {told(request, staff)}")
    return redirect("desk:staff-sign-in", staff)


@page(allowed=MAY_MANAGE_SIGN_INS, writes=True)
def open_sign_in(request: DeskRequest, staff: int) -> HttpResponse:
    """Open it again."""
    row = member(request, staff)
    actions.open_sign_in(by=request.actor, at=request.now, user=_user(row))
    messages.success(request, f"{row.name}'s sign-in is open again. {told(request, staff)}")
    return redirect("desk:staff-sign-in", staff)


def _shown(request: DeskRequest, row: StaffRow, *, link: str = "") -> HttpResponse:
    """How a sign-in stands, where it is in use, and how somebody came in. Eight queries."""
    found, user = agency.sign_ins(email=row.email), _user(row)
    context = {
        "section": "staff",
        "row": row,
        "sign_in": found[0] if found else None,
        "browsers": agency.browsers_of(user),
        "history": agency.sign_in_history(user),
        "link": link,
    }
    return render(request, "desk/staff_sign_in.html", context)


def _crumbs(row: StaffRow) -> tuple[tuple[str, str], ...]:
    return (("desk:staff", "Staff"), (reverse("desk:staff-member", args=[row.id]), row.name))


def _user(row: StaffRow) -> int:
    if row.user is None:
        raise NotFound
    return row.user
