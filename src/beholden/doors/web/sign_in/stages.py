"""What is asked of somebody on the way in, after the password or the council's own identity."""

from __future__ import annotations

from typing import Any

from allauth.mfa.stages import AuthenticateStage


class SecondFactor(AuthenticateStage):
    """Asks for a code beside a password.

    Who comes by the council's identities was asked by the provider, as the council had it set up:
    an app that was once set up beside a password is not asked for as well.
    """

    def handle(self) -> Any:
        """Ask, or let somebody go on."""
        by_identity = "sociallogin" in (self.login.signal_kwargs or {})
        return (None, True) if by_identity else super().handle()
