"""The glossary has every word of the design."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
WORD = re.compile(r"^\| \*\*(.+?)\*\* \|", re.M)


def test_every_word_of_the_design_is_in_the_glossary():
    design = (DOCS / "design.md").read_text("utf-8")
    words = WORD.findall(design.split("## 2. Words")[1].split("## 3.")[0])
    assert len(words) > 30
    assert set(words) <= set(WORD.findall((DOCS / "glossary.md").read_text("utf-8")))
