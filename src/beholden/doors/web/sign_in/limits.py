"""How often something may be tried: by an account, by a block of addresses, by both together.

Whoever knows somebody's e-mail address can make them fail from one block of addresses only:
failures are counted for each account *and* block. Failures from everywhere are counted too (100 an
hour, ASVS 6.3.1), but a block from which the account signed in within a month is still let in.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import logging
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache

LOG = logging.getLogger("beholden.sign_in")
_KNOWN_FOR = 30 * 24 * 3600
_EVERYWHERE = {"account_everywhere": "100/h/key"}
_BLOCKS = {4: 24, 6: 56}


def keyed(key: str, key_prefix: str, version: int) -> str:
    """Return the name under which something is remembered: a keyed hash, so no address is kept."""
    return keyed_hash(f"{key_prefix}:{version}:{key}")


def keyed_hash(text: str) -> str:
    """Return a hash of a text that nobody can make without the key of the pages."""
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def address_block(request: Any) -> str:
    """Return the block of addresses that a request came from: /24 of IPv4, /56 of IPv6.

    Behind a proxy on this machine it is what that proxy says, and its own word alone: the last.
    """
    told = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    address = _address(told)
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
    if forwarded and (address is None or address.is_loopback):
        address = _address(forwarded) or address
    if address is None:
        return "unknown"
    return str(ipaddress.ip_network(f"{address}/{_BLOCKS[address.version]}", strict=False))


def _address(text: str) -> Any:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def allowed(request: Any, action: str, rates: str, *, key: str = "-") -> bool:
    """Count one try of something and return whether it may be made."""
    usage = ratelimit.consume(
        request, app="allauth.account", action=action, config={action: rates}, key=key
    )
    if usage is None:
        LOG.info("tried too often: %s", action)
    return bool(usage)


def guess_of_account(request: Any, login: str) -> Any:
    """Count one try of an account's password from everywhere; None where there were too many."""
    if is_known(request, login):
        return ratelimit.RateLimitUsage(usage=[])
    return ratelimit.consume(
        request,
        app="allauth.account",
        action="account_everywhere",
        config=_EVERYWHERE,
        key=login,
    )


def remember_block(request: Any, login: str) -> None:
    """Remember that an account signed in from here."""
    cache.set(_known(request, login), True, _KNOWN_FOR)


def is_known(request: Any, login: str) -> bool:
    """Return whether an account signed in from here within a month."""
    return bool(cache.get(_known(request, login)))


def _known(request: Any, login: str) -> str:
    return f"known:{login}:{address_block(request)}"
