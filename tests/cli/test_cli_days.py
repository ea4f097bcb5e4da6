"""Every option that takes a day says how one is written, and none says what a library would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import click
import pytest

from beholden.doors.cli.app import beholden
from beholden.doors.cli.options import DAY


def commands(of: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    if isinstance(of, click.Group):
        context = click.Context(of)
        for name in of.list_commands(context):
            yield from commands(of.get_command(context, name), (*path, name))
    else:
        yield " ".join(path), of


def test_no_option_reads_a_day_in_a_way_of_its_own():
    every = [(name, one) for name, command in commands(beholden) for one in command.params]
    assert [name for name, one in every if isinstance(one.type, click.DateTime)] == []
    assert len([name for name, one in every if one.type is DAY]) > 10


def test_a_day_is_read_as_it_is_said_to_be_written():
    assert DAY.convert("2027-03-31", None, None) == date(2027, 3, 31)


@pytest.mark.parametrize(
    "said", ["2026-13-01", "31/03/2027", "tomorrow", "2027-02-29", "20270331", "2027-W13-3"]
)
def test_what_is_no_day_is_told_in_our_words(said):
    with pytest.raises(click.BadParameter, match="is no day of the calendar; 31 March 2027 is"):
        DAY.convert(said, None, None)
