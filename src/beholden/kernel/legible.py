"""Text that a page, a chart or a catalogue can hold: without characters that XML does not allow."""

from __future__ import annotations

import re

_NOT_ALLOWED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_ITS_PLACE = "\ufffd"


def legible(text: str) -> str:
    """Return a text with a replacement character for each that XML 1.0 does not allow.

    Control characters and halves of surrogate pairs come from faulty data; a drawing engine may
    end the whole process over one (Extensible Markup Language 1.0, fifth edition, section 2.2).
    """
    return _NOT_ALLOWED.sub(_IN_ITS_PLACE, text)
