"""The public addresses. None of them changes anything."""

from __future__ import annotations

from ..routing import PUBLIC, Route
from . import board, datasets, files, learning, ledger, open_data, register, signposts, uses
from .your_say import your_say, your_say_json

ROUTES = (
    Route("", uses.index, "index", PUBLIC),
    Route("uses.json", uses.uses_json, "uses-json", PUBLIC),
    Route("uses.csv", uses.uses_csv, "uses-csv", PUBLIC),
    Route("uses/<slug:name>/", uses.use, "use", PUBLIC),
    Route("uses/<slug:name>.json", uses.use_json, "use-json", PUBLIC),
    Route("datasets/", datasets.datasets, "datasets", PUBLIC),
    Route("datasets.json", datasets.datasets_json, "datasets-json", PUBLIC),
    Route("datasets.csv", datasets.datasets_csv, "datasets-csv", PUBLIC),
    Route("datasets/<slug:name>/", datasets.dataset, "dataset", PUBLIC),
    Route("datasets/<slug:name>.json", datasets.dataset_json, "dataset-json", PUBLIC),
    Route("open-data/", open_data.open_data, "open-data", PUBLIC),
    Route("open-data.json", open_data.open_data_json, "open-data-json", PUBLIC),
    Route("open-data.csv", open_data.open_data_csv, "open-data-csv", PUBLIC),
    Route("releases/<slug:release>/", files.release_file, "release", PUBLIC),
    Route("releases/<slug:release>/<str:file>", files.release_file, "release-file", PUBLIC),
    Route("your-say/", your_say, "your-say", PUBLIC),
    Route("your-say.json", your_say_json, "your-say-json", PUBLIC),
    Route("courses/", learning.courses, "courses", PUBLIC),
    Route("courses.json", learning.courses_json, "courses-json", PUBLIC),
    Route("courses/<slug:code>/", learning.course, "course", PUBLIC),
    Route("register/", register.register, "register", PUBLIC),
    Route("register.json", register.register_json, "register-json", PUBLIC),
    Route("register/<str:file>", files.register_file, "register-file", PUBLIC),
    Route("board/", board.board, "board", PUBLIC),
    Route("board.json", board.board_json, "board-json", PUBLIC),
    Route("board.csv", board.board_csv, "board-csv", PUBLIC),
    Route("board/papers/<slug:digest>.md", files.board_paper, "board-paper", PUBLIC),
    Route("ledger/", ledger.ledger, "ledger", PUBLIC),
    Route("ledger.json", ledger.ledger_json, "ledger-json", PUBLIC),
    Route("ledger.csv", ledger.ledger_csv, "ledger-csv", PUBLIC),
    Route("ledger/verify/", ledger.verify, "verify", PUBLIC),
    Route("ledger/<path:file>", files.ledger_file, "ledger-file", PUBLIC),
    Route("feed.atom", signposts.feed, "feed", PUBLIC),
    Route("sitemap.xml", signposts.site_map, "site-map", PUBLIC),
    Route("robots.txt", signposts.robots, "robots", PUBLIC),
)
