"""What the check in the browser tells as wrong, so that its page can tell it in another language.

The check is a program of its own that shares no code with these pages and knows English alone
(``docs/verify-ledger.js``, ``docs/check-proof.js``). Its page gives it, for each of its sentences,
what is said instead; what stands in braces is filled in by the check.
"""

from __future__ import annotations

import json

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

FAULTS = (
    gettext_noop("This is not a public key of that kind."),
    gettext_noop("This is not a signed checkpoint."),
    gettext_noop("A signature by {name} is not right."),
    gettext_noop("The checkpoint is not signed by the council's key."),
    gettext_noop("The bundle {path} does not hold {width} entries."),
    gettext_noop("This entry is not canonical JSON (RFC 8785)."),
    gettext_noop("{path} does not go with what is below it."),
    gettext_noop("The entries do not lead to the root that the checkpoint signs."),
    gettext_noop("The ledger was put back: {by} saw {before} entries, and it has {size}."),
    gettext_noop("The first {size} entries are not those that {by} saw."),
    gettext_noop("The proof does not lead from this entry to the signed root."),
    gettext_noop(
        "There is no answer: the address may be wrong, or may not let other pages read it. "
        "Fetch the folder and choose it instead."
    ),
    gettext_noop("The server answers {status} for {name}."),
)


def faults_in_words() -> str:
    """Return as JSON, for each sentence of the check, how it is told in the page's language."""
    return json.dumps({one: _(one) for one in FAULTS}, ensure_ascii=False)
