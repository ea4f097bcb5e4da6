"""The addresses of agreements for officers."""

from __future__ import annotations

from .....actions import Right
from ...routing import INSIDE, SIGNED_IN, Route, holding
from . import acts, listing, writing
from .form import pages

_ONE = "work/agreements/<slug:name>/"
_DRAFT = "work/drafts/<slug:name>/"

ROUTES = (
    Route("work/agreements/", listing.agreements, "officer-agreements", SIGNED_IN),
    Route("work/agreements.ics", listing.calendar, "officer-agreements-calendar", INSIDE),
    Route(
        "work/write-an-agreement/",
        writing.write,
        "officer-agreement-write",
        holding(Right.AGREEMENT_DRAFT),
        True,
    ),
    Route(
        "work/write-an-agreement/as-yaml/",
        writing.write_as_yaml,
        "officer-agreement-write-yaml",
        holding(Right.AGREEMENT_DRAFT),
        True,
    ),
    Route(_ONE, listing.agreement, "officer-agreement", SIGNED_IN),
    Route(
        _ONE + "versions/<int:version>/",
        listing.document,
        "officer-agreement-document",
        SIGNED_IN,
    ),
    Route(
        _ONE + "versions/<int:version>/print/",
        listing.document_to_print,
        "officer-agreement-document-print",
        SIGNED_IN,
    ),
    Route(
        _ONE + "versions/<int:version>/share-request/",
        listing.share_request,
        "officer-agreement-share-request-print",
        SIGNED_IN,
    ),
    Route(
        _ONE + "from/<int:before>/to/<int:after>/",
        listing.differences,
        "officer-agreement-differences",
        SIGNED_IN,
    ),
    Route(_ONE + "<slug:code>/", acts.act, "officer-agreement-act", SIGNED_IN, True),
    Route(_DRAFT, writing.draft, "officer-draft", holding(Right.AGREEMENT_DRAFT)),
    *(
        Route(_DRAFT + path, view, name, holding(Right.AGREEMENT_DRAFT), True)
        for path, view, name in (
            ("parts/<slug:code>/", pages.part, "officer-draft-part"),
            ("datasets/<slug:dataset>/", pages.dataset, "officer-draft-dataset"),
            ("datasets/<slug:dataset>/column/", pages.column, "officer-draft-column"),
            ("datasets/<slug:dataset>/make-a-column/", pages.made, "officer-draft-made"),
            ("joins/<int:number>/", pages.join, "officer-draft-join"),
        )
    ),
    Route(
        _DRAFT + "change/",
        writing.change,
        "officer-draft-change",
        holding(Right.AGREEMENT_DRAFT),
        True,
    ),
    Route(
        _DRAFT + "discard/",
        writing.discard,
        "officer-draft-discard",
        holding(Right.AGREEMENT_DRAFT),
        True,
    ),
    Route(
        _DRAFT + "offer/",
        writing.offer,
        "officer-draft-offer",
        holding(Right.AGREEMENT_STATE),
        True,
    ),
)
