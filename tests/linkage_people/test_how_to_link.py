"""The page on linking people does what it says."""

import re
import subprocess
import sys
from pathlib import Path

from waiting import PATIENCE

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "link-people.md"


def test_the_examples_of_the_page_run_from_top_to_bottom(tmp_path):
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "page.py").write_text("\n".join(blocks), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "page.py"],
        cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert len(blocks) > 1
    assert done.returncode == 0, done.stderr
