"""Django settings: the only reader of the environment.

Every variable, its default and what it is for is listed in docs/reference/settings.md, made from this file.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path

import environ
import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from stepdown.audit.secret import Safe, new_key

env = environ.Env()
BASE = Path(__file__).resolve().parent.parent

# -- what kind of run this is -------------------------------------------------------------------------------------
PRODUCTION = env.bool("STEPDOWN_PRODUCTION", default=False)
"""True on a server: secure cookies, HTTPS, a secret key from the environment."""
DEMO = env.bool("STEPDOWN_DEMO", default=False)
"""True for the synthetic agency: the second factor is off, and a banner on every page says so. Never in production."""
if PRODUCTION and DEMO:
    raise ImproperlyConfigured("STEPDOWN_DEMO turns the second factor off; unset it where STEPDOWN_PRODUCTION is set")
DATA = Path(env.str("STEPDOWN_DATA", default=str(Path.cwd() / ".data")))
"""Where the embedded database, backups and collected files live."""

DEBUG = False
SECRET_KEY = env.str("STEPDOWN_SECRET_KEY") if PRODUCTION else env.str("STEPDOWN_SECRET_KEY", secrets.token_hex(32))
BACKUP_TO = env.list("STEPDOWN_BACKUP_TO", default=[])
"""The addresses of the keys that backups are sealed for, as `stepdown keys backup` prints them."""
SHEETS_TO = Path(env.str("STEPDOWN_SHEETS_TO", default=str(DATA / "sheets")))
"""The folder of the sheets for when nothing works: better one that is reached when this machine is not."""
SHEETS_FOR = env.list("STEPDOWN_SHEETS_FOR", default=[])
"""The addresses of the keys that the sheets are sealed for; none: they are readable by this account alone."""
HEADS_TO = Path(env.str("STEPDOWN_HEADS_TO", default=str(DATA)))
"""The folder of the signed daily heads of history: better one that who runs the database can't write to otherwise."""
FIELD_KEYS = env.list("STEPDOWN_FIELD_KEYS") if PRODUCTION else env.list("STEPDOWN_FIELD_KEYS", default=[new_key()])
"""What secrets in the database are kept under: the newest first, then those that older ones still are."""
try:
    Safe(FIELD_KEYS)
except ValueError as error:
    raise ImproperlyConfigured(f"STEPDOWN_FIELD_KEYS: {error}") from None
ALLOWED_HOSTS = env.list(
    "STEPDOWN_HOSTS", default=[] if PRODUCTION else ["localhost", "127.0.0.1", "[::1]", "testserver"]
)
CSRF_TRUSTED_ORIGINS = env.list("STEPDOWN_ORIGINS", default=[])

# -- the database -------------------------------------------------------------------------------------------------
DATABASE_URL = env.str("DATABASE_URL", default="")
"""The app role's address. Empty: the embedded server in `STEPDOWN_DATA` is used."""
DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", default="")
"""The owner role's address, for migrate, backup and restore only."""
DATABASES = {
    "default": {
        **env.db_url_config(DATABASE_URL or "postgresql:///stepdown"),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})["application_name"] = "stepdown"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- what is installed --------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "stepdown.audit",
    "stepdown.policy",
    "stepdown.agency",
    "stepdown.people",
    "stepdown.consent",
    "stepdown.privacy",
    "stepdown.episode",
    "stepdown.safety",
    "stepdown.coverage",
    "stepdown.plan",
    "stepdown.schedule",
    "stepdown.session",
    "stepdown.reminder",
    "stepdown.transfer",
    "stepdown.web.desk",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "stepdown.config.room.RoomMiddleware",
    "stepdown.config.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "stepdown.config.size.SizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "stepdown.config.invisible.InvisibleMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "stepdown.config.idle.IdleMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stepdown.config.middleware.ActingMiddleware",
    "stepdown.web.desk.group_mode.StaysInGroup",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "stepdown.config.urls"
WSGI_APPLICATION = "stepdown.config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", _LOADERS)],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "stepdown.web.desk.context.desk",
            ],
        },
    }
]

# -- words, time, files -------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
STATIC_URL = "static/"
STATIC_ROOT = env.str("STEPDOWN_STATIC", default=str(DATA / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(DATA / "files")}},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = False

UPLOAD_MB = env.int("STEPDOWN_UPLOAD_MB", default=200)
"""How large a table may be that is brought in; every other page takes forms of at most 2.5 MB."""

# -- signing in ---------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "agency.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
"""Seconds for which a link to set one's password is good: over a weekend."""
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_ADAPTER = "stepdown.config.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/15m/key",  # a net below axes: one account, tried from many addresses
    "machine_refused": "30/m/ip",  # tokens that open nothing
}
MFA_ADAPTER = "stepdown.config.accounts.SecondFactorAdapter"
ACCOUNT_FORMS = {"change_password": "stepdown.config.accounts.ChangePassword"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Stepdown"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "add_webauthn": "stepdown.config.accounts.NewKey",
    "authenticate": "stepdown.config.accounts.SignInCode",
    "reauthenticate": "stepdown.config.accounts.AgainCode",
}
IDLE_MINUTES = env.int("STEPDOWN_IDLE_MINUTES", default=15)
"""After so many minutes without use a person is signed out; 0 never does. Shorter where many share a computer. Automatic
logoff is 45 CFR 164.312(a)(2)(iii), which names no number: 15 is what is usual."""
SESSION_HOURS = env.int("STEPDOWN_SESSION_HOURS", default=12)
"""So many hours after signing in a person signs in again, whatever they did in between; 0 never asks. 12 is what NIST
SP 800-63B (2017), 4.2.3, allows at most where a second factor is asked for. Service accounts have their own last day."""
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "stepdown.config.accounts.account_of"
AXES_CLIENT_IP_CALLABLE = "stepdown.config.accounts.address_of"
AXES_LOCKOUT_CALLABLE = "stepdown.config.accounts.locked_out"
AXES_SENSITIVE_PARAMETERS = ["login", "password", "code", "credential", "csrfmiddlewaretoken", "next"]
AXES_VERBOSE = False
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # so that people see who tried to be them

# -- on the wire --------------------------------------------------------------------------------------------------
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SESSION_COOKIE_NAME = "stepdown_session"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
"""What was done is told in the session, which ends with the sign-in; a cookie of its own stayed for whoever came next."""
CSRF_FAILURE_VIEW = "stepdown.web.desk.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = env.bool("STEPDOWN_BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
"""Django itself sends nothing: mail leaves through `worker.mail` alone, which asks the gate."""
MAIL = env.email_url("STEPDOWN_MAIL_URL") if env.str("STEPDOWN_MAIL_URL", default="") else {}
"""The mail server for reminders, as smtp+tls://user:password@host:587. Empty: no mail leaves."""
MAIL_FROM = parseaddr(env.str("STEPDOWN_MAIL_FROM", default=""))[::-1]
"""From whom reminders come, as (address, name): neither says what kind of place this is."""
if MAIL and "@" not in MAIL_FROM[0]:
    raise ImproperlyConfigured(
        "STEPDOWN_MAIL_FROM: give the address from which reminders come, and a neutral name with it"
    )

# -- history, jobs, logs ------------------------------------------------------------------------------------------
PGHISTORY_CREATED_AT_FUNCTION = "clock_timestamp()"
PGHISTORY_MIDDLEWARE_METHODS = ()
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "stepdown.config.logs.formatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("STEPDOWN_LOG_LEVEL", default="WARNING")},
}
