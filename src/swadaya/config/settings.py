"""Settings of Django. What differs between machines comes from the environment, in names with SWADAYA_."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

from csp.constants import NONE, SELF

from swadaya.core import clock

from . import database
from .home import home
from .secret import secret_key

_HOSTS = ("localhost", "127.0.0.1", "[::1]")

HOME = home()
DEBUG = os.environ.get("SWADAYA_DEBUG") == "1"
SECRET_KEY = secret_key(HOME, keep=database.target() is not None)
ALLOWED_HOSTS = [name.strip() for name in os.environ.get("SWADAYA_HOSTS", ",".join(_HOSTS)).split(",")]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "swadaya.web",  # before allauth: its pages take the place of those
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    "swadaya.wilayah",
    "swadaya.accounts",
    "swadaya.ledger",
    "swadaya.ksm",
    "swadaya.indeks",
    "swadaya.pendataan",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "swadaya.web.accounts.middleware.WithViewer",
    "axes.middleware.AxesMiddleware",
    "swadaya.web.warmup.Warmup",  # works once when the server starts, then takes itself out
]
ROOT_URLCONF = "swadaya.config.urls"
WSGI_APPLICATION = "swadaya.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # locks out before any password is looked at
    "swadaya.accounts.backend.LoginBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/kerja/"
LOGOUT_REDIRECT_URL = "/"

# Behind a proxy: SWADAYA_HTTPS=1 when it speaks https to the outside, SWADAYA_PROXIES = how many proxies there are.
# The address of a visitor is then the one that the outermost of them wrote into X-Forwarded-For.
HTTPS = os.environ.get("SWADAYA_HTTPS") == "1"
PROXIES = int(os.environ.get("SWADAYA_PROXIES", "0"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and PROXIES else None

SESSION_COOKIE_NAME = "sesi"
SESSION_COOKIE_AGE = 8 * 60 * 60  # idle; web.akun.viewer moves it on while somebody works
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "swadaya.web.accounts.middleware.form_expired"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Shared by all processes: what must not be tried or used twice (codes of the second step, how often one guessed).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_short_memory",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

ACCOUNT_ADAPTER = "swadaya.web.accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "swadaya.web.accounts.login_forms.SignIn",
    "reauthenticate": "swadaya.web.accounts.login_forms.Reassure",
}
ACCOUNT_LOGIN_METHODS = {"username"}  # our backend finds people by telephone and e-mail as well
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/15m/key"}  # guesses at the second step; axes counts the first
MFA_ADAPTER = "swadaya.web.accounts.adapters.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "swadaya.web.accounts.login_forms.SecondStep",
    "reauthenticate": "swadaya.web.accounts.login_forms.SecondStepAgain",
    "activate_totp": "swadaya.web.accounts.login_forms.InstallSecondStep",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Swadaya"
MFA_TOTP_TOLERANCE = 1  # clocks of cheap phones run half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = "swadaya.web.accounts.lockout.counted_by"
AXES_LOCKOUT_CALLABLE = "swadaya.web.accounts.lockout.page"
AXES_USERNAME_CALLABLE = "swadaya.web.accounts.lockout.name_of"
AXES_CLIENT_IP_CALLABLE = "swadaya.accounts.client_address.address_of"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # the list of sessions says who is signed in; nothing more is kept of them
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "password", "code", "csrfmiddlewaretoken"]
AXES_VERBOSE = False

DATABASES = {"default": database.django_database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
USE_I18N = True  # without LocaleMiddleware: the site does not follow the browser
TIME_ZONE = clock.ZONE
USE_TZ = True

# `serve` collects static files with hashed names into SWADAYA_STATIC; otherwise they are found in the apps.
STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("SWADAYA_STATIC") or None
_COLLECTED = STATIC_ROOT is not None
WHITENOISE_USE_FINDERS = not _COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},  # an address that does not exist is not news
    },
}
