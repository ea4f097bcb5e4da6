"""Courses: what people who act must know, in Markdown, with questions that are marked.

read_course(text) → Course              one Markdown file
draw_paper(course, seed=…) → questions  the same for the same attempt
mark(course, answers) → Result          score, passed, explanations
lacking(required, held, …) → courses    what somebody still has to pass
"""

from .certificates import Certificate, expires_on
from .course import AUDIENCES, Course, Option, Question, Section
from .marking import LETTERS, Asked, Marked, Result, draw_paper, mark, read_letters
from .needs import Held, Published, lacking
from .pages import certificate_html, certificate_text, course_html
from .reading import read_course
from .shipped import shipped_courses

__all__ = [
    "AUDIENCES",
    "LETTERS",
    "Asked",
    "Certificate",
    "Course",
    "Held",
    "Marked",
    "Option",
    "Published",
    "Question",
    "Result",
    "Section",
    "certificate_html",
    "certificate_text",
    "course_html",
    "draw_paper",
    "expires_on",
    "lacking",
    "mark",
    "read_course",
    "read_letters",
    "shipped_courses",
]
