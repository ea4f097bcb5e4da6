"""The forms of signing in: django-allauth's, drawn as GOV.UK Frontend draws forms."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm, DeactivateTOTPForm
from django.utils.translation import gettext_lazy as _

from ....actions import awaits_giving
from ..forms import GovukForm

_SAYS: dict[str, tuple[Any, Any]] = {
    "login": (_("E-mail address"), ""),
    "email": (_("E-mail address"), ""),
    "password": (_("Password"), ""),
    "oldpassword": (_("Your password now"), ""),
    "password1": (
        _("New password"),
        _("At least 12 characters. Three words that do not belong together are good."),
    ),
    "password2": (_("The new password again"), ""),
    "code": (_("Code"), ""),
}


class Ours(GovukForm):
    """Our labels and hints, and no text within fields, which goes once somebody types."""

    never_kept = "it takes passwords and codes"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in _SAYS:
                field.label, field.help_text = _SAYS[name]
        if "code" in self.fields:
            self.fields["code"].widget.attrs.update(inputmode="numeric", spellcheck="false")
            self.fields["code"].widget.attrs["class"] += " govuk-input--width-10"


class SignInForm(Ours, account.LoginForm):
    """Asks for an e-mail address and a password."""


class ForgottenPasswordForm(Ours, account.ResetPasswordForm):
    """Asks where to send the address at which a new password is set."""

    users: Any  # whose address it is, as django-allauth finds them

    def clean_email(self) -> str:
        """Return the address; where an account awaits being given, it is known as a stranger's.

        Else whoever took it away, and reads its e-mail, would need nobody else to give it.
        """
        email = super().clean_email()
        self.users = [one for one in self.users if not awaits_giving(one.person)]
        return str(email)


class NewPasswordForm(Ours, account.ResetPasswordKeyForm):
    """Asks for a new password, from whoever has the one-time address."""


class ChangePasswordForm(Ours, account.ChangePasswordForm):
    """Asks for the password there is and a new one."""


class SetPasswordForm(Ours, account.SetPasswordForm):
    """Asks for a first password."""


class ConfirmPasswordForm(Ours, account.ReauthenticateForm):
    """Asks whoever is signed in for their password again."""


class SecondFactorForm(Ours, second_factor.AuthenticateForm):
    """Asks for the code of the authenticator app, or a recovery code."""


class ConfirmSecondFactorForm(Ours, second_factor.ReauthenticateForm):
    """Asks whoever is signed in for a code again."""


class SetUpForm(Ours, ActivateTOTPForm):
    """Asks for the first code of an authenticator app."""


class RemoveForm(Ours, DeactivateTOTPForm):
    """Takes an authenticator app away."""


class NewCodesForm(Ours, GenerateRecoveryCodesForm):
    """Makes new recovery codes."""
