"""What an operation is: a method and an address, the act of the library behind it, who may."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from ...actions import Right


class Who(Enum):
    """Who may call an operation that needs no right of its own."""

    ANYBODY = "anybody, without a key"
    INSIDE = "anybody with an office inside the council"
    LISTED = "anybody on the council's list of people"


# Which of the two it takes depends on what the agreement gives to whom (credentials.py).
_ASKING = frozenset({Right.QUESTION_ASK, Right.SELF_SERVICE_ASK})
ASKS = ("ask", "explain")

ANYBODY, INSIDE, LISTED = Who.ANYBODY, Who.INSIDE, Who.LISTED


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: ``POST /uses/{use}/seal`` does ``council.seal(by=…, use=…)``.

    ``act`` is a method of the council, or a function of ``records.reading`` (``reading.uses``).
    What stands in braces in the address is a parameter of the act; the rest comes in the query of
    a GET and in the body of a POST, unless the body is a statement of the kind ``statement``.
    ``use`` says which parameter, or key of the statement, names the use that it is about.
    """

    method: str
    path: str
    act: str
    needs: Who | frozenset[Right]
    statement: str = ""
    use: str = ""

    @property
    def changes(self) -> bool:
        """Return whether it may change something, so that it is not to be sent twice."""
        return self.method != "GET"

    @property
    def rights(self) -> frozenset[Right]:
        """Return the rights of which a key must carry one; empty where none is needed."""
        if self.act in ASKS:
            return _ASKING
        return self.needs if isinstance(self.needs, frozenset) else frozenset()

    @property
    def name(self) -> str:
        """Return the name under which the document of the API and the client know it."""
        return self.act.replace(".", "_")

    @property
    def in_path(self) -> tuple[str, ...]:
        """Return the parameters that stand in the address."""
        return tuple(re.findall(r"{(\w+)}", self.path))


def get(path: str, act: str, needs: Who | Right, *, use: str = "") -> Operation:
    """Return an operation that reads."""
    return Operation("GET", path, act, _needs(needs), use=use)


def post(
    path: str, act: str, *rights: Right, needs: Who | None = None, of: str = "", use: str = ""
) -> Operation:
    """Return an operation that does an act; ``of`` is the kind of statement that its body is."""
    return Operation("POST", path, act, needs or frozenset(rights), statement=of, use=use)


def _needs(needs: Who | Right) -> Who | frozenset[Right]:
    return frozenset({needs}) if isinstance(needs, Right) else needs
