"""A council that published a table, really served on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from actions.councils import copied, told  # noqa: F401 (fixtures)

from beholden.actions import Council, open_council
from beholden.doors.web import serving


class Quiet(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def council(told, tmp_path_factory) -> Iterator[Council]:  # noqa: F811
    """Give one council that published a table and refused a question."""
    folder = told("until_published_and_refused", date.today())
    council = open_council(copied(folder, tmp_path_factory.mktemp("feed")))
    yield council
    served = serving._open.pop(str(council.directory), None)
    if served:
        served.close()
    council.close()


@pytest.fixture(scope="module")
def feed(council) -> Iterator[str]:
    """Give the address of the feed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BEHOLDEN_SERVED_HOME", str(council.directory))
        pages = serving.application(council.directory, host="127.0.0.1")
        server = make_server("127.0.0.1", 0, pages, handler_class=Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/odata/v4/"
        server.shutdown()
        server.server_close()
        thread.join()
