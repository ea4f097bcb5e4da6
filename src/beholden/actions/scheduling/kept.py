"""The answer of a schedule that is kept for who scheduled it: the newest, until its extract ends.

It is sealed under a key that is made of the extract's own, so when that is destroyed nothing opens
it, in no copy of the records either (S6).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ... import gate
from ...kernel import Receipt
from ..asking import Answered
from ..home import Home

if TYPE_CHECKING:
    import pyarrow as pa

# A larger answer is not kept: whoever scheduled it asks anew.
MOST_BYTES = 4 << 20
_NOTES = b"beholden.notes"


def sealed_answer(
    home: Home,
    receipt: Receipt,
    *,
    extract: str,
    table: pa.Table,
    notes: tuple[str, ...],
    most: int | None = None,
) -> bytes:
    """Return an answer, sealed under its extract and tied to its receipt; empty if too large."""
    import pyarrow as pa

    told = table.replace_schema_metadata({_NOTES: json.dumps(notes).encode()})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, told.schema) as stream:
        stream.write_table(told)
    content = sink.getvalue().to_pybytes()
    if len(content) > (MOST_BYTES if most is None else most):
        return b""
    return gate.seal_text(content, key=home.keys.of_answers(extract), bound_to=receipt.id)


def opened_answer(home: Home, run: Any) -> Answered:
    """Return the answer of a run; raises NotFound where the key of its extract is gone."""
    import pyarrow as pa

    kept = run.receipt
    key = home.keys.of_answers(kept.extract_id)
    content = gate.open_text(bytes(run.answer), key=key, bound_to=kept.pk)
    with pa.ipc.open_stream(content) as stream:
        table = stream.read_all()
    notes = json.loads(table.schema.metadata[_NOTES])
    return Answered(
        table.replace_schema_metadata(None), Receipt.from_dict(kept.facts), tuple(notes)
    )


def is_kept(run: Any) -> bool:
    """Return whether the answer of a run is there to be read."""
    return bool(run.answer) and may_be_kept(run)


def may_be_kept(run: Any) -> bool:
    """Return whether the extract that a run asked still stands, with which its answer ends."""
    extract = run.receipt.extract
    return extract is not None and extract.state == "current"


def forget_answers(runs: Any) -> None:
    """Take away the answers of these runs; that they were asked stays on record.

    What there is to take away is read first: where there is nothing, nothing waits to be written.
    """
    left = list(runs.exclude(answer=b"").values_list("pk", flat=True))
    if left:
        runs.model.objects.filter(pk__in=left).update(answer=b"")
