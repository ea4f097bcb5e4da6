"""A council made from stated files: each officer applies the folder in turn, each party signs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...actions import Council, init
from ...kernel import Damaged, Progress
from ...records import reading

ADMINISTRATOR = "admin"


def found_council(
    directory: Path,
    *,
    name: str,
    stated: Path,
    officers: Sequence[str],
    progress: Progress,
    **contact: str,
) -> Council:
    """Make a council's home and have its officers, in order, apply what is stated.

    ``contact`` is where residents write, as `init` takes it.
    Ends with every agreement signed by all its parties. Raises Damaged where something stated was
    left undone, which the demonstration's own files never should.
    """
    council = init(directory, name=name, administrator=ADMINISTRATOR, **contact)
    for number, officer in enumerate((ADMINISTRATOR, *officers)):
        progress(f"{name}: {officer} applies what is stated", number, len(officers) + 2)
        council.apply(by=officer, directory=stated)
    undone = council.plan_statements(by=ADMINISTRATOR, directory=stated)
    left = [f"{s.act} {s.name} ({s.waits_for})" for s in undone if s.change != "same"]
    if left:
        raise Damaged("The demonstration's own files could not be applied.", why="; ".join(left))
    progress(f"{name}: the parties sign", len(officers) + 1, len(officers) + 2)
    sign_all(council)
    return council


def sign_all(council: Council) -> None:
    """Have every party of every agreement sign it."""
    with council.at_work():
        agreements, people = reading.agreements(), reading.people()
    signing = {p.organisation: p.code for p in people if {"steward", "partner"} & set(p.roles)}
    for agreement in agreements:
        for party in agreement.parties:
            council.sign_agreement(by=signing[party], agreement=agreement.name)
