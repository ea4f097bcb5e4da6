"""Every address of the pages, section by section; who may come to each is said beside it."""

from __future__ import annotations

from . import brand
from .analyst.routes import ROUTES as WORKBENCH
from .board.routes import ROUTES as BOARD
from .officer.routes import ROUTES as OFFICER_PAGES
from .partner.routes import ROUTES as PARTNER
from .public.routes import ROUTES as PUBLIC_PAGES
from .resident.routes import ROUTES as RESIDENT_PAGES
from .review.routes import ROUTES as MATCH_REVIEW
from .sign_in.routes import ROUTES as SIGN_IN

EVERY_ROUTE = (
    *brand.ROUTES,
    *PUBLIC_PAGES,
    *SIGN_IN,
    *WORKBENCH,
    *MATCH_REVIEW,
    *OFFICER_PAGES,
    *BOARD,
    *PARTNER,
    *RESIDENT_PAGES,
)
