"""The papers that a meeting of the board has before it: made from the register, and kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...kernel import BadInput, NotFound, day_of, fingerprint
from ...records import reading
from ..acting import Act, acting
from ..considering.known import use_document
from ..full_disk import full_disk_is_unavailable
from ..home import Home
from ..rights import Right
from ..subjects.concealing import concealed_uses


def make_papers(home: Home, *, by: str, meeting: str) -> tuple[str, ...]:
    """Make the papers of a planned meeting anew; return the uses of which something new is said.

    Earlier papers stay on record. Raises NotFound for a meeting that there is not, BadInput for one
    that was held: what it saw stays what it saw.
    """
    from .meetings import meeting_on

    with acting(home, by=by, right=Right.BOARD_MEET, name="papers-made") as act:
        planned = meeting_on(meeting)
        if planned.state != "planned":
            raise BadInput(
                "This meeting has been held, and what it saw stays what it saw.",
                next_step="Read its papers with `beholden board papers`.",
            )
        made = keep_papers(home, act, planned)
        act.facts.update(meeting=planned.on.isoformat(), papers=list(made.values()))
        act.moot = not made
    return tuple(made)


def keep_papers(home: Home, act: Act, meeting: Any) -> dict[str, str]:
    """Keep the paper of each use on an agenda, as a part of an act; return fingerprints by use.

    Of a use whose paper says nothing new, but for its day, none is made; of a concealed one never.
    """
    hidden = concealed_uses(home)
    items = meeting.items.select_related("use").filter(use__isnull=False)
    made = {i.use.name: _kept(home, act, meeting, i.use) for i in items if i.use.name not in hidden}
    return {use: print_ for use, print_ in made.items() if print_}


def write_papers(home: Home, *, meeting: str, to: Path) -> tuple[Path, ...]:
    """Write every kept paper of a meeting into a folder, each version; return the files."""
    if to.exists() and not to.is_dir():
        raise BadInput(f"{to.name} is not a folder.", next_step="Name a folder to write into.")
    with home.at_work():
        texts = dict(_texts(meeting))
    with full_disk_is_unavailable():
        to.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (to / name).write_text(text, encoding="utf-8", newline="")
    return tuple(to / name for name in texts)


def public_paper(home: Home, *, digest: str) -> str:
    """Return the text of a paper by the digits of its fingerprint, once its minutes are public.

    Raises NotFound for any other, and for the paper of a concealed use.
    """
    hidden = concealed_uses(home)
    with home.at_work():
        text = reading.public_paper(f"sha256:{digest}", hidden)
    if text is None:
        raise NotFound("There is no such paper.", next_step="The page of the board lists them.")
    return text


def _texts(meeting: str) -> Iterator[tuple[str, str]]:
    for item in reading.meeting(meeting).items:
        for paper in item.papers:
            if "version" in paper:
                name = f"{meeting}-item-{item.number}-{item.use}-v{paper['version']}.md"
                yield name, reading.paper_text(paper["fingerprint"])


def _kept(home: Home, act: Act, meeting: Any, use: Any) -> str:
    """Keep one paper and return its fingerprint, empty where the last one says the same."""
    from ...records.models import MeetingPaper, PaperText

    text = use_document(home, kind="paper", use=use.name).to_markdown()
    held = MeetingPaper.objects.filter(meeting=meeting, use=use)
    last = held.select_related("content").order_by("-version").first()
    if last and _as_of(last, act) == text:
        return ""
    found = fingerprint(text)
    content, _ = PaperText.objects.get_or_create(fingerprint=found, defaults={"text": text})
    MeetingPaper.objects.create(
        meeting=meeting,
        use=use,
        version=last.version + 1 if last else 1,
        content=content,
        made_at=act.at,
    )
    return found


def _as_of(last: Any, act: Act) -> str:
    """Return the last paper as it would say it today, so that a new day alone is no new paper."""
    was, today = (f"as of {day_of(moment).isoformat()}." for moment in (last.made_at, act.at))
    return str(last.content.text.replace(was, today, 1))
