"""What is told where the board's conditions closed what an agreement gave."""

from __future__ import annotations

from beholden.kernel import Refusal, Terms

_OUTPUTS = {
    "aggregate": "answers to questions",
    "self_service": "self-service from a sealed fitted table",
    "records": "rows",
}
_AT = "conditions"
_NEXT = (
    "read the condition on the page of the use; a next version of the agreement may give what can "
    "be kept with it."
)
_ASK = "the accountable officer of the use."


def closed_output(terms: Terms, output: str, *, instead: str = "") -> Refusal:
    """Return the refusal of an output that the board's conditions closed; it names them."""
    return Refusal(
        what=f"a condition of the board closed what this agreement gave: {_OUTPUTS[output]}.",
        why=f"The agreement {terms.agreement} gave them until a condition was accepted with which "
        f"they cannot be given: {terms.closed_by(output)}.{instead}",
        clause=_AT,
        next_step=_NEXT,
        ask=_ASK,
    )


def nothing_left(terms: Terms) -> bool:
    """Return whether the board's conditions closed every output, so that nothing is sealed."""
    return bool(terms.closed) and not (terms.aggregate or terms.self_service or terms.records)


def nothing_to_seal(terms: Terms) -> Refusal | None:
    """Return why no extract is made where every output is closed; None where one is left."""
    if not nothing_left(terms):
        return None
    clauses = "; ".join(dict.fromkeys(one.because for one in terms.closed))
    return Refusal(
        what="a condition of the board leaves nothing to seal.",
        why=f"Nothing may come out under the agreement {terms.agreement} any more, so no extract "
        f"is made: {clauses}.",
        clause=_AT,
        next_step=_NEXT,
        ask=_ASK,
    )
