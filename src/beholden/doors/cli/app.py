"""The root of the command line, and how every error is shown and counted."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import click

from ... import __version__
from ...kernel import BeholdenError
from .commands import COMMANDS

EXIT_CODES = """\
\b
Exit codes:
  0  done                     5  out of limits: stopped at a limit of time, memory or rows
  1  a fault in Beholden      6  bad input: a file or a statement cannot be used as it is
  2  the command is misused   7  not found: nothing of that name
  3  refused, with a reason   8  damaged: something stored is not as it was written
  4  bad question             9  unavailable: full disk, or another process at work
"""


class Sections(click.Group):
    """Lists the commands in the order in which a council uses them, by section."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's)
        """Return the commands' names in the order of the path of data."""
        return [command.name or "" for commands in COMMANDS.values() for command in commands]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write one list of commands for each section."""
        for title, commands in COMMANDS.items():
            rows = [(c.name or "", c.get_short_help_str(limit=120)) for c in commands]
            with formatter.section(title):
                formatter.write_dl(rows)


@click.group(
    cls=Sections,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="beholden %(version)s")
def beholden() -> None:
    """Join up a council's data the way the council said it would.

    Nothing is joined, asked or published except under a data use with its agreement; every act is
    written in a log that can be proved. A first look, with made-up and with open data:

    \b
        beholden demo

    A council of your own, from nothing to a first answer:

    \b
        beholden init ashmere --name "Borough of Ashmere"
        cd ashmere
        beholden apply ../council        (people, datasets, uses and agreements, stated in files)
        beholden seal warm-homes --as dpo
        beholden ask warm-homes "select tenure, count(*) from council_tax group by 1" --as analyst
    """


for _commands in COMMANDS.values():
    for _command in _commands:
        beholden.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line, showing every error of the family without a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        beholden.main(args=given, prog_name="beholden", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.ClickException as misuse:
        misuse.show()
        sys.exit(misuse.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Nothing was left half-done.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone, as with `| head`.
        sys.stderr.close()
        sys.exit(0)
    except BeholdenError as error:
        _show(error.to_dict() if _wants_json(given) else str(error))
        sys.exit(error.exit_code)


def _wants_json(given: Sequence[str]) -> bool:
    """Return whether errors are wanted as data: the form asked for holds for them too."""
    pairs = pairwise(given)
    return "--json" in given or "--format=json" in given or ("--format", "json") in pairs


def _show(error: str | dict[str, Any]) -> None:
    text = error if isinstance(error, str) else json.dumps(error, ensure_ascii=False, indent=2)
    click.echo(text, err=True)
