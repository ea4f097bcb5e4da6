"""The reference pages that are made from the code, so that they cannot say anything else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import click
from asvs import asvs_page, security_page

from beholden.actions import ROLES, Right
from beholden.actions.two_people import TWO_PEOPLE
from beholden.doors.cli import beholden
from beholden.doors.cli.commands import COMMANDS

_WIDTH = 96
_NOTE = "<!-- Made by `make docs` from the code; do not change it here. -->\n"


def commands_page() -> str:
    """Return the page of every command, from the commands themselves."""
    parts = [
        _NOTE + "# Commands",
        "Every command, as `--help` shows it. What each may end with: [exit codes](exit-codes.md). "
        "Which office may give it: [roles and rights](roles-and-rights.md).",
        _help(beholden, "beholden"),
    ]
    for section, commands in COMMANDS.items():
        parts.append(f"## {section}")
        for command in commands:
            parts.extend(_told(command, f"beholden {command.name}", level=3))
    return "\n\n".join(parts) + "\n"


def rights_page() -> str:
    """Return the page of roles and rights, from the registry."""
    parts = [
        _NOTE + "# Roles and rights",
        "A **right** is one act. A **role** is an office that carries rights. A person holds "
        "roles, for the organisation that they act for. Above the roles stand the rules that need "
        "[two people](#two-people). Add people with `beholden person add`; `beholden person roles` "
        "prints the roles.",
        "The registry is one file, `src/beholden/actions/rights.py`, which belongs to the "
        "data-protection officer.",
        "## Roles",
        "| role | office | for | rights |\n| --- | --- | --- | --- |\n" + "\n".join(_role_rows()),
        "## Rights",
        "| right | lets one | held by |\n| --- | --- | --- |\n" + "\n".join(_right_rows()),
        "## Two people",
        "Some acts need a second person, whatever roles somebody holds (property S9 of the "
        "[security page](../security.md#s9-two-people)). Each rule is kept twice: by the code, in "
        "`src/beholden/actions/`, and by the database, which refuses whoever comes another way.",
        "| rule | the second person's right | in the code | in the database |\n"
        "| --- | --- | --- | --- |\n" + "\n".join(_two_people_rows()),
    ]
    return "\n\n".join(parts) + "\n"


GENERATED: dict[str, Callable[[], str]] = {
    "reference/commands.md": commands_page,
    "reference/roles-and-rights.md": rights_page,
    "reference/asvs.md": asvs_page,
    "security.md": security_page,
}


def _told(command: click.Command, path: str, *, level: int) -> Iterator[str]:
    yield f"{'#' * level} {path}"
    yield _help(command, path)
    if isinstance(command, click.Group):
        for part in command.commands.values():
            yield from _told(part, f"{path} {part.name}", level=level + 1)


def _help(command: click.Command, path: str) -> str:
    context = click.Context(
        command, info_name=path, terminal_width=_WIDTH, max_content_width=_WIDTH
    )
    text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    return f"```text\n{text}\n```"


def _role_rows() -> Iterator[str]:
    for role in ROLES:
        rights = ", ".join(f"`{right}`" for right in sorted(role.rights))
        yield f"| `{role.code}` | {role.title} | {role.sentence} | {rights} |"


def _right_rows() -> Iterator[str]:
    for right in Right:
        holders = [role.title for role in ROLES if right in role.rights]
        titles = "every office" if len(holders) == len(ROLES) else ", ".join(holders)
        yield f"| `{right}` | {right.sentence} | {titles} |"


def _two_people_rows() -> Iterator[str]:
    for rule in TWO_PEOPLE:
        kept = ", ".join(f"`{name}`" for name in rule.database)
        yield f"| {rule.rule} | `{rule.right}` | `{rule.code}` | {kept} |"
