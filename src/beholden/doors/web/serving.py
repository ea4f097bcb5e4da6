"""Which council the pages are of, and the server that serves them."""

from __future__ import annotations

import atexit
import gc
import logging
import os
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

import click
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ...actions import LOOPBACK, Council, open_council, pages_key
from ...kernel import BadInput, Unavailable
from ..worker import WorkerBeside, forget_what_passed
from .visits import Visit

_HOME = "BEHOLDEN_SERVED_HOME"
_YEAR = 365 * 24 * 3600
_MOST_PROCESSES = 4  # of 150 MB each
_SEARCH_AFTER = (10_000, 10, 10)  # values made and not let go; ten such searches; a hundred
_open: dict[str, Council] = {}
_dates_kept: dict[str, date] = {}
_opening = Lock()


def council() -> Council:
    """Return the council whose pages are served; each process opens it once.

    It may be open for months, so what a day ends is ended here too, with the first request of it:
    that nothing is read beyond its day does not rest on a worker. Those that come meanwhile wait.
    """
    directory = os.environ[_HOME]
    served = _open.get(directory)
    if served is not None and _dates_kept.get(directory) == served.clock.today():
        return served
    with _opening:
        if directory not in _open:
            _open[directory] = open_council(Path(directory))
        served = _open[directory]
        today = served.clock.today()
        if _dates_kept.get(directory) != today:
            served.keep_dates()
            forget_what_passed(served)
            _dates_kept[directory] = today
    return served


def choose(directory: Path) -> None:
    """Say whose pages are served from now on."""
    os.environ[_HOME] = str(directory.absolute())


class CouncilAtWork:
    """Gives each request the council, and sends its queries to that council's records."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: Visit) -> HttpResponseBase:
        """Answer one request."""
        request.council = council()
        with request.council.at_work():
            return self._get_response(request)


def choose_settings() -> None:
    """Choose the settings of the pages, which keep accounts; before anything opens a council."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "beholden.doors.web.settings"


def prepare(directory: Path) -> None:
    """Choose the settings of the pages; before anything of this process opens a council.

    Sessions and forms are signed with a key of the home's own, so that every process takes what
    another gave out, also after a new start.
    """
    choose_settings()
    os.environ.setdefault("BEHOLDEN_SECRET_KEY", pages_key(directory))


def application(directory: Path, *, host: str, public_names: Sequence[str] = ()) -> Any:
    """Return the pages of one home as a WSGI application.

    They are served to who names this machine, ``host``, or one of its public names.
    """
    choose(directory)
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beholden.doors.web.settings")
    names = {bracketed(host), *public_names} - set(settings.ALLOWED_HOSTS)
    settings.ALLOWED_HOSTS.extend(sorted(names))
    # Before the pages are made: what stands around them reads its settings once.
    _keep_cookies_safe(settings, plain=not public_names and host in LOOPBACK)
    pages = get_wsgi_application()
    _keep_quiet_about_hosts()
    _keep_values_out_of_the_log()
    _log_what_was_tried()
    return pages


def bracketed(host: str) -> str:
    """Return a host as it stands in a URL: IPv6 addresses in brackets (RFC 3986, 3.2.2)."""
    return f"[{host}]" if ":" in host else host


def _keep_cookies_safe(settings: Any, *, plain: bool) -> None:
    """Let cookies travel over https alone, unless the pages are served on this machine for itself.

    With the prefix __Host- no other host of the same domain can plant one (RFC 6265bis, 4.1.3.2).
    """
    prefix = "" if plain else "__Host-"
    settings.SESSION_COOKIE_NAME = f"{prefix}session"
    settings.CSRF_COOKIE_NAME = f"{prefix}csrf"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = not plain
    settings.SECURE_HSTS_SECONDS = 0 if plain else _YEAR


class InUtc(logging.Formatter):
    """A line of the log with its moment in UTC (RFC 3339), whatever the machine's own time is."""

    converter = staticmethod(time.gmtime)
    default_time_format, default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(name)s: %(message)s")


def _log_what_was_tried() -> None:
    """Write who signed in or was refused, by the person's code, to the log; addresses never."""
    for name in ("beholden.sign_in", "beholden.sending", "beholden.pages", "beholden.api"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            handler = logging.StreamHandler()
            handler.setFormatter(InUtc())
            logger.addHandler(handler)
        logger.setLevel(logging.INFO)


def _keep_values_out_of_the_log() -> None:
    """Log faults of ours without their texts, and nothing of an address that somebody typed."""
    from .errors import WithoutValues

    logger = logging.getLogger("django.request")
    logger.setLevel(logging.ERROR)
    if not any(isinstance(one, WithoutValues) for one in logger.filters):
        logger.addFilter(WithoutValues())


def _keep_quiet_about_hosts() -> None:
    """Answer who names another host with 400 and no traceback in the log: anybody could fill it."""
    logger = logging.getLogger("django.security.DisallowedHost")
    logger.handlers = [logging.NullHandler()]
    logger.propagate = False


def run(
    home: Council,
    *,
    host: str,
    port: int,
    public_names: Sequence[str] = (),
    beside: WorkerBeside | None = None,
) -> None:
    """Serve a council's pages until stopped, with a worker beside them where there is one."""

    def pages() -> Any:
        made = application(home.directory, host=host, public_names=public_names)
        settle()
        return made

    _refuse_taken_port(host, port)
    url = f"http://{bracketed(host)}:{port}/"
    click.echo(f"The pages of {home.name}: {url}  (Ctrl-C stops)")
    _server(pages, _settings_of(host, port), beside).run()


def _server(pages: Callable[[], Any], settings: dict[str, Any], beside: WorkerBeside | None) -> Any:
    """Return Gunicorn with our settings in place of a configuration file."""
    from gunicorn.app.base import BaseApplication
    from gunicorn.arbiter import Arbiter

    class Master(Arbiter):
        """Gunicorn's own, which looks after the worker as it looks after its processes."""

        def manage_workers(self) -> None:
            """See that every process runs; called about once a second."""
            super().manage_workers()
            if beside:
                beside.keep()

    class Server(BaseApplication):
        """What Gunicorn asks for settings and for the pages."""

        def load_config(self) -> None:
            """Set what we need."""
            for name, value in settings.items():
                self.cfg.set(name, value)
            if beside:
                self.cfg.set("on_exit", lambda _: beside.end())

        def load(self) -> Any:
            """Return the pages."""
            return pages()

        def run(self) -> None:
            """Serve."""
            Master(self).run()

    return Server()


def _settings_of(host: str, port: int) -> dict[str, Any]:
    """Return gunicorn's settings: threads, so that slow readers do not hold up others.

    One process uses one processor, however many threads it has.
    """
    return {
        "bind": f"{bracketed(host)}:{port}",
        "workers": min(_processors(), _MOST_PROCESSES),
        "threads": 8,
        "loglevel": "warning",
        "control_socket_disable": True,
    }


def settle() -> None:
    """Leave what was loaded out of every later search for garbage, and search less often.

    It is some hundred thousand values that stay for as long as the process, and as many are loaded
    by the first pages. To look through them takes a tenth of a second, in which nobody's page is
    made; a page of a long list made enough values for one search of its own.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SEARCH_AFTER)
    atexit.register(gc.unfreeze)  # or what is left at the end is told of as leaked


def _processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _refuse_taken_port(host: str, port: int) -> None:
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except socket.gaierror:
            raise BadInput(
                f"There is no host called {host} that this machine could serve from.",
                next_step="Give --host an address of this machine; --public-name says by which "
                "names it is known outside.",
            ) from None
        except OSError as fault:
            raise Unavailable(
                f"The pages cannot be served at {bracketed(host)}:{port}.",
                why=os.strerror(fault.errno or 0) + ".",
                next_step="Choose another port with --port.",
            ) from None
