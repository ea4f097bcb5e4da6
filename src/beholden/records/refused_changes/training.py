"""Sentences about courses, attempts and certificates."""

from __future__ import annotations

from .sentence import No, Sentence

SENTENCES: dict[str, Sentence] = {
    "one_course_per_version": Sentence(
        "The council has this version of this course already.",
        next_step="Give the changed course the next version.",
    ),
    "course_versions_count_from_one": Sentence("Versions of a course count from one."),
    "course_goes_forward": Sentence(
        "The council has a newer version of this course.",
        next_step="Give the course a version after the newest.",
    ),
    "section_read_once": Sentence("This section was read already."),
    "score_is_in_per_cent": Sentence("A score is in per cent."),
    "records_certificate_result_id_key": Sentence("This attempt has its certificate already."),
    "certificate_lasts_a_while": Sentence("A certificate expires after the day of its issue."),
    "certificate_of_a_pass": No(
        "a certificate is given only to who passed.",
        "It says that somebody reached the pass mark.",
        "take the course again.",
        "training › certificates",
    ),
}
