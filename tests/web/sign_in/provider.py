"""A real OpenID Connect provider in a process of its own: django-allauth's own one.

It signs in whoever the header Test-User names, without asking, and has a fault for each user that
is named for one. Run as a script with a folder of its own, and the address of the pages where it
is not http://127.0.0.1, it says on which port it listens.
"""

from __future__ import annotations

import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

CLIENT, SECRET = "beholden", "the-clients-secret"  # made up
VERIFIED = ("dpo", "analyst", "stranger")
FAULTS = ("wrong-nonce", "no-nonce", "wrong-issuer", "wrong-audience", "expired")


def settings(folder: Path) -> dict:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return {
        "SECRET_KEY": "made up",
        "ALLOWED_HOSTS": ["127.0.0.1"],
        "ROOT_URLCONF": "provider",
        "USE_TZ": True,
        "INSTALLED_APPS": [
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        "MIDDLEWARE": [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
            "provider.signed_in_as_told",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        "DATABASES": {
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "idp.sqlite3")}
        },
        "IDP_OIDC_PRIVATE_KEY": key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
        "IDP_OIDC_ADAPTER": "provider_faults.Faulty",
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    }


def signed_in_as_told(get_response):
    def middleware(request):
        from django.contrib.auth import get_user_model

        name = request.headers.get("Test-User")
        if name:
            request.user = get_user_model().objects.get(username=name)
        return get_response(request)

    return middleware


def people(pages: str) -> None:
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model
    from django.contrib.auth.hashers import make_password

    Client.objects.create(
        id=CLIENT,
        name="The pages",
        secret=make_password(SECRET),
        scopes="openid\nemail",
        redirect_uris=f"{pages}/sign-in/with/council/back/",
        skip_consent=True,
    )
    for name in (*VERIFIED, "unverified", "second", *FAULTS):
        user = get_user_model().objects.create(username=name)
        EmailAddress.objects.create(
            user=user, email=f"{name}@example.org", verified=True, primary=True
        )


class Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        pass


def __getattr__(name: str):
    if name == "urlpatterns":
        from django.urls import include, path

        return [path("", include("allauth.idp.urls"))]
    raise AttributeError(name)


def main() -> None:
    folder, pages = Path(sys.argv[1]), (*sys.argv[2:], "http://127.0.0.1")[0]
    sys.path.insert(0, str(Path(__file__).parent))
    import django
    from django.conf import settings as configured

    configured.configure(**settings(folder))
    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    people(pages)
    with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet) as server:
        print(server.server_port, flush=True)  # noqa: T201 (for whoever started it)
        server.serve_forever()


if __name__ == "__main__":
    main()
