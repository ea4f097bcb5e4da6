"""Every fixed string of every page goes through gettext: of the templates, the code, the record."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .catalogue import GETTEXT, SRC, WEB, calls_of, tree_of
from .template_texts import fixed_texts

TEMPLATES = WEB / "templates"
# What stands in a template and is no word of a language.
NAMES = {
    "Beholden": "the name of the software, where the council's own is not known yet",
    "beholden ledger verify ledger/": "a command, as it is typed",
    "verify-ledger.js": "the name of a file",
    "table.csv": "the name of a file",
    "question_": "the name of a table of OData, before its number",
    "Authorization: Bearer KEY": "a header of HTTP, as it is sent",
    "CSV": "the name of a format",
    "JSON": "the name of a format",
    "SQL": "the name of a language",
    "equalityadvisoryservice.com": "the address of others' pages",
    "UPRN": "a name in law and in gazetteers",
}


def test_every_template_says_its_fixed_words_through_gettext():
    files = sorted(file for file in TEMPLATES.rglob("*.*") if file.suffix != ".xml")
    assert len(files) > 100
    assert [
        f"{file.relative_to(TEMPLATES)}: {text}"
        for file in files
        for text in fixed_texts(file.read_text("utf-8"))
        if text not in NAMES
    ] == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ("<p>{{ a }} of {{ b }}</p>", ["of"]),
        ('<img alt="A picture">', ["A picture"]),
        ("<nav aria-label=\"{% translate 'Menu' %}\">", []),
        (
            '<a href="/words/" class="govuk-link" data-module="more words">{% trans "More" %}</a>',
            [],
        ),
        ("{% blocktranslate %}Told {{ x }}{% endblocktranslate %}", []),
        ("{% blocktranslate %}Told{% endblocktranslate %} twice", ["twice"]),
        ('{{ x|default:"Not known" }}', ["Not known"]),
        ('{{ x|default:_("Not known") }}', []),
        ('{% if x == "Cannot start yet" %}–{% endif %}', []),
        ('{% include "parts/x.html" with title="Said here" %}', ["Said here"]),
        ("{# a remark #}<script>const words = 'here';</script>", []),
    ],
)
def test_what_is_fixed_in_a_template_is_found(source, said):
    assert list(fixed_texts(source)) == said


# Texts of the code that look like sentences and are told to nobody at a page, by their module.
NOT_SAID = {
    "routing.py": "what a route needs, for developers and the page of routes in docs",
    "serving.py": "told to whoever starts the server, at a terminal",
    "frontend/__main__.py": "told at set-up, at a terminal",
    "headers.py": "headers",
    "council_database/base.py": "told to developers",
    "templatetags/shown.py": "HTML",
}
# Words of the record by which a tag has its colour, and what an officer reads of a request.
_KEPT = {"TAG_COLOURS", "_IN_WELSH", "read_as"}
_SENTENCE = re.compile(r"[A-Z][a-z’']+( [\w’'(-]+)+.*[^: ]$|.* [a-z]+ .*\.$")


def test_the_code_of_the_pages_says_its_fixed_words_through_gettext():
    found = []
    for file in sorted(WEB.rglob("*.py")):
        name = str(file.relative_to(WEB))
        if name not in NOT_SAID:
            found += [f"{name}:{line}: {text}" for line, text in _unsaid(tree_of(file))]
    assert found == []


def _unsaid(tree: ast.Module) -> Iterator[tuple[int, str]]:
    passed = {part for node in _not_looked_at(tree) for part in ast.walk(node)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and node not in passed and _SENTENCE.match(text):
            yield node.lineno, text  # type: ignore[attr-defined]


def _not_looked_at(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what is said through gettext, to developers, or into the log."""
    yield from calls_of(tree, GETTEXT)
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node  # a docstring
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if {getattr(one, "id", "") for one in targets} & _KEPT:
                yield node
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called.startswith(("LOG.", "log.")) or called in _TELLING_NOBODY:
                yield node


# Errors that are caught and told otherwise, and codes that are looked for.
_TELLING_NOBODY = {"OAuth2Error", "re.compile"}


def test_words_of_the_record_are_told_by_one_module():
    """``"in_force".capitalize()`` on a page would be English for ever."""
    made = re.compile(r"\.capitalize\(\)|\.title\(\)|day_in_words\(.*kernel|strftime|:%B")
    assert [
        f"{file.relative_to(WEB)}: {line.strip()}"
        for file in sorted(WEB.rglob("*.py"))
        for line in file.read_text("utf-8").splitlines()
        if made.search(line)
    ] == []


def test_a_sentence_of_the_library_is_written_where_it_can_be_read():
    """A catalogue is made by reading: a pattern that a variable holds would not be found."""
    assert [
        f"{file.relative_to(SRC)}:{call.lineno}"
        for file in _rooms()
        if "Sentence" in file.read_text("utf-8")
        for call in calls_of(tree_of(file), {"Sentence"})
        if not isinstance(call.args[0], ast.Constant | ast.IfExp)
        and "right.sentence" not in ast.unparse(call)
    ] == []


def _rooms() -> list[Path]:
    return [file for file in sorted(SRC.rglob("*.py")) if file.parent.name != "kernel"]
