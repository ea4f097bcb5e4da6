"""Files that a page holds within itself, so that nothing is asked or kept again."""

from __future__ import annotations

import base64


def as_address(kind: str, text: str) -> str:
    """Return a file as an address that holds it; empty for no file."""
    held = base64.b64encode(text.encode("utf-8", "replace")).decode()
    return f"data:{kind};base64,{held}" if text else ""


def picture_address(svg: str) -> str:
    """Return a drawing as an address that holds it; empty for none."""
    return as_address("image/svg+xml", svg)
