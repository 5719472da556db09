"""Settings of Django. What differs between machines comes from the environment, in names with SWADAYA_."""

from __future__ import annotations

import os
from typing import Any

from csp.constants import NONE, SELF

from . import database
from .home import home
from .secret import secret_key

_HOSTS = ("localhost", "127.0.0.1", "[::1]")

HOME = home()
DEBUG = os.environ.get("SWADAYA_DEBUG") == "1"
SECRET_KEY = secret_key(HOME, keep=database.target() is not None)
ALLOWED_HOSTS = [name.strip() for name in os.environ.get("SWADAYA_HOSTS", ",".join(_HOSTS)).split(",")]

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "template_partials",
    "csp",
    "procrastinate.contrib.django",
    "swadaya.wilayah",
    "swadaya.indeks",
    "swadaya.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "swadaya.web.warmup.Warmup",  # works once when the server starts, then takes itself out
]
ROOT_URLCONF = "swadaya.config.urls"
WSGI_APPLICATION = "swadaya.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,  # template_partials turns this into cached loaders
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES = {"default": database.django_database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = True  # without LocaleMiddleware: the site does not follow the browser
TIME_ZONE = "Asia/Jakarta"
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
