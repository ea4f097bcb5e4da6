"""The fixed strings of the public pages, as the templates and the code of the door have them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WEB = Path(__file__).parents[3] / "src" / "beholden" / "doors" / "web"
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
# What a visitor may see: the frame, the public pages, and what is told of an error.
TEMPLATES = ("base.html", "error.html", "parts/*.html", "public/**/*.html", "public/*.svg")
CODE = ("errors.py", "public/*.py")


@dataclass(frozen=True, order=True)
class Fixed:
    """A string to be translated, with its plural where it has one."""

    text: str
    plural: str = ""


def of_templates() -> set[Fixed]:
    """Return the strings of every template that a visitor may see."""
    root = WEB / "templates"
    files = {file for pattern in TEMPLATES for file in root.glob(pattern)}
    return {found for file in files for found in _of_nodes(_template(str(file.relative_to(root))))}


def _template(name: str) -> Any:
    from django.template.loader import get_template

    return get_template(name).template


def _of_nodes(template: Any) -> Iterator[Fixed]:
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode
    from django.utils.functional import Promise

    for node in template.nodelist.get_nodes_by_type(TranslateNode):
        yield Fixed(str(node.filter_expression.var.literal))
    for node in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        text, _ = node.render_token_list(node.singular)
        plural = node.render_token_list(node.plural)[0] if node.plural else ""
        yield Fixed(text, plural)
    for expression in _expressions(template):
        arguments = [argument for _filter, given in expression.filters for _, argument in given]
        yield from (Fixed(str(one)) for one in arguments if isinstance(one, Promise))


def _expressions(template: Any) -> Iterator[Any]:
    from django.template.base import VariableNode

    for node in template.nodelist.get_nodes_by_type(VariableNode):
        yield node.filter_expression


def of_code() -> set[Fixed]:
    """Return the strings of the code of the door that a visitor may see."""
    files = {file for pattern in CODE for file in WEB.glob(pattern)}
    found = {one for file in files for one in _of_calls(ast.parse(file.read_text("utf-8")))}
    return found | _of_the_bar()


def _of_calls(tree: ast.AST) -> Iterator[Fixed]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
            texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
            if texts and isinstance(texts[0], str):
                yield Fixed(*map(str, texts[: 2 if node.func.id[:1] == "n" else 1]))  # type: ignore[attr-defined]


def _of_the_bar() -> set[Fixed]:
    from django.utils.translation import override

    from beholden.doors.web.navigation import PUBLIC_BAR

    with override(None):
        return {Fixed(str(item.says)) for item in PUBLIC_BAR}


def of_the_record() -> set[Fixed]:
    """Return the fixed words of the record: states, acts, answers, ways and reasons."""
    from beholden.actions import FIXED_WORDS

    return {Fixed(text) for text in FIXED_WORDS}


def every_string() -> set[Fixed]:
    """Return every string that the Welsh catalogue must have."""
    return of_templates() | of_code() | of_the_record()
