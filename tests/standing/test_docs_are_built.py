"""The documentation is without fault, and the builder finds the faults that there may be."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
from waiting import PATIENCE

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def builder() -> Iterator[ModuleType]:
    """Give the builder of the documentation as a module."""
    spec = importlib.util.spec_from_file_location("docs_builder", ROOT / "docs" / "build.py")
    if spec is None or spec.loader is None:
        pytest.fail("docs/build.py cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    sys.modules["docs_builder"] = module
    spec.loader.exec_module(module)
    yield module
    sys.path[:] = before
    del sys.modules["docs_builder"]


def test_the_documentation_has_no_fault() -> None:
    # In a process of its own, as `make check` runs it: what other tests do to the command line's
    # objects is no part of the pages.
    command = [sys.executable, "docs/build.py", "--check"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert (run.returncode, run.stdout.strip()) == (0, ""), run.stdout + run.stderr


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[a](nowhere.md)", "leads nowhere"),
        ("[a](#no-such-part)", "has no such heading"),
        ("[a](../../../etc/passwd)", "leads out of the project"),
        ("![a](pictures/none.svg)", "leads nowhere"),
        ("![](page.md)", "has no words for who cannot see it"),
    ],
)
def test_a_fault_of_a_link_or_a_picture_is_found(
    text: str, fault: str, builder: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "ROOT", tmp_path)
    monkeypatch.setattr(builder, "DOCS", tmp_path)
    (tmp_path / "page.md").write_text(f"# One\n\n{text}\n", encoding="utf-8")
    found = list(builder._faults_of(builder.Page(tmp_path / "page.md"), "page.md"))
    assert [fault in one for one in found] == [True]


def test_a_stale_page_is_found(builder: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(builder.GENERATED, "reference/commands.md", lambda: "# Other\n")
    assert "docs/reference/commands.md is stale: run `make docs`" in list(builder.find_faults())


class _Shape(HTMLParser):
    """Counts first headings and landmarks, and keeps every address."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]


def test_every_built_page_is_whole_and_its_links_lead_somewhere(
    builder: ModuleType, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    builder.build(site)
    pages = list(site.rglob("*.html"))
    assert len(pages) == len(list((ROOT / "docs").rglob("*.md"))) + 1
    for page in pages:
        shape = _Shape()
        shape.feed(page.read_text(encoding="utf-8"))
        assert [shape.tags.count(tag) for tag in ("h1", "main", "nav")] == [1, 1, 1], page
        assert ("script" in shape.tags) == (page.name == "verify-ledger.html")
        for address in shape.addresses:
            if "://" not in address:
                path = address.partition("#")[0]
                assert (page.parent / path if path else page).exists(), (page, address)
