"""Signing in: what differs from django-allauth's and django-axes' own ways.

Sign-ins are made by an administrator, never by signing up. Wrong passwords and wrong codes are counted together, per
account and network address; after five, that account cannot be tried from that address for fifteen minutes.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.forms import ChangePasswordForm
from allauth.account.signals import user_logged_in
from allauth.core import context
from allauth.mfa import signals
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.app_settings import TOTP_PERIOD
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.usersessions.views import ListUserSessionsView
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.signals import user_login_failed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from stepdown.agency import queries as agency
from stepdown.agency.actions import change_own_password, end_own_session, second_factor_changed, use_password_link
from stepdown.audit.secret import Safe
from stepdown.audit.terms import Actor, NotFound, Obstacle, Refused
from stepdown.web.desk.drafts import WAITS
from stepdown.web.desk.templatetags.wording import browser_words

FIRST_SETUP = timedelta(minutes=15)
"""How long the password just given counts while the first second factor is set up: time to install an app."""


class AccountAdapter(DefaultAccountAdapter):
    """No open sign-up; the first second factor is set up without asking for the password twice."""

    def set_password(self, user: Any, password: str) -> None:
        """A password changed by its owner is an action, so that history says when."""
        change_own_password(by=self.request.actor, at=timezone.now(), password=password)  # noqa: TID251 - a door
        user.refresh_from_db(fields=["password"])

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Who signed in with this browser just now, and sets up the first second factor, is not asked again."""
        given = get_authentication_records(self.request, self.request.user)
        just_now = bool(given) and time.time() - given[-1]["at"] < FIRST_SETUP.total_seconds()  # noqa: TID251 - a door
        if just_now and is_setting_up(self.request.user.pk):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))


class SecondFactorAdapter(DefaultMFAAdapter):
    """The seeds of apps and of recovery codes are kept under the field keys, and never as they are."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Incorrect code. Enter the one the app shows now: each works once, for half a minute."
    }

    def encrypt(self, text: str) -> str:
        return Safe(settings.FIELD_KEYS).keep(text)

    def decrypt(self, encrypted_text: str) -> str:
        return Safe(settings.FIELD_KEYS).show(encrypted_text)


def is_setting_up(user: int) -> bool:
    """No second factor yet, or its recovery codes were never shown."""
    own = Authenticator.objects.filter(user_id=user)
    codes = own.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    return not own.exists() or bool(codes and not codes.wrap().did_view)


class NewPassword(forms.Form):
    """A password of one's own, typed twice."""

    password = forms.CharField(
        label="Password",
        help_text="At least 12 characters, not a common one, not like your name or address.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(label="Once more", widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def clean_again(self) -> str:
        if self.cleaned_data.get("password") not in {None, self.cleaned_data["again"]}:
            raise forms.ValidationError("The two differ.")
        return str(self.cleaned_data["again"])


def welcome(request: HttpRequest, user: int, token: str) -> HttpResponse:
    """Set one's own password with the link an administrator made; then sign in, and set up the second factor.

    A link that was used, is too old or was never made is told alike, with status 404.
    """
    if not agency.opens(user, token):
        return render(request, "account/link_is_over.html", status=404)
    form = NewPassword(request.POST or None)
    obstacles: tuple[Obstacle, ...] = ()
    if request.method == "POST" and form.is_valid():
        by = Actor(label=agency.sign_in_of(user).email, user=user)
        given = form.cleaned_data["password"]
        try:
            use_password_link(by=by, at=timezone.now(), user=user, token=token, password=given)  # noqa: TID251 - a door
        except Refused as refused:
            obstacles = refused.obstacles
        else:
            messages.success(request, "Your password is set. Sign in with it now.")
            return redirect("account_login")
    context = {"form": form, "obstacles": obstacles, "email": agency.sign_in_of(user).email}
    return render(request, "account/welcome.html", context, status=422 if request.method == "POST" else 200)


def note_second_factor(what: str) -> Callable[..., None]:
    """What tells history that somebody added, removed or renewed a second factor: django-allauth writes the row."""

    def told(*, request: HttpRequest, authenticator: Authenticator, **rest: object) -> None:
        actor = request.actor  # type: ignore[attr-defined]
        second_factor_changed(by=actor, at=timezone.now(), kind=authenticator.type, what=what)  # noqa: TID251 - a door

    return told


ADDED, REMOVED, RENEWED = map(note_second_factor, ("added", "removed", "renewed"))
signals.authenticator_added.connect(ADDED)
signals.authenticator_removed.connect(REMOVED)
signals.authenticator_reset.connect(RENEWED)


class Sessions(ListUserSessionsView):
    """Where one is signed in, with how one came in before; on the clock of the site one works at."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        actor = self.request.actor
        zone = _zone(actor)
        return super().get_context_data(**kwargs) | {"before": agency.sign_in_history(actor.user or 0), "zone": zone}


@login_required
@require_POST
def end_session(request: HttpRequest, session: int) -> HttpResponse:
    """Sign oneself out in another browser."""
    try:
        end_own_session(by=request.actor, at=timezone.now(), session=session)  # type: ignore[attr-defined]  # noqa: TID251 - a door
    except NotFound:
        raise Http404 from None
    messages.success(request, "Signed out there.")
    return redirect("usersessions_list")


def tell_since_last(*, request: HttpRequest, user: Any, **rest: object) -> None:
    """Say what happened to a sign-in since it was last used with this browser, on the first page after coming in."""
    if agency.has_draft(user.pk):
        request.session[WAITS] = True
    told = agency.since_last(user.pk, request.META.get("HTTP_USER_AGENT", "")[:255])
    if told.failed:
        tries = "time" if told.failed == 1 else "times"
        messages.warning(
            request, f"Since you were last here, a wrong password or code was tried {told.failed} {tries}."
        )
    for one in told.new:
        said = f"New since you were last here: signed in with {browser_words(one.browser)} from {one.address}."
        messages.warning(request, f"{said} Not you? See “Where you are signed in”, and change your password.")


def _zone(actor: Actor) -> str:
    own = [site.time_zone for site in agency.sites_within(actor) if site.id in actor.sites and not site.virtual]
    return (own or ["UTC"])[0]


user_logged_in.connect(tell_since_last)


class NewKey(AddWebAuthnForm):
    """A security key or a passkey, in our words."""

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        alone = self.fields["passwordless"]
        alone.label = "Sign in with it alone: a passkey"
        alone.help_text = "It asks for your fingerprint, face or PIN, so you need neither password nor code."


def refuse_while_locked(request: HttpRequest, credentials: Mapping[str, str]) -> None:
    """Answer with `locked_out` when this account was tried too often from this address."""
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out, request.axes_credentials = True, credentials  # type: ignore[attr-defined]
        raise forms.ValidationError("Too many attempts.")  # not shown: the answer is `locked_out`


class ChangePassword(ChangePasswordForm):
    """Who finds a screen left open does not guess the password there: a wrong one counts as at the sign-in."""

    def clean_oldpassword(self) -> str:
        request, credentials = context.request, {"email": self.user.email}
        refuse_while_locked(request, credentials)
        try:
            return str(super().clean_oldpassword())
        except forms.ValidationError:
            user_login_failed.send(sender=type(self), credentials=credentials, request=request)
            raise


class CountedCode(BaseAuthenticateForm):
    """A wrong code counts as a wrong password does, and a locked account is not asked for codes."""

    def clean_code(self) -> str:
        request, credentials = context.request, {"email": self.user.email}
        refuse_while_locked(request, credentials)
        try:
            code = str(super().clean_code())
            self._spend()
        except forms.ValidationError:
            user_login_failed.send(sender=type(self), credentials=credentials, request=request)
            raise
        return code

    def _spend(self) -> None:
        """An app's code is good once (RFC 6238, 5.2), whichever process answers: the database remembers its use."""
        if self.authenticator.type != Authenticator.Type.TOTP:
            return
        now = timezone.now()  # noqa: TID251 - signing in is a door
        step = datetime.fromtimestamp(now.timestamp() // TOTP_PERIOD * TOTP_PERIOD, UTC)
        unused = Authenticator.objects.filter(pk=self.authenticator.pk).exclude(last_used_at__gte=step)
        if not unused.update(last_used_at=now):
            raise get_mfa_adapter().validation_error("incorrect_code")


class SignInCode(CountedCode, AuthenticateForm):
    """The code asked for after the password."""


class AgainCode(CountedCode, ReauthenticateForm):
    """The code asked for before the account's protection is changed."""


def account_of(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Whose attempts are counted: the email as typed, whether or not it has an account. At most 255 characters."""
    known = credentials or {}
    typed = known.get("email") or known.get("login") or request.POST.get("login") or ""
    return str(typed).strip().lower()[:255]


def address_of(request: HttpRequest) -> str:
    """The network address attempts come from; behind a trusted proxy, the one the proxy saw."""
    return str(get_adapter(request).get_client_ip(request))


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Mapping[str, Any] | None
) -> HttpResponse:
    """The page, with status 429, that says in how many minutes to try again; alike for accounts that do not exist."""
    tries = AxesProxyHandler.get_implementation().get_user_attempts(request, credentials)
    last = max((attempt.attempt_time for group in tries for attempt in group), default=timezone.now())  # noqa: TID251 - a door
    left = max(1.0, (last + get_cool_off(request) - timezone.now()).total_seconds())  # noqa: TID251 - a door
    page = render(request, "account/locked_out.html", {"minutes": math.ceil(left / 60)}, status=429)
    page.headers["Retry-After"] = str(math.ceil(left))
    return page
