"""Who signs in, and what they have not finished writing."""

from __future__ import annotations

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models

from stepdown.audit.record import only_in_actions, record
from stepdown.audit.terms import Kept


class Users(BaseUserManager["User"]):
    """Sign-ins are made by `agency.actions`, so there is no `create_superuser` here."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


@record(
    kept=Kept.SIGN_IN,
    guarded=False,  # signing in writes last_login, and a better hash of the same password, outside any action
    exclude=("password", "last_login"),
    staff="id email name is_active is_superuser last_login demo",
    secret="password groups user_permissions",
)
class User(AbstractBaseUser, PermissionsMixin):
    """A sign-in. What the person may do follows from the staff member and roles behind it."""

    email = models.EmailField(unique=True)
    name = models.TextField()
    is_active = models.BooleanField(default=True)
    demo = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = Users()

    class Meta:
        triggers = (
            only_in_actions(
                pgtrigger.Insert
                | pgtrigger.UpdateOf("id", "email", "name", "is_active", "is_superuser", "demo")
                | pgtrigger.Delete
                | pgtrigger.Truncate
            ),
        )

    def get_full_name(self) -> str:
        return self.name


@record(kept=Kept.DRAFT, tracked=False, staff="id user place kept_at", secret="text")
class Draft(models.Model):
    """What somebody had typed into a page when it was about to sign them out: theirs alone, under the field keys."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    place = models.TextField()
    text = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "place"], name="draft_once"),)
