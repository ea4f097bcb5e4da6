"""What happened, in words for the public: the acts of the ledger, alike ones on end told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from .. import release
from ..kernel import Sentence
from ..records import reading

ACTS = {
    "home-made": "The home of the council was made",
    "home-backed-up": "A backup of the home was made",
    "home-restored": "The home was restored from a backup",
    "person-added": "An office was given its rights",
    "person-left": "An office holder left",
    "account-opened": "An account for signing in was opened",
    "account-reset": "An account for signing in was begun anew",
    "account-given": "An account for signing in was given to its person again",
    "account-closed": "An account for signing in was closed",
    "api-key-opened": "A key for programs was opened",
    "api-key-closed": "A key for programs was closed",
    "dataset-registered": "A dataset was registered",
    "areas-kept": "Areas that numbers are shown on were kept",
    "use-stated": "The use was stated",
    "use-triaged": "It was triaged",
    "canvas-filled": "The ethics canvas was filled in",
    "design-reviewed": "The design authority reviewed the design",
    "dpia-advised": "The data-protection officer advised on the impact assessment",
    "advice-recorded": "The board advised",
    "board-stated": "The data ethics board was stated",
    "meeting-planned": "A meeting of the board was planned",
    "papers-made": "Papers of a meeting of the board were made anew",
    "meeting-held": "It was recorded who was at a meeting of the board",
    "meeting-minuted": "The minutes of a meeting of the board were published",
    "crisis-stated": "The use was asked for in a crisis",
    "crisis-opened": "The use was opened in a crisis, before its full review",
    "crisis-lapsed": "The full review was not had in time; the keys of its extracts were destroyed",
    "use-decided": "The accountable officer decided",
    "use-reviewed": "The accountable officer looked at the use again",
    "undertaking-stated": "An office undertook to do something by a day",
    "undertaking-done": "What was undertaken was done",
    "undertaking-lapsed": "What was undertaken was not done in time",
    "undertaking-time-asked": "More time was asked for what was undertaken",
    "undertaking-withdrawal-asked": "It was asked to withdraw an undertaking",
    "undertaking-agreed": "A second person agreed to what was asked of an undertaking",
    "objections-recorded": "Objections were recorded",
    "objections-withdrawn": "Objections were withdrawn",
    "agreement-offered": "An agreement was offered for signature",
    "agreement-signed": "A party signed the agreement",
    "agreement-drafted": "The draft of an agreement was kept",
    "draft-discarded": "The draft of an agreement was thrown away",
    "agreement-changes-asked": "A party asked for changes to the agreement",
    "agreement-declined": "A party declined the agreement",
    "party-withdrew": "A party withdrew from the agreement",
    "agreement-suspended": "The agreement was suspended: nothing is asked for now",
    "agreement-resumed": "The agreement went on, as a second officer allowed",
    "agreement-began": "The agreement came into force on its first day",
    "agreement-ended": "The agreement ended; the keys of its extracts were destroyed",
    "extract-sealed": "Data were sealed under the agreement",
    "feed-asked": "A feed of rows was asked for",
    "feed-opened": "A feed of rows was opened by a second person",
    "feed-filled": "The feed was filled anew",
    "feed-access-given": "Somebody was given access to the feed",
    "feed-access-taken": "Somebody's access to the feed ended",
    "feed-login-dropped": "A login of the feed was taken off its server",
    "feed-closed": "The feed was closed",
    "feed-dropped": "The rows of the feed are gone from its server",
    "question-answered": "A question was answered",
    "question-refused": "A question was refused",
    "question-stopped": "A question could not be answered",
    "question-unread": "Something was asked that cannot be read as a question",
    "question-saved": "A question was saved for the analysts of the use",
    "saved-question-dropped": "A saved question was taken off the list",
    "question-scheduled": "A saved question was scheduled to be asked again and again",
    "schedule-stopped": "The schedule of a saved question was stopped",
    "release-requested": "A table was put up for release",
    "release-reviewed": "A second person reviewed the table",
    "release-published": "The table was published",
    "outcome-recorded": "What came of the use was recorded",
    "audited": "What is on record was checked against this ledger",
    "receipts-read": "Receipts were read by an auditor",
    "course-published": "A course was published",
    "course-taken-up": "A course that came along was taken up",
    "course-taken": "Somebody took a course",
    "training-required": "It was stated which rights ask for which courses",
    "witness-named": "A witness of this ledger was named",
    "witness-let-go": "A witness of this ledger was let go",
    "complaint-recorded": "A complaint came",
    "complaint-acknowledged": "Whoever complained was told that the complaint came",
    "complaint-informed": "Whoever complained was told how it goes on",
    "complaint-decided": "A complaint was decided",
    "complaint-closed": "The outcome of a complaint was told",
    "complaint-overdue": "A complaint was not acknowledged within 30 days",
    "complaint-forgotten": "The text of a complaint was destroyed, after its span",
    "request-filed": "A resident asked the council for something",
    "request-closed": "A request of a resident was closed",
    "request-forgotten": "The text of a request was destroyed, a year after it was closed",
    "concealment-stated": "It was asked to conceal something for a lawful reason",
    "concealment-confirmed": "A second person confirmed a concealment",
    "concealment-lifted": "A concealment was lifted",
    "concealment-ended": "A concealment ended",
    "opt-outs-recorded": "Opt-outs were recorded",
    "opt-outs-withdrawn": "Opt-outs were withdrawn",
    "household-dataset-stated": "It was stated that every household is in a dataset",
    "household-dataset-withdrawn": "It was taken back that every household is in a dataset",
    "members-destroyed": "What was kept of who was in an extract was destroyed",
    "span-stated": "It was stated for how long something is kept",
    "span-confirmed": "A second person confirmed for how long something is kept",
    "subjects-answered": "Residents were told which uses they were in",
    "pairs-listed": "Pairs of rows were listed for review",
    "pairs-sampled": "Pairs of rows were drawn for review",
    "pairs-decided": "Pairs of rows were decided on by people",
    "uprn-keys-made": "Addresses of a dataset were matched",
    "person-keys-made": "People in a dataset were linked",
}


def act_in_words(act: str) -> str:
    """Return an act of the ledger in words."""
    return ACTS.get(act, act.replace("-", " ").capitalize())


def what_happened(entries: Iterable[reading.LedgerEntryView]) -> Iterator[release.PublicEvent]:
    """Yield what happened to a use, in order; the same act again on the same day is told once."""
    for (act, _), same in groupby(entries, key=lambda one: (one.act, one.written_at.date())):
        found = list(same)
        moment = found[0].written_at
        yield release.PublicEvent(
            on=Sentence("%(day)s, %(time)s UTC", day=moment.date(), time=f"{moment:%H:%M}"),
            what=act_in_words(act),
            entry=found[0].index,
            until=found[-1].index if len(found) > 1 else None,
            times=len(found),
        )
