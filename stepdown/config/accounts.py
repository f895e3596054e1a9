"""allauth's adapter: sign-ins are made by an administrator, never by signing up."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.utils import timezone

JUST_NOW = timedelta(minutes=5)
"""How long a password just given counts as given, while there is no second factor yet."""


class AccountAdapter(DefaultAccountAdapter):
    """No open sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Who just signed in, and is sent to set up their first second factor, is not asked for the password twice."""
        user = self.request.user
        just_signed_in = user.last_login is not None and timezone.now() - user.last_login < JUST_NOW  # noqa: TID251 - signing in is a door
        if just_signed_in and not is_mfa_enabled(user):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))
