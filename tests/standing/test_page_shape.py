"""What is asked of every page's shape fails for each fault that it is there for."""

from __future__ import annotations

import pytest
from page_shape import faults_of

GOOD = """<!doctype html><html lang="en-GB"><head>
<title>A use – Ashmere (made-up data)</title></head>
<body><script src="/static/begin.js"></script><header>
<a class="govuk-service-navigation__link" aria-current="true" href="/">Uses</a></header>
<nav class="govuk-breadcrumbs"></nav><main><h1>A <em>use</em></h1><h2>Part</h2><h3>Of it</h3>
<h2>Another</h2></main><footer><h2>Links</h2></footer></body></html>"""
# What is put in place of what, and what is then said.
WRONG = {
    "a title without the council": (" – Ashmere", "", "does not name the council"),
    "a title of another page": ("A use –", "Elsewhere –", "does not say its heading"),
    "no title of its own": ("A use – ", " – ", "does not name the council"),
    "no first heading": ("h1>", "p>", "not one first heading but []"),
    "two first headings": ("h3>", "h1>", "not one first heading"),
    "an empty first heading": ("A <em>use</em>", "", "not one first heading"),
    "a level left out": ("<h2>Part</h2>", "", "'Of it' is of level 3 after one of level 1"),
    "another language": ("en-GB", "cy", "its language is 'cy'"),
    "a script within": ('<script src="/static/begin.js">', "<script>1", "a script of its own"),
    "a handler within": ("<h3>", '<h3 onclick="a()">', "h3 onclick"),
    "an address that is a script": ('href="/"', 'href="javascript:a()"', "javascript:a()"),
    "a style within": ("<h3>", '<h3 style="color:red">', "styles of its own: ['h3']"),
    "a block of styles": ("</head>", "<style>p {}</style></head>", "styles of its own"),
    "no main part": ("main>", "div>", "landmarks"),
    "two main parts": ("<h3>Of it</h3>", "<main></main>", "landmarks"),
    "no way back": ("govuk-breadcrumbs", "x", "no way back"),
    "at no place of the bar": (' aria-current="true"', "", "0 places of the bar"),
    "at two places of the bar": (
        "</header>",
        '<a class="govuk-service-navigation__link" aria-current="true" href="/b/">B</a></header>',
        "2 places of the bar",
    ),
}


def test_a_page_as_every_page_should_be_has_no_fault() -> None:
    assert faults_of(GOOD, route="use", council="Ashmere") == []
    assert (
        faults_of(GOOD.replace("A use –", "Error: A use –"), route="use", council="Ashmere") == []
    )


@pytest.mark.parametrize("fault", WRONG)
def test_a_fault_is_told(fault: str) -> None:
    before, after, said = WRONG[fault]
    assert GOOD.count(before)
    found = faults_of(GOOD.replace(before, after), route="use", council="Ashmere")
    assert said in "\n".join(found)


def test_a_page_that_is_said_to_have_no_way_back_has_none() -> None:
    (fault,) = faults_of(GOOD, route="index", council="Ashmere")
    assert fault == "it has a way back after all, though it is the front page"
    plain = GOOD.replace("govuk-breadcrumbs", "x")
    assert faults_of(plain, route="index", council="Ashmere") == []


def test_a_document_that_stands_alone_has_its_styles_and_no_bar() -> None:
    alone = '<html lang="en-GB"><title>A – Ashmere</title><style>p{}</style><h1>A</h1></html>'
    assert faults_of(alone, route="my-certificate", council="Ashmere") == []
    assert len(faults_of(alone, route="use", council="Ashmere")) == 4
