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
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
ROOT_URLCONF = "beholden.doors.web.urls"
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
    "beholden.doors.web.sign_in.sessions.KeptShort",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
            "libraries": {
                "told": "beholden.doors.web.templatetags.told",
                "shown": "beholden.doors.web.templatetags.shown",
            },
        },
    }
]
FORM_RENDERER = "beholden.doors.web.forms.GovukRenderer"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Whatever is sent goes to the council's own staging folder, bounded; nothing to the machine's.
FILE_UPLOAD_HANDLERS = ["beholden.doors.web.uploads.StagedUpload"]

USE_I18N = True
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [_HERE / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = _HERE / "static"
# Each address carries the hash of its file (templatetags/told.py), so it may be kept for a year.
WHITENOISE_MAX_AGE = 365 * 24 * 3600

# Transactions that are opened on "default" are those of the council at work.
DATABASES = {"default": {"ENGINE": "beholden.doors.web.council_database"}}
CACHES = {
    "default": {
        "BACKEND": "beholden.doors.accounts.passing.PassingCache",
        "LOCATION": "accounts_passing",
        "KEY_FUNCTION": "beholden.doors.web.sign_in.limits.keyed",
        "OPTIONS": {"MAX_ENTRIES": 10_000},  # beyond them what is over is deleted, at each writing
    }
}

# A form asks something of each column of its datasets, and a table may have thousands of them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 << 20  # of a body that is no file; more is told as bad input
# Names of routes, so that whoever reads Welsh pages stays under /cy/.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "my-work"
AUTHENTICATION_BACKENDS = ["beholden.doors.web.sign_in.passwords.StaffByPassword"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "person")},
    },
    {"NAME": "beholden.doors.web.sign_in.words.NoWordOfOurs"},
]
PASSWORD_RESET_TIMEOUT = 24 * 3600

ACCOUNT_ADAPTER = "beholden.doors.web.sign_in.adapters.StaffAccounts"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "beholden.doors.web.sign_in.forms.SignInForm",
    "reset_password": "beholden.doors.web.sign_in.forms.ForgottenPasswordForm",
    "reset_password_from_key": "beholden.doors.web.sign_in.forms.NewPasswordForm",
    "change_password": "beholden.doors.web.sign_in.forms.ChangePasswordForm",
    "set_password": "beholden.doors.web.sign_in.forms.SetPasswordForm",
    "reauthenticate": "beholden.doors.web.sign_in.forms.ConfirmPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 (its name)
# 5 failures of one account from one block of addresses, 30 from a block; see sign_in/limits.py.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/5m/ip,5/5m/key", "login": "60/m/ip"}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
MFA_ADAPTER = "beholden.doors.web.sign_in.adapters.SecondFactors"
MFA_FORMS = {
    "authenticate": "beholden.doors.web.sign_in.forms.SecondFactorForm",
    "reauthenticate": "beholden.doors.web.sign_in.forms.ConfirmSecondFactorForm",
    "activate_totp": "beholden.doors.web.sign_in.forms.SetUpForm",
    "deactivate_totp": "beholden.doors.web.sign_in.forms.RemoveForm",
    "generate_recovery_codes": "beholden.doors.web.sign_in.forms.NewCodesForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "beholden.doors.web.sign_in.identities.Identities"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "beholden.doors.web.errors.no_token"
