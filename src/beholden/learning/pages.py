"""A course and a certificate as parts of a page."""

from __future__ import annotations

from html import escape

from ..kernel import day_in_words
from .certificates import Certificate
from .course import Course, Question
from .reading import markdown


def course_html(course: Course) -> str:
    """Return what a course says and asks; each answer stands folded below its question."""
    return "\n".join(
        f"<h2>{escape(section.title)}</h2>\n{_html(section.text)}\n"
        + "\n".join(map(_question_html, section.questions))
        for section in course.sections
    )


def _question_html(question: Question) -> str:
    options = "\n".join(f"<li>{_inline(option.text)}</li>" for option in question.options)
    right = "; ".join(_inline(option.text) for option in question.options if option.is_right)
    return (
        f"<h3>Question</h3>\n{_html(question.prompt)}\n<ul>\n{options}\n</ul>\n"
        f"<details><summary>Answer</summary>\n<p><strong>{right}</strong></p>\n"
        f"{_html(question.explanation)}\n</details>"
    )


def _html(text: str) -> str:
    """Return Markdown as HTML that passes on no HTML of its own."""
    return str(markdown().render(text)).strip()


def _inline(text: str) -> str:
    return str(markdown().renderInline(text)).strip()


def certificate_text(certificate: Certificate, *, title: str, council: str, entry: int) -> str:
    """Return a certificate in words, with how to check it."""
    return "\n".join(
        (
            f"CERTIFICATE {certificate.id}",
            "",
            council,
            f"{certificate.holder} has passed",
            f"{title} (course {certificate.course}, version {certificate.version})",
            "",
            f"Issued   {day_in_words(certificate.issued)}",
            f"Expires  {day_in_words(certificate.expires)}",
            "",
            f"Entry {entry} of the council's ledger holds its fingerprint:",
            certificate.fingerprint,
            f"Check it: beholden course check {certificate.id}",
        )
    )


def certificate_html(certificate: Certificate, *, title: str, council: str, entry: int) -> str:
    """Return a certificate as one page by itself, ready to be printed."""
    rows = (
        ("Course", f"{title} ({certificate.course}, version {certificate.version})"),
        ("Passed by", certificate.holder),
        ("Issued", day_in_words(certificate.issued)),
        ("Expires", day_in_words(certificate.expires)),
        ("Certificate", certificate.id),
        (f"Fingerprint, in entry {entry} of the ledger", certificate.fingerprint),
    )
    table = "\n".join(
        f"<tr><th scope='row'>{escape(name)}</th><td>{escape(value)}</td></tr>"
        for name, value in rows
    )
    return f"""<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>Certificate: {escape(title)} – {escape(council)}</title>
<style>body {{ font-family: sans-serif; max-width: 44rem; margin: 3rem auto; line-height: 1.5 }}
th {{ text-align: left; padding-right: 2rem; vertical-align: top }}
td {{ overflow-wrap: anywhere }}</style></head>
<body>
<h1>Certificate</h1>
<p>{escape(council)}</p>
<table>
{table}
</table>
<p>Check it with <code>beholden course check {escape(certificate.id)}</code>.</p>
</body>
</html>
"""
