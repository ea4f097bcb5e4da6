"""The runner of examples itself: what it takes, and what it must not let pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from .examples import ExampleFailed, run_page

GOOD = {
    "a command without output may say anything": "$ echo one\n$ echo two",
    "text as printed": "$ echo one two\none two",
    "anything within a line": "$ echo one two three\none … three",
    "any lines": "$ seq 9\n1\n…\n9",
    "no lines at all": "$ seq 2\n1\n…\n2",
    "spaces and rules do not count": "$ printf 'a   b\\n────\\n1   2\\n'\na b\n1 2",
    "progress does not count": "$ printf '  reading …\\ndone\\n'\ndone",
    "a failure that is shown": "$ (exit 3)\n$ echo $?\n3",
    "a command on two lines": "$ echo one \\\n>     two\none two",
    "an id that is drawn": (
        "$ echo answer-$(printf '%016x' 7)\nanswer-9f2c41d07a3be815\n"
        "$ echo answer-9f2c41d07a3be815\nanswer-9f2c41d07a3be815"
    ),
    "another folder": "$ mkdir inside\n$ cd inside\n$ basename $PWD\ninside",
    "a variable that stays": "$ export COUNCIL=Ashmere\n$ echo $COUNCIL\nAshmere",
}

BAD = {
    "other text": "$ echo one\ntwo",
    "a line too few": "$ seq 2\n1",
    "a line too many": "$ seq 2\n1\n2\n3",
    "a failure that is not shown": "$ (exit 3)",
    "another failure than is shown": "$ (exit 4)\n$ echo $?\n3",
    "an id of another kind": "$ echo release-$(printf '%016x' 7)\nanswer-9f2c41d07a3be815",
    "an id that stands for two": (
        "$ echo answer-$(printf '%016x' 7)\nanswer-9f2c41d07a3be815\n"
        "$ echo answer-$(printf '%016x' 8)\nanswer-9f2c41d07a3be815"
    ),
}


def _page(folder: Path, console: str) -> Path:
    page = folder / "page.md"
    page.write_text(f"# A page\n\n```console\n{console}\n```\n", encoding="utf-8")
    return page


@pytest.mark.parametrize("console", GOOD.values(), ids=GOOD)
def test_what_the_runner_takes(console: str, tmp_path: Path) -> None:
    assert run_page(_page(tmp_path, console), tmp_path) > 0


@pytest.mark.parametrize("console", BAD.values(), ids=BAD)
def test_what_the_runner_does_not_let_pass(console: str, tmp_path: Path) -> None:
    with pytest.raises(ExampleFailed):
        run_page(_page(tmp_path, console), tmp_path)


def test_files_are_written_with_their_days_moved(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "<!-- as if on 2020-01-01 -->\n```yaml file=uses/a.yaml\non: 2020-01-02\n```\n"
        "```console\n$ test $(date -d tomorrow +%F) = $(cut -d' ' -f2 uses/a.yaml)\n```\n",
        encoding="utf-8",
    )
    assert run_page(page, tmp_path) == 1


def test_one_section_may_be_run_alone(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "## One\n\n```console\n$ false\n```\n\n## Two\n\n```console\n$ true\n```\n", "utf-8"
    )
    assert run_page(page, tmp_path, heading="Two") == 1


@pytest.mark.parametrize(
    ("expected", "printed", "passes"),
    [
        ("owned 1,205", "owned 35", True),
        ("owned 35 of 1,020.00", "owned 7 of 9", True),
        ("owned 35", "rented 35", False),
        ("owned 35", "owned none", False),
    ],
)
def test_numbers_may_differ_where_a_page_says_so(
    expected: str, printed: str, passes: bool, tmp_path: Path
) -> None:
    page = _page(tmp_path, f"$ echo '{printed}'\n{expected}")
    page.write_text("<!-- numbers may differ -->\n" + page.read_text("utf-8"), "utf-8")
    if passes:
        assert run_page(page, tmp_path) == 1
    else:
        with pytest.raises(ExampleFailed):
            run_page(page, tmp_path)
