"""What somebody may know of: a use that is concealed is told to nobody outside the council."""

from __future__ import annotations

from typing import Any

from ..kernel import Terms
from .home import Home
from .named_use import no_such_use, use_named
from .rights import OUTSIDE
from .subjects.concealing import concealed_uses


def use_known_to(home: Home, person: Any, name: str) -> Any:
    """Return a use that somebody may know of; raise NotFound, in the same words as for none.

    One that is concealed from the public pages is known to who has an office inside the council,
    and to an organisation that one of its agreements names.
    """
    use = use_named(name)
    if is_inside(person) or name not in concealed_uses(home) or _is_named(use.agreements, person):
        return use
    raise no_such_use()


def agreement_known_to(person: Any, name: str) -> Any:
    """Return the newest version of an agreement that somebody may know of; raise NotFound.

    Outside the council that is one of which some version names their own organisation.
    """
    from .agreements import agreement_named, no_agreement

    newest = agreement_named(name)
    if is_inside(person) or _is_named(type(newest).objects.filter(name=name), person):
        return newest
    raise no_agreement()


def is_inside(person: Any) -> bool:
    """Return whether somebody has an office inside the council."""
    return bool(set(person.roles.values_list("role", flat=True)) - OUTSIDE)


def is_named(terms: Terms, organisation: str) -> bool:
    """Return whether an agreement names an organisation: as a party, or as whom it answers."""
    answered = [given.to for given in (terms.aggregate, terms.self_service) if given]
    return organisation in {*terms.between, *(one for to in answered for one in to)}


def _is_named(agreements: Any, person: Any) -> bool:
    every = agreements.values_list("terms", flat=True)
    return any(is_named(Terms.from_dict(terms), person.organisation) for terms in every)
