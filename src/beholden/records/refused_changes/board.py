"""What people are told of changes to the board, its meetings and its minutes."""

from __future__ import annotations

from .sentence import TWO_PEOPLE, WRITTEN, No, Sentence


def _fixed(what: str) -> dict[str, Sentence]:
    name = what.replace(" ", "_")
    no = No(
        "what a meeting was is not changed once it has advised or has minutes.",
        "The quorum was counted by it.",
        "put it right in the minutes, which are written anew beside the earlier ones.",
        WRITTEN,
    )
    return {f"{name}_fixed_when_{how}": no for how in ("added", "changed", "deleted", "moved")}


SENTENCES: dict[str, Sentence] = {
    "member_sits_once": Sentence("A person sits on the board once."),
    "member_term_ends_after_start": Sentence(
        "A term ends before it starts.", next_step="Check from: and until:."
    ),
    "records_boardmeeting_on_key": Sentence("There is already a meeting on this day."),
    "meeting_state_known": Sentence("A meeting is planned, held or minuted."),
    "meeting_goes_one_way": No(
        "a meeting is planned, then held, then minuted.",
        "It cannot go back to what it was, nor skip a step.",
        "record the next step.",
        WRITTEN,
    ),
    "meeting_stays_as_it_was_held": No(
        "a meeting that was held stays as it was.",
        "Others rely on when, where and before which board it was.",
        "put it right in the minutes.",
        WRITTEN,
    ),
    "one_item_per_number": Sentence(
        "Two items of an agenda have the same number.", next_step="Number them from 1."
    ),
    "use_on_agenda_once": Sentence("A data use is on an agenda once."),
    "member_there_once": Sentence("A member is at a meeting once."),
    "stood_aside_once": Sentence("A member stands aside on an item once."),
    "stood_aside_has_reason": Sentence("Who stands aside says why.", next_step="Say because: …"),
    "minutes_say_something": Sentence("Minutes say something."),
    "paper_says_something": Sentence("A paper says something."),
    "records_papertext_fingerprint_key": Sentence("The text of a paper is kept once."),
    "one_paper_per_version": Sentence("A meeting has a version of a paper once."),
    "paper_made_before_its_meeting": No(
        "no paper is made for a meeting that was held.",
        "The board did not see it.",
        "put the use on the agenda of another meeting.",
        WRITTEN,
    ),
    "minutes_of_a_held_meeting": No(
        "a meeting that was not held has no minutes.",
        "It is still planned.",
        "record who was there, then its minutes.",
        WRITTEN,
    ),
    "given_advice_has_quorum": Sentence(
        "Advice without a quorum is no advice.", next_step="Record it once the board is quorate."
    ),
    "records_advicegiven_advice_id_key": Sentence("This advice is bound to a meeting already."),
    "advice_given_at_its_meeting": No(
        "advice is given on a use of the agenda, at a meeting that was held on its day.",
        "This meeting was not held, or had another agenda.",
        "record who was there first.",
        WRITTEN,
    ),
    "advice_given_by_who_was_there": No(
        "a quorum is counted from who was there.",
        "Another number was stated.",
        "record who was there, then the advice.",
        WRITTEN,
    ),
    "decision_by_no_adviser": No(
        "nobody decides on a use on which they advised as a member of the board.",
        "The board advises and another decides.",
        "have the accountable officer decide, who did not sit.",
        TWO_PEOPLE,
    ),
    **_fixed("item"),
    **_fixed("attendance"),
    **_fixed("standing aside"),
    **{
        f"{table}_never_emptied": No(
            "the record of a meeting is never emptied.", "Others rely on it.", clause=WRITTEN
        )
        for table in ("boarditem", "boardattendance", "stoodaside")
    },
}
