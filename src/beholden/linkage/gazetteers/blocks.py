"""A stream of bytes in blocks of whole lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from beholden.kernel import BadInput

from .letters import Letters, without_mark

BLOCK = 2**24
_LONGEST = 2**20


def whole_lines(
    stream: BinaryIO, name: str, letters: Letters, *, size: int = BLOCK
) -> Iterator[bytes]:
    """Yield blocks that end with a line end, in UTF-8, without a byte order mark.

    Raises BadInput for what is not text and for a line longer than a mebibyte.
    """
    rest, first = b"", True
    while block := stream.read(size):
        block = without_mark(block, name) if first else block
        first = False
        end = block.rfind(b"\n") + 1
        if not end and len(rest) + len(block) > max(_LONGEST, size):
            raise BadInput(
                f"{name} has a line that is longer than {_LONGEST:,} bytes.",
                why="That is a file of another kind, or one that is damaged.",
                next_step="Fetch it again.",
            )
        if end:
            yield letters.mended(rest + block[:end])
            rest = block[end:]
        else:
            rest += block
    if rest.strip(b"\x00\r\n\x1a"):
        yield letters.mended(rest + b"\n")
