"""Codes of the record in words, in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

# What a course's text has of the page itself, by the element in which it stands.
COURSE_WORDS = (("h3", gettext_noop("Question")), ("summary", gettext_noop("Answer")))
ROLES = {
    "identity": _("tells the rows of one person or place apart; never shown"),
    "join": _("joins datasets, under a pseudonym; never shown"),
    "dimension": _("chooses and groups those who are counted"),
    "measure": _("is counted or summed over groups; never shown for one"),
}
KINDS = {
    "address": _("an address"),
    "postcode": _("a postcode"),
    "uprn": _("the number of a property (UPRN)"),
    "person_name": _("the name of a person"),
    "date_of_birth": _("a date of birth"),
    "nino": _("a National Insurance number"),
    "nhs_number": _("an NHS number"),
    "email": _("an e-mail address"),
    "phone": _("a telephone number"),
    "date": _("a date"),
    "number": _("a number"),
    "boolean": _("yes or no"),
    "category": _("one of a few categories"),
    "text": _("text"),
}
DIMENSIONS = {
    "accuracy": _("Accuracy"),
    "completeness": _("Completeness"),
    "uniqueness": _("Uniqueness"),
    "consistency": _("Consistency"),
    "timeliness": _("Timeliness"),
    "validity": _("Validity"),
}
TAG_COLOURS = {
    "In use": "green",
    "Approved": "green",
    "Under review": "blue",
    "Suspended": "yellow",
    "Ended": "grey",
    "Declined": "red",
    "Opened in a crisis": "orange",
    "Opened in a crisis, review overdue": "red",
    "Yes": "green",
    "No": "red",
    "lapsed": "red",
    "done": "green",
    "open": "blue",
    "withdrawn": "grey",
    "Answered": "green",
    "Refused": "yellow",
    "Not a question": "grey",
    "No answer": "grey",
    "Go ahead": "green",
    "Go ahead with measures": "green",
}
