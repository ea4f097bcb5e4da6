"""The root of the command line, and how every error is shown and counted."""

from __future__ import annotations

import atexit
import codecs
import io
import os
import sys
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain, pairwise
from typing import Any, NoReturn

import click

from ...kernel import BadInput, BeholdenError
from .commands import COMMANDS
from .visible import in_json, in_lines
from .waiting import told_of

_NOT_UNICODE = "beholden.not-unicode"
_SENTENCE = 400  # letters; longer than the first sentence of any command
_SOURCE = f"{os.sep}beholden{os.sep}"
EXIT_CODES = """\
\b
Exit codes:
  0  done                     5  out of limits: stopped at a limit of time, memory or rows
  1  a fault in Beholden      6  bad input: a file or a statement cannot be used as it is
  2  the command is misused   7  not found: nothing of that name
  3  refused, with a reason   8  damaged: something stored is not as it was written
  4  bad question             9  unavailable: full disk, or another process at work

\b
Output:
  Tables and CSV show control characters as escapes (\\x1b). In CSV an apostrophe
  leads text that a spreadsheet would run as a formula. JSON and Parquet are exact.
"""


class Sections(click.Group):
    """Lists the commands in the order in which a council uses them, by section."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's)
        """Return the commands' names in the order of the path of data."""
        return [command.name or "" for commands in COMMANDS.values() for command in commands]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write one list of commands for each section."""
        for title, commands in COMMANDS.items():
            rows = [(c.name or "", c.get_short_help_str(limit=_SENTENCE)) for c in commands]
            with formatter.section(title):
                formatter.write_dl(rows)


def _tell_whole(command: click.Command) -> None:
    """Let a list of commands tell the first sentence of each whole, whatever its length."""
    if isinstance(command, click.Group):
        for one in command.commands.values():
            one.short_help = one.get_short_help_str(limit=_SENTENCE)
            _tell_whole(one)


@click.group(
    cls=Sections,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="beholden", message="beholden %(version)s")
def beholden() -> None:
    """Join up a council's data the way the council said it would.

    Nothing is joined, asked or published except under a data use with its agreement; every act is
    written in a log that can be proved. A first look, with made-up and with open data:

    \b
        beholden demo

    A council of your own, from nothing to a first answer:

    \b
        beholden init ashmere --name "Borough of Ashmere" --administrator admin
        cd ashmere
        beholden apply ../council --as admin     (people, datasets, uses, agreements, in files)
        beholden seal warm-homes --as dpo
        beholden ask warm-homes "select tenure, count(*) from council_tax group by 1" --as analyst
    """


for _commands in COMMANDS.values():
    for _command in _commands:
        beholden.add_command(_command)
        _tell_whole(_command)


def command() -> NoReturn:
    """Run the command line as the whole of a process, and end the process with its exit code.

    Threads of Arrow may still hold objects of Python: where the interpreter is taken down under
    them the process aborts, and a script sees a crash in place of a refusal. So all that is to be
    done at the end is done, and the interpreter is left standing.
    """
    try:
        main()
        code: Any = 0
    except SystemExit as leaving:
        code = leaving.code or 0
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    with suppress(OSError, ValueError):  # the reader of our output has gone
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line, showing every error without a traceback.

    A fault of Beholden itself is told as one, without a value; ``BEHOLDEN_DEBUG=1`` shows where.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    _calm_streams()
    try:
        _reject_broken_text(given)
        with told_of(beholden, given):
            beholden.main(args=given, prog_name="beholden", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.ClickException as misuse:
        _show_misuse(misuse)
        sys.exit(misuse.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Nothing was left half-done.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone, as with `| head`.
        sys.stderr.close()
        sys.exit(0)
    except BeholdenError as error:
        _show(error, given)
        sys.exit(error.exit_code)
    except Exception as fault:  # noqa: BLE001
        # The outermost door: a fault of ours must not spill values of data in a traceback.
        if os.environ.get("BEHOLDEN_DEBUG") == "1":
            traceback.print_exc()
        _show(_our_fault(fault), given)
        sys.exit(BeholdenError.exit_code)


def _calm_streams() -> None:
    """Let no letter end a command in a traceback: a screen without it shows an escape."""
    codecs.register_error(_NOT_UNICODE, _refuse_input)
    for stream, errors in ((sys.stdin, _NOT_UNICODE), (sys.stdout, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=errors)


def _refuse_input(_: UnicodeError) -> tuple[str, int]:
    raise _broken("The standard input")


def _reject_broken_text(given: Sequence[str]) -> None:
    """Raise BadInput where an argument, or a variable of ours, is not valid Unicode."""
    ours = ((k, v) for k, v in os.environ.items() if k.startswith("BEHOLDEN_"))
    for where, text in chain(((f"Argument {n}", one) for n, one in enumerate(given, 1)), ours):
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise _broken(where)


def _broken(where: str) -> BadInput:
    return BadInput(
        f"{where} is not valid Unicode.",
        why="It holds bytes that are no letters in this terminal's encoding.",
        next_step="Write it in UTF-8; rename a file whose name holds such bytes.",
    )


def _our_fault(fault: Exception) -> BeholdenError:
    """Return the error to show for a fault in Beholden: its kind and its line, never its text."""
    ours = [
        frame for frame in traceback.extract_tb(fault.__traceback__) if _SOURCE in frame.filename
    ]
    at = f" at {ours[-1].filename.rpartition(_SOURCE)[2]}:{ours[-1].lineno}" if ours else ""
    from ... import __version__

    return BeholdenError(
        "There is a fault in Beholden; the command was stopped.",
        why=f"{type(fault).__name__}{at}, version {__version__}.",
        next_step="Run it again with BEHOLDEN_DEBUG=1 to see where; that may show values of data, "
        "so keep it within the council.",
        ask="whoever runs Beholden here, who may report the second line as an issue of the project",
    )


def _wants_json(given: Sequence[str]) -> bool:
    """Return whether errors are wanted as data: the form asked for holds for them too."""
    pairs = pairwise(given)
    return "--json" in given or "--format=json" in given or ("--format", "json") in pairs


def _show(error: BeholdenError, given: Sequence[str]) -> None:
    text = in_json(error.to_dict()) if _wants_json(given) else in_lines(str(error))
    click.echo(text, err=True)


def _show_misuse(misuse: click.ClickException) -> None:
    text = io.StringIO()
    misuse.show(file=text)
    click.echo(in_lines(text.getvalue()), err=True, nl=False)
