"""What is only ever added to, and what is never deleted: a sentence for each table."""

from __future__ import annotations

from .sentence import NEW_ACT, WRITTEN, No, Sentence

_FACTS = {
    "ledgerentry": "an entry of the ledger",
    "signature": "a signature",
    "advice": "the board's advice",
    "advicepoint": "a point of the board's advice",
    "boardversion": "the board as it was stated",
    "boardmember": "a term on the board",
    "boardminutes": "the minutes of a meeting",
    "papertext": "the text of a paper that the board saw",
    "meetingpaper": "what a meeting had before it",
    "advicegiven": "how the board gave its advice",
    "decision": "a decision",
    "review": "a review",
    "undertaking": "an undertaking",
    "undertakingevent": "what was recorded of an undertaking",
    "triage": "a triage",
    "canvasversion": "a version of an area of the canvas",
    "designreview": "a design review",
    "dpiaadvice": "advice on an impact assessment",
    "receipt": "a receipt",
    "outcome": "an outcome",
    "savedquestion": "a saved question",
    "savedquestiongone": "that a saved question is gone",
    "schedule": "a schedule",
    "scheduleend": "the end of a schedule",
    "areasversion": "a version of a set of areas",
    "releaseareas": "on which areas a release is mapped",
    "datasetversion": "a version of a dataset",
    "keycolumn": "the record of a linkage",
    "linkagerun": "the record of who ran a linkage",
    "reviewsample": "a sample for review",
    "pairlabel": "a decision about a pair",
    "partyanswer": "a party's answer",
    "courseversion": "a version of a course",
    "courseattempt": "an attempt at a course",
    "sectionread": "what somebody read of a course",
    "courseresult": "the marks of an attempt",
    "certificate": "a certificate",
    "trainingrule": "what training is asked for",
    "span": "a span of days",
    "spanconfirmation": "a second person's word on a span of days",
    "complaintstep": "a step of a complaint",
}

_KEPT = {
    **_FACTS,
    "ledgerhead": "the head of the ledger",
    "datause": "a data use",
    "agreement": "an agreement",
    "extract": "the record of an extract",
    "release": "the record of a release",
    "schedulerun": "what a schedule asked",
    "objection": "an objection",
    "boardmeeting": "a meeting of the board",
    "optout": "an opt-out",
    "memberskept": "the record of an extract's members",
    "householddataset": "what was stated of a dataset",
    "concealment": "a concealment",
    "complaint": "a complaint",
    "residentrequest": "a request of a resident",
    "answersofday": "how many answers were given on a day",
    "opening": "a use that was stated in a crisis",
    "suspension": "a suspension",
    "feed": "a feed",
    "feedaccess": "access to a feed",
    "apikey": "a key of the API",
}


def facts() -> dict[str, Sentence]:
    """Return the sentences of every table whose rows do not change, or do not go."""
    why = "It is a fact that others rely on, so it is only ever added to."
    changed: dict[str, Sentence] = {
        f"{table}_never_changed": No(f"{words} is never changed.", why, NEW_ACT, WRITTEN)
        for table, words in _FACTS.items()
    }
    gone: dict[str, Sentence] = {
        f"{table}_never_{how}": No(f"{words} is never deleted.", why, NEW_ACT, WRITTEN)
        for table, words in _KEPT.items()
        for how in ("deleted", "emptied")
    }
    return changed | gone
