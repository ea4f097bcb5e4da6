"""The fixed strings of the pages, as the templates, the code and the record have them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SRC = Path(__file__).parents[2] / "src" / "beholden"
WEB = SRC / "doors" / "web"
PLACEHOLDER = re.compile(r"%(?:\(\w+\)[sd]|d)")
GETTEXT = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
# What anybody may see who holds no office: the frame, the public pages, those of residents and of
# signing in, and what is told of an error; and what stands around a course, which councillors and
# the board take as well as staff. Officers' words fall back to English.
TEMPLATES = (
    "base.html",
    "error.html",
    "parts/*.html",
    "forms/*.html",
    "public/**/*.html",
    "officer/training/card.html",
    "officer/training/course.html",
    "officer/training/mine.html",
    "officer/training/nothing_yet.html",
    "officer/training/questions.html",
    "officer/training/result.html",
    "officer/training/section.html",
    "public/*.svg",
    "resident/*.html",
    "account/*.html",
    "mfa/**/*.html",
    "socialaccount/*.html",
)
CODE = (
    "errors.py",
    "forms.py",
    "form_pages.py",
    "navigation.py",
    "public/*.py",
    "officer/training/paper.py",
    "officer/training/taking.py",
    "resident/*.py",
    "sign_in/*.py",
)


@dataclass(frozen=True, order=True)
class Fixed:
    """A string to be translated, with its plural where it has one."""

    text: str
    plural: str = ""


# Words of Django and django-allauth that a resident, or whoever signs in, may be told, and that
# they do not have in Welsh, or not well.
BORROWED = {
    Fixed("Null characters are not allowed."),
    Fixed("The password is too similar to the %(verbose_name)s."),
    Fixed(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    Fixed("This password is too common."),
    Fixed("You must type the same password each time."),
}


def of_templates() -> set[Fixed]:
    """Return the strings of every template that somebody without an office may see."""
    root = WEB / "templates"
    files = {file for pattern in TEMPLATES for file in root.glob(pattern)}
    return {found for file in files for found in _of_nodes(_template(str(file.relative_to(root))))}


def _template(name: str) -> Any:
    from django.template.loader import get_template

    return get_template(name).template


def _of_nodes(template: Any) -> Iterator[Fixed]:
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode
    from django.utils.functional import Promise
    from django.utils.translation import override

    for node in template.nodelist.get_nodes_by_type(TranslateNode):
        literal = getattr(node.filter_expression.var, "literal", None)
        if isinstance(literal, str):
            yield Fixed(str(literal))
    for node in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        text, _ = node.render_token_list(node.singular)
        plural = node.render_token_list(node.plural)[0] if node.plural else ""
        yield Fixed(text, plural)
    for expression in _expressions(template):
        arguments = [argument for _filter, given in expression.filters for _, argument in given]
        with override(None):  # in whatever language a page was asked for before
            yield from [Fixed(str(one)) for one in arguments if isinstance(one, Promise)]


def _expressions(template: Any) -> Iterator[Any]:
    from django.template.base import VariableNode

    for node in template.nodelist.get_nodes_by_type(VariableNode):
        yield node.filter_expression


def of_code() -> set[Fixed]:
    """Return the strings of the code of the door that somebody without an office may see."""
    files = {file for pattern in CODE for file in WEB.glob(pattern)}
    return {one for file in files for one in of_calls(tree_of(file), GETTEXT)}


def tree_of(file: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(file.read_text("utf-8"))


def of_calls(tree: ast.AST, functions: set[str]) -> Iterator[Fixed]:
    """Yield what is said in the calls of some functions, by whatever names they were imported."""
    plurals = {name for name, known in _known_as(tree, functions).items() if known[:1] == "n"}
    for node in calls_of(tree, functions):
        texts = [_text_of(one) for one in node.args]
        if texts and texts[0]:
            both = node.func.id in plurals  # type: ignore[attr-defined]
            for first in texts[0]:
                yield Fixed(first, texts[1][0] if both else "")


def calls_of(tree: ast.AST, functions: set[str]) -> Iterator[ast.Call]:
    """Yield the calls of some functions, by whatever names they were imported."""
    known = _known_as(tree, functions)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in known:
            yield node


def _known_as(tree: ast.AST, functions: set[str]) -> dict[str, str]:
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name in functions
    }


def _text_of(node: ast.AST) -> list[str]:
    """Return the texts that an argument may be: one, or either of two."""
    if isinstance(node, ast.IfExp):
        return _text_of(node.body) + _text_of(node.orelse)
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return [node.value] if is_text else []  # type: ignore[attr-defined]


def of_the_record() -> set[Fixed]:
    """Return the fixed words of the record: states, acts, answers, ways and reasons."""
    from beholden.actions import FIXED_WORDS

    return {Fixed(text) for text in FIXED_WORDS}


def of_the_canvas() -> set[Fixed]:
    """Return the areas of the ethics canvas and the questions of triage, which are public."""
    from beholden import ethics

    questions = ethics.triage_table().questions
    asked = {Fixed(question.asks) for question in questions}
    # Of an answer that is enough for a full review by itself, the public reads as a reason.
    enough = [(q, answer) for q in questions for answer in q.choices if answer.full]
    asked |= {Fixed(q.principle[:1].upper() + q.principle[1:]) for q, _ in enough}
    asked |= {Fixed(answer.says) for _, answer in enough}
    return asked | {Fixed(area.title) for area in ethics.canvas_forms()}


# Where the library makes the sentences of the public pages, and what it tells residents.
SENTENCES = (
    "actions/agreeing/word_changes.py",
    "actions/board/pages.py",
    "actions/considering/published.py",
    "actions/crisis/published.py",
    "actions/pages.py",
    "actions/subjects/following.py",
    "actions/subjects/requests.py",
    "actions/subjects/your_say.py",
    "ethics/triage.py",
    "gate/agreement/conditions.py",
    "records/reading/offices.py",
)
# Of what a public page tells the codes.
VOCABULARIES_SHOWN = (
    "area of the canvas",
    "audience of a course",
    "change of an agreement",
    "consequence",
    "finding of a design review",
    "function of a measure",
    "likelihood",
    "part of a design",
    "risk",
    "severity",
    "stance",
    "state of a meeting",
    "state of a party",
    "state of a use",
    "state of an agreement",
    "state of an undertaking",
    "subject",
    "verdict of a design review",
)


def of_ways() -> set[Fixed]:
    """Return what a next step calls the pages that anybody may come to, in place of commands."""
    from beholden.doors.web.commands import PLACES
    from beholden.doors.web.routes import EVERY_ROUTE
    from beholden.doors.web.routing import PUBLIC

    public = {route.name for route in EVERY_ROUTE if route.needs is PUBLIC}
    led = (one for one in PLACES.values() if one.anybody or one.route in public)
    return {Fixed(one.says) for one in led} | set(
        of_calls(tree_of(WEB / "commands.py"), {"gettext"})
    )


def of_sentences() -> set[Fixed]:
    """Return the sentences that the library tells everybody, and the codes that they tell."""
    made = {one for file in SENTENCES for one in of_calls(tree_of(SRC / file), {"Sentence"})}
    return {one for one in made if re.search(r"[a-z]", PLACEHOLDER.sub("", one.text))}


def of_vocabularies() -> set[Fixed]:
    """Return the words of the codes that a public page tells."""
    from beholden.doors.web.vocabulary import VOCABULARIES

    return {Fixed(word) for name in VOCABULARIES_SHOWN for word in VOCABULARIES[name]}


def of_exports() -> set[Fixed]:
    """Return what the page for other registers says of each form."""
    from beholden.exports import KINDS

    return {Fixed(kind.sentence) for kind in KINDS}


def every_string() -> set[Fixed]:
    """Return every string that the Welsh catalogue must have."""
    pages = of_templates() | of_code() | BORROWED
    record = of_the_record() | of_the_canvas() | of_vocabularies() | of_exports()
    return pages | record | of_sentences() | of_ways()
