"""The library over HTTP: ``beholden.connect(url, key=…)`` has the verbs of a council at hand.

council = beholden.connect("https://data.ashmere.example", key="key-….…")
answered = council.ask(use="warm-homes", question="select count(*) from council_tax")
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from ...kernel import (
    BadInput,
    BadQuestion,
    BeholdenError,
    Damaged,
    NotFound,
    OutOfLimits,
    Refusal,
    Refused,
    Unavailable,
)
from .answers import DocumentTold, RowsTold
from .operation import Operation

if TYPE_CHECKING:
    import requests

    from .inputs import Inputs

_KINDS: dict[str, Any] = {
    kind.kind: kind
    for kind in (BadInput, BadQuestion, Damaged, NotFound, OutOfLimits, Refused, Unavailable)
}
_SECONDS = 600


class RemoteCouncil:
    """A council that is served elsewhere: each operation of its API is a method.

    A method takes what the act of the library takes, but for ``by``: the key says who. It returns
    the same values and raises the same errors.
    """

    def __init__(self, url: str, *, key: str) -> None:
        import requests

        from ...actions import is_safe_address
        from .openapi import BASE

        if not is_safe_address(url):
            raise BadInput(
                "A key is sent over https only.", next_step="Name the council's https address."
            )
        self._base = url.rstrip("/") + BASE
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {key}"

    def __getattr__(self, name: str) -> Any:
        operation = _operations().get(name)
        if operation is None:
            raise AttributeError(f"the API has no operation {name!r}")
        return _Method(self, operation)

    def __dir__(self) -> list[str]:
        return sorted(_operations())

    def _send(self, operation: Operation, given: Mapping[str, Any]) -> requests.Response:
        """Send a request; one that may change something carries a key, so it is done once."""
        import requests

        path = operation.path.format(**{n: given[n] for n in operation.in_path})
        rest = {n: v for n, v in given.items() if n not in operation.in_path}
        with ExitStack() as files:
            about = _about(operation, rest, files)
            try:
                answer = self._session.request(
                    operation.method,
                    self._base + path,
                    timeout=_SECONDS,
                    allow_redirects=False,
                    **about,
                )
            except requests.RequestException as fault:
                raise Unavailable(
                    "The council's pages do not answer.", why=f"{type(fault).__name__}."
                ) from None
        if answer.status_code != 200:
            raise _error(answer)
        return answer


class _Method:
    """One operation, to be called with the parameters of its act."""

    def __init__(self, council: RemoteCouncil, operation: Operation) -> None:
        from .inputs import act_of, inputs_of

        self._council = council
        self._operation = operation
        self._inputs: Inputs = inputs_of(operation)
        self.__doc__ = act_of(operation).__doc__
        self.__name__ = operation.act.rpartition(".")[2]

    def __call__(self, **given: Any) -> Any:
        unknown = sorted(set(given) - set(self._inputs.parameters))
        if unknown:
            raise TypeError(f"{self.__name__}() takes no {', '.join(unknown)}")
        missing = sorted(set(self._operation.in_path) - set(given))
        if missing:
            raise TypeError(f"{self.__name__}() needs {', '.join(missing)}")
        if self._inputs.pages:
            return value_of(self._inputs, list(self._items(given)))
        answer = self._council._send(self._operation, given)
        if self._inputs.given is DocumentTold:
            return DocumentTold(answer.headers["Content-Type"], answer.text)
        return value_of(self._inputs, answer.json())

    def _items(self, given: Mapping[str, Any]) -> Iterator[Any]:
        page = 1
        while page:
            asked = {**given, "page": page, "per_page": 500}
            answer = self._council._send(self._operation, asked)
            yield from answer.json()["items"]
            page = page + 1 if "next" in answer.links else 0


def connect(url: str, *, key: str) -> RemoteCouncil:
    """Return the council whose pages are at an address, with a key of its API.

    Raises BadInput for an address that is not https; this machine's own may be http.
    """
    return RemoteCouncil(url, key=key)


def _operations() -> dict[str, Operation]:
    from .operations import OPERATIONS

    return {one.act.rpartition(".")[2]: one for one in OPERATIONS}


def _about(operation: Operation, rest: dict[str, Any], files: ExitStack) -> dict[str, Any]:
    if operation.method == "GET":
        return {"params": {n: _plain(v) for n, v in rest.items() if v is not None}}
    once = {"Idempotency-Key": str(uuid.uuid4())}
    if "source" in rest:
        file = files.enter_context(open(rest.pop("source"), "rb"))  # noqa: SIM115 (it is within)
        form = {n: _plain(v) for n, v in rest.items() if v is not None}
        return {"headers": once, "data": form, "files": {"source": file}}
    if operation.statement:
        rest = next(iter(rest.values()), {})
    text = json.dumps(rest, default=_plain)
    return {"headers": {**once, "Content-Type": "application/json"}, "data": text.encode()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return sorted(value) if isinstance(value, set | frozenset) else value


def value_of(inputs: Inputs, data: Any) -> Any:
    """Return an answer as the value that it tells; rows become the table that they were."""
    if inputs.given is RowsTold:
        return _answered(data)
    return TypeAdapter(inputs.given).validate_python(data)


def _answered(data: Mapping[str, Any]) -> Any:
    import pyarrow as pa

    from ...actions import Answered

    if "rows" not in data:
        raise Unavailable(
            "This question was answered before, and rows are sent once.",
            next_step=f"Ask it again; its receipt is {data['receipt']['id']}.",
        )
    told = TypeAdapter(RowsTold).validate_python(data)
    columns = {name: [row[name] for row in told.rows] for name in told.columns}
    return Answered(pa.table(columns), told.receipt, told.notes)


def _error(answer: requests.Response) -> BeholdenError:
    """Return the error of the family that an answer tells of."""
    try:
        told = answer.json()["error"]
        kind, what = _KINDS.get(told["kind"], BeholdenError), str(told["what"])
    except (ValueError, KeyError, TypeError):
        return Unavailable("What answers at this address is no council of this version.")
    if kind is Refused:
        about = {n: str(told.get(n, "")) for n in ("why", "clause", "ask")}
        return Refused(Refusal(what=what, next_step=str(told.get("next", "")), **about))
    error: BeholdenError = kind(what, why=told["why"], next_step=told["next"], ask=told["ask"])
    return error
