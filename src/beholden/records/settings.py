"""Django's settings. Which council's database is used is decided per call (see databases.py)."""

from __future__ import annotations

import os

SECRET_KEY = os.environ.get("BEHOLDEN_SECRET_KEY", "") or os.urandom(32).hex()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INSTALLED_APPS = ["beholden.records"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# No council, no database: a query outside databases.at_work is stopped, never answered elsewhere.
DATABASES = {"default": {"ENGINE": "django.db.backends.dummy"}}
DATABASE_ROUTERS = ["beholden.records.databases.CouncilRouter"]
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
LOGGING_CONFIG = None
