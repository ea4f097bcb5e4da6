"""The addresses as Django knows them: Welsh pages are under /cy/, English ones under no prefix."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns

from ..api.routes import patterns as api_patterns
from ..odata.routes import patterns as odata_patterns
from .guarding import patterns
from .routes import EVERY_ROUTE

urlpatterns = [
    *api_patterns(),
    *odata_patterns(),
    *i18n_patterns(*patterns(EVERY_ROUTE), prefix_default_language=False),
]
handler403 = "beholden.doors.web.errors.not_allowed"
handler404 = "beholden.doors.web.errors.not_found"
handler500 = "beholden.doors.web.errors.broken"
handler429 = "beholden.doors.web.errors.too_often"  # django-allauth's limits
