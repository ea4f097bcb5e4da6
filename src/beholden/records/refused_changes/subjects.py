"""What people are told when the database refuses a change to what subjects asked for."""

from __future__ import annotations

from .sentence import WRITTEN, No, Sentence

SENTENCES: dict[str, Sentence] = {
    "one_opt_out_stands": Sentence("This subject has opted out already."),
    "opt_out_has_kind": Sentence("An opt-out is of a kind of use."),
    "opt_out_keeps_its_mark": No(
        "an opt-out is never changed.",
        "Somebody relies on it.",
        "withdraw it, then record another.",
        WRITTEN,
    ),
    "opt_out_withdrawn_once": No(
        "an opt-out is withdrawn once.",
        "When it stood, and when it did not, must be told later.",
        "record a new opt-out.",
        WRITTEN,
    ),
}
