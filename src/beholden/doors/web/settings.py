"""Django's settings where pages are served: those of the records, with sign-in and templates."""

from __future__ import annotations

from pathlib import Path

from ...records.settings import *  # noqa: F403 (these are the records' settings, and more)

_HERE = Path(__file__).parent

INSTALLED_APPS = [
    "beholden.records",
    "beholden.doors.accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
]
AUTH_USER_MODEL = "accounts.Account"
MIDDLEWARE = [
    "beholden.doors.web.headers.PageHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "beholden.doors.web.serving.CouncilAtWork",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "beholden.doors.web.officers.WhoActs",
    "beholden.doors.web.errors.ToldErrors",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "beholden.doors.web.surroundings.surroundings",
            ],
            "builtins": ["beholden.doors.web.templatetags.told"],
            "libraries": {"told": "beholden.doors.web.templatetags.told"},
        },
    }
]
FORM_RENDERER = "beholden.doors.web.forms.GovukRenderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

USE_I18N = True
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [_HERE / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = _HERE / "static"
# Each address carries the hash of its file (templatetags/told.py), so it may be kept for a year.
WHITENOISE_MAX_AGE = 365 * 24 * 3600

LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/my-work/"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "beholden.doors.web.errors.no_token"
