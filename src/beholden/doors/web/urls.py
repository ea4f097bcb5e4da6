"""Every address of the pages. None of them changes anything, and each is public."""

from __future__ import annotations

from django.urls import path

from . import views

urlpatterns = [
    path("", views.index, name="index"),
    path("uses/<slug:name>/", views.use, name="use"),
    path("uses/<slug:name>.json", views.use_json, name="use-json"),
    path("releases/<slug:release>/", views.release_file, name="release"),
    path("releases/<slug:release>/<str:file>", views.release_file, name="release-file"),
    path("courses/", views.courses, name="courses"),
    path("courses/<slug:code>/", views.course, name="course"),
    path("register/", views.register, name="register"),
    path("register/<str:file>", views.register_file, name="register-file"),
    path("board/", views.board, name="board"),
    path("board/papers/<slug:digest>.md", views.board_paper, name="board-paper"),
    path("board.json", views.board_json, name="board-json"),
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/<path:file>", views.ledger_file, name="ledger-file"),
]
handler404 = "beholden.doors.web.views.not_found"
