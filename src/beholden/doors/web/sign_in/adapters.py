"""What django-allauth asks of us: who may come in, what they are told, where they go on to."""

from __future__ import annotations

import base64
import hashlib
import logging
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions import REQUIRED
from ...sending import send_later
from ..logged import logged_as
from ..whole_addresses import whole
from . import limits, sessions

LOG = logging.getLogger("beholden.sign_in")
_STRONG = {"mfa", "socialaccount"}
# How the message begins that says where a password is set.
ASKED = gettext_lazy("Somebody, most likely you, asked for a new password.")
OPENED = gettext_lazy("The administrator opened an account for you.")
GIVEN = gettext_lazy("An administrator gave you your account again, which another had taken away.")
_TOLD = {
    "account/messages/password_changed.txt": gettext_lazy("Your password is changed."),
    "account/messages/password_set.txt": gettext_lazy("Your password is set."),
    "mfa/messages/totp_activated.txt": gettext_lazy("Your authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Your authenticator app is taken away."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy("You have new recovery codes."),
}


class StaffAccounts(DefaultAccountAdapter):
    """Accounts of people on the council's list; nobody opens their own."""

    error_messages = {  # noqa: RUF012 (allauth's)
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy(
            "The e-mail address and the password do not belong together"
        ),
        "too_many_login_attempts": gettext_lazy(
            "This was tried too often. Wait five minutes, then try again"
        ),
        "enter_current_password": gettext_lazy("This is not your password"),
        "incorrect_password": gettext_lazy("This is not your password"),
    }

    def is_open_for_signup(self, request: Any) -> bool:  # noqa: ARG002 (allauth's)
        """Return False: an administrator opens accounts."""
        return False

    def get_client_ip(self, request: Any) -> str:
        """Return the block of addresses, which is what limits count by."""
        return limits.address_block(request)

    def is_safe_url(self, url: str) -> bool:
        """Return whether to go on to an address after signing in: paths of these pages only."""
        return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def _get_login_attempts_cache_key(self, request: Any, **credentials: Any) -> str:
        return f"{limits.address_block(request)}:{_login_of(credentials)}"

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        """Count the try: of the account from here, from here at all, of the account at all."""
        try:
            super().pre_authenticate(request, **credentials)
            self._everywhere = limits.guess_of_account(request, _login_of(credentials))
            if self._everywhere is None:
                raise self.validation_error("too_many_login_attempts")
        except ValidationError:
            LOG.info("sign-in tried too often")
            raise

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """Return the account that these credentials are of, or None."""
        account = super().authenticate(request, **credentials)
        if account:
            self._everywhere.rollback()
            limits.remember_block(request, _login_of(credentials))
        return account

    def authentication_failed(self, request: Any, **credentials: Any) -> None:  # noqa: ARG002 (allauth's)
        """Write that somebody could not sign in; the log has no address and no name."""
        LOG.info("sign-in failed")

    def login(self, request: Any, user: Any) -> None:
        """Begin a session anew; one by password alone may do nothing but set up a second factor."""
        super().login(request, user)
        how = {one["method"] for one in get_authentication_records(request, user)}
        owing = request.council.sign_in.second_factor == REQUIRED and not how & _STRONG
        sessions.begin(request, owing=owing)
        LOG.info("signed in: %s by %s", logged_as(user.person), "+".join(sorted(how)) or "password")

    def get_login_stages(self) -> list[str]:
        """Return what is asked on the way in: our own way of asking for a second factor."""
        ours = f"{__package__}.stages.SecondFactor"
        stages = super().get_login_stages()
        return [ours if one.endswith(".AuthenticateStage") else one for one in stages]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return whether to ask who it is again: not within five minutes of signing in."""
        needed = super().is_reauthentication_required(app=app, **kwargs)
        return needed and not sessions.began_just_now(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return how somebody shows again who they are; by an identity, by signing in anew."""
        anew = {"id": "anew", "description": _("Sign in again"), "url": reverse("account_logout")}
        return super().get_reauthentication_methods(user) or [anew]

    def get_login_redirect_url(self, request: Any) -> str:  # noqa: ARG002 (allauth's)
        """Return where one goes on to who asked for nothing else."""
        return reverse("my-work")

    def get_password_change_redirect_url(self, request: Any) -> str:  # noqa: ARG002 (allauth's)
        """Return to the page of one's account."""
        return reverse("mfa_index")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the address at which a new password is set, once."""
        return whole(self.request, new_password_path(key))

    def add_message(
        self,
        request: Any,
        level: int,  # noqa: ARG002 (allauth's)
        message_template: str | None = None,
        *_args: Any,
        **_kwargs: Any,
    ) -> None:
        """Tell what was done in our own words; of signing in and out nothing is said."""
        if message_template in _TOLD:
            messages.success(request, str(_TOLD[message_template]))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send the one message there is: where to set a new password."""
        if template_prefix == "account/email/password_reset_key":
            send_new_password(self.request.council, email, context["password_reset_url"])


def send_new_password(council: Any, email: str, address: str) -> None:
    """Send somebody the address at which they set a password; when is told by no answer."""
    subject, body = message_of(council, address, begins=ASKED)
    send_later(council, "email", email, subject=subject, body=body)


def message_of(council: Any, address: str, *, begins: Any) -> tuple[str, str]:
    """Return the message that says where a password is set: its subject and its text."""
    subject = _("Set your password for the pages of %(council)s") % {"council": council.name}
    body = _(
        "%(begins)s\n\nSet it here, once, within 24 hours:\n%(address)s\n\n"
        "If you know nothing of it, do nothing, and tell the administrator."
    ) % {"begins": str(begins), "address": address}
    return subject, body


def told_that_it_was_shown(council: Any, *, begins: Any) -> tuple[str, str]:
    """Return the message to whose account was opened or given where another saw the address."""
    body = _(
        "%(begins)s The address that sets your password was shown to them, to be handed to you."
        "\n\nIf you know nothing of it, tell the data-protection officer at once."
    ) % {"begins": str(begins)}
    return _subject(council), body


def told_that_it_was_taken(council: Any, *, closed: bool) -> tuple[str, str]:
    """Return the message to whose account was begun anew or closed."""
    what = (
        _("The administrator closed your account: you cannot sign in any more.")
        if closed
        else _(
            "The administrator took away your password, second factor and sessions, so that your "
            "account begins anew. Another administrator now gives it to you again."
        )
    )
    body = _(
        "%(what)s Your keys of the API are closed.\n\n"
        "If you know nothing of it, tell the data-protection officer at once."
    ) % {"what": what}
    return _subject(council), body


def _subject(council: Any) -> str:
    return _("Your account for the pages of %(council)s") % {"council": council.name}


def new_password_path(key: str) -> str:
    """Return the path at which a one-time key (``account-token``) sets a password."""
    account, _hyphen, token = key.partition("-")
    return reverse("account_reset_password_from_key", kwargs={"uidb36": account, "key": token})


class SecondFactors(DefaultMFAAdapter):
    """Second factors; their secrets are sealed under the key of the pages."""

    error_messages = {  # noqa: RUF012 (allauth's)
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This is not the code of this moment"),
    }

    def get_totp_label(self, user: Any) -> str:
        """Return what the app calls the account: the person's code, not their address."""
        return str(user.person)

    def get_totp_issuer(self) -> str:
        """Return what the app calls these pages."""
        return str(context.request.council.name)

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept in the database."""
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret as it was; under another key of the pages, one that fits nothing."""
        try:
            return _sealer().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _sealer() -> Fernet:
    key = hashlib.sha256(b"beholden second factors\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _login_of(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email", "")).lower()
