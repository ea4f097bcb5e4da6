"""Reading a course from one Markdown file that also reads well by itself.

    ---
    course: handling-joined-up-data
    title: Handling joined-up data
    audience: staff
    version: 1
    pass_mark: 80
    valid_for_months: 12
    minutes: 15
    ---

    ## A section

    What there is to know.

    ### Question

    What is asked?

    - [ ] A wrong answer
    - [x] A right one

    Why it is so.

Every level-two heading begins a section; a heading that reads Question, with or without a number,
begins a question. Answers are a task list, as GitHub Flavored Markdown has it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ..kernel import BadInput
from .course import Course, Option, Question, Section
from .front_matter import Fault, read_head

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_QUESTION = re.compile(r"Question(?: \d+)?", re.IGNORECASE)
_ANSWER = re.compile(r"\[([ xX])\][ \t\n]+(\S.*)", re.DOTALL)
_LARGEST = 256 * 1024
_MOST_OPTIONS = 8


def read_course(text: str) -> Course:
    """Read one course; raise BadInput that lists every fault with its line and what to do."""
    if len(text) > _LARGEST:
        raise _unusable([(1, "The file is longer than a course may be (262,144 letters).")])
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = plain.split("\n")
    faults = list(_unwritable(lines))
    if faults:
        raise _unusable(faults)
    head = read_head(lines)
    if not head.ends:
        raise _unusable(head.faults)
    body = _Body(lines, head.ends)
    sections = tuple(body.read())
    faults = [*head.faults, *body.faults]
    asked = sum(len(section.questions) for section in sections)
    if not body.faults:
        faults += _count_faults(asked, head.numbers.get("asks", 1), at=head.ends)
    if faults:
        raise _unusable(faults)
    return Course(
        code=head.texts["course"],
        title=head.texts["title"],
        audience=head.texts["audience"],
        version=head.numbers["version"],
        pass_mark=head.numbers["pass_mark"],
        valid_for_months=head.numbers["valid_for_months"],
        minutes=head.numbers["minutes"],
        sections=sections,
        asks=head.numbers.get("asks", asked),
        text=plain,
    )


@cache
def markdown() -> MarkdownIt:
    """Return the reader of Markdown: no HTML is passed on, and no picture is fetched."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).disable("image")


class _Body:
    """Reads what stands below the head, and keeps what is wrong with it."""

    def __init__(self, lines: list[str], begins: int) -> None:
        self.lines = lines
        self.begins = begins
        self.faults: list[Fault] = []
        self._tokens = markdown().parse("\n".join(lines[begins:]))

    def read(self) -> Iterator[Section]:
        """Yield the sections in order."""
        title, began = "", self.begins + 1
        texts: list[str] = []
        questions: list[Question] = []
        for heading, blocks in self._parts():
            if heading is not None and self._begins_section(heading):
                if title:
                    yield self._section(title, texts, questions, began)
                title, texts, questions, began = self._words(heading), [], [], self._line(heading)
                texts.append(self._source(blocks))
            elif not title:
                self._fault_before_sections(heading, blocks)
            elif heading is not None and self._is_question(heading):
                questions += self._question(heading, blocks)
            else:
                texts.append(self._source([*([heading] if heading else []), *blocks]))
        if title:
            yield self._section(title, texts, questions, began)
        else:
            self.faults.append((began, "There is no section: begin one with `## Its title`."))

    def _parts(self) -> Iterator[tuple[Token | None, list[Token]]]:
        """Yield each heading with the blocks below it; first what stands above any."""
        heading: Token | None = None
        blocks: list[Token] = []
        for token in (t for t in self._tokens if t.level == 0 and t.map is not None):
            if token.type == "heading_open":
                if heading is not None or blocks:
                    yield heading, blocks
                heading, blocks = token, []
            else:
                blocks.append(token)
        yield heading, blocks

    def _section(
        self, title: str, texts: Sequence[str], questions: Sequence[Question], line: int
    ) -> Section:
        text = "\n\n".join(one for one in texts if one)
        if not text:
            self.faults.append((line, "This section says nothing: write what there is to know."))
        return Section(title, text, tuple(questions))

    def _question(self, heading: Token, blocks: list[Token]) -> Iterator[Question]:
        line = self._line(heading)
        lists = [n for n, block in enumerate(blocks) if block.type == "bullet_list_open"]
        if len(lists) != 1:
            said = "no answers" if not lists else "more than one list of answers"
            self.faults.append(
                (line, f"This question has {said}: write one list of `- [ ] …` and `- [x] …`.")
            )
            return
        at = lists[0]
        prompt, why = self._source(blocks[:at]), self._source(blocks[at + 1 :])
        options = tuple(self._options(blocks[at]))
        wrong = list(_question_faults(prompt, options, why))
        self.faults += [(line, fault) for fault in wrong]
        if not wrong:
            yield Question(prompt, options, why)

    def _options(self, opening: Token) -> Iterator[Option]:
        begins = self._tokens.index(opening)
        item: list[str] = []
        for token in self._tokens[begins + 1 :]:
            if token.type == "bullet_list_close" and token.level == 0:
                return
            if token.type == "list_item_open" and token.level == 1:
                item, line = [], self._line(token)
            elif token.type == "list_item_close" and token.level == 1:
                yield from self._option("\n".join(item), line)
            elif token.type == "inline":
                item.append(token.content)

    def _option(self, text: str, line: int) -> Iterator[Option]:
        match = _ANSWER.fullmatch(text)
        if match is None:
            self.faults.append((line, "An answer begins with `[ ]`, or `[x]` where it is right."))
        else:
            yield Option(" ".join(match[2].split()), match[1] != " ")

    def _begins_section(self, heading: Token) -> bool:
        if heading.tag == "h1":
            self.faults.append(
                (self._line(heading), "The title is in the head: begin sections with `##`.")
            )
        return heading.tag == "h2" and not self._is_question(heading)

    def _is_question(self, heading: Token) -> bool:
        return _QUESTION.fullmatch(self._words(heading)) is not None

    def _fault_before_sections(self, heading: Token | None, blocks: list[Token]) -> None:
        first = heading or (blocks[0] if blocks else None)
        if first is not None and first.tag != "h1":
            said = "This stands in no section: write `## Its title` above it."
            self.faults.append((self._line(first), said))

    def _words(self, heading: Token) -> str:
        inline = self._tokens[self._tokens.index(heading) + 1]
        return " ".join(inline.content.split())

    def _line(self, token: Token) -> int:
        return self.begins + 1 + (token.map[0] if token.map else 0)

    def _source(self, blocks: Sequence[Token]) -> str:
        """Return the lines that some blocks stand on, as they are written."""
        mapped = [block.map for block in blocks if block.map]
        if not mapped:
            return ""
        first, last = mapped[0][0], mapped[-1][1]
        return "\n".join(self.lines[self.begins + first : self.begins + last]).strip()


def _question_faults(prompt: str, options: Sequence[Option], why: str) -> Iterator[str]:
    if not prompt:
        yield "This question asks nothing: write it between its heading and its answers."
    if not 2 <= len(options) <= _MOST_OPTIONS:
        yield f"A question has from two to {_MOST_OPTIONS} answers."
    elif not any(option.is_right for option in options):
        yield "No answer is right: write `[x]` before each that is."
    elif all(option.is_right for option in options):
        yield "Every answer is right: write at least one that is not."
    if len({option.text for option in options}) < len(options):
        yield "Two answers are the same: change one."
    if not why:
        yield (
            "This question has no explanation: leave an empty line below its answers, then say "
            "why it is so."
        )


def _count_faults(questions: int, asks: int, *, at: int) -> Iterator[Fault]:
    if not questions:
        yield at, "This course asks nothing: write a `### Question` with its answers."
    elif asks > questions:
        yield at, f"asks is {asks}, and there are {questions} questions."


def _unwritable(lines: Sequence[str]) -> Iterator[Fault]:
    for number, line in enumerate(lines, 1):
        if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in line if letter != "\t"):
            yield number, "This line holds a character that cannot be shown: take it out."


def _unusable(faults: Sequence[Fault]) -> BadInput:
    many = "a fault" if len(faults) == 1 else f"{len(faults)} faults"
    return BadInput(
        f"This is no course yet: it has {many}.",
        why="\n  ".join(f"line {line}: {said}" for line, said in sorted(faults)),
        next_step="Mend what is named, then try again; nothing was changed.",
    )
