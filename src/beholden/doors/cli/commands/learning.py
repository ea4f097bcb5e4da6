"""Learning the ropes: schema, completion."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from ....actions import SCHEMAS, schema_of
from ..showing import show_json


@click.command()
@click.argument("kind", type=click.Choice(SCHEMAS))
def schema(kind: str) -> None:
    """Print the JSON Schema of one kind of stated file."""
    show_json(schema_of(kind))


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion script for a shell.

    \b
        beholden completion bash >> ~/.bashrc
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    root = context.find_root().command
    click.echo(kind(root, {}, "beholden", "_BEHOLDEN_COMPLETE").source())
