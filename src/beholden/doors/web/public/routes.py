"""The public addresses. None of them changes anything."""

from __future__ import annotations

from ..routing import PUBLIC, Route
from . import pages

ROUTES = (
    Route("", pages.index, "index", PUBLIC),
    Route("uses/<slug:name>/", pages.use, "use", PUBLIC),
    Route("uses/<slug:name>.json", pages.use_json, "use-json", PUBLIC),
    Route("releases/<slug:release>/", pages.release_file, "release", PUBLIC),
    Route("releases/<slug:release>/<str:file>", pages.release_file, "release-file", PUBLIC),
    Route("courses/", pages.courses, "courses", PUBLIC),
    Route("courses/<slug:code>/", pages.course, "course", PUBLIC),
    Route("register/", pages.register, "register", PUBLIC),
    Route("register/<str:file>", pages.register_file, "register-file", PUBLIC),
    Route("board/", pages.board, "board", PUBLIC),
    Route("board/papers/<slug:digest>.md", pages.board_paper, "board-paper", PUBLIC),
    Route("board.json", pages.board_json, "board-json", PUBLIC),
    Route("ledger/", pages.ledger, "ledger", PUBLIC),
    Route("ledger/<path:file>", pages.ledger_file, "ledger-file", PUBLIC),
)
