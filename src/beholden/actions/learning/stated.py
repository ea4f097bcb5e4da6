"""The steps that stated files of courses, and of what asks for them, amount to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ... import learning
from ...kernel import fingerprint
from ..home import Home
from ..rights import Right
from ..statements import checked, read_statement, read_text
from .courses import is_published, publish_course
from .needed import newest_rule
from .requiring import refuse_wrong_rights, require_training

if TYPE_CHECKING:
    from ..stated_steps import Step


def course_stated(home: Home, by: str, file: Path) -> Iterator[Step]:
    """Yield the step of publishing a course, or its next version."""
    from ..stated_steps import Step

    course = learning.read_course(read_text(file))
    yield Step(
        act="publish course",
        name=course.code,
        file=f"courses/{file.name}",
        right=Right.COURSE_PUBLISH,
        change="same" if is_published(course) else "new" if course.version == 1 else "changed",
        says=course.fingerprint,
        about=f"course {course.code}",
        do=partial(publish_course, home, by=by, text=course.text),
    )


def training_stated(home: Home, by: str, file: Path) -> Iterator[Step]:
    """Yield the step of stating which rights ask for which courses."""
    from ..stated_steps import Step

    stated = checked(read_statement(file), schema="training")
    refuse_wrong_rights(stated["requires"])
    held = newest_rule()
    same = held is not None and held.statement == stated
    courses = {code for needed in stated["requires"].values() for code in needed}
    yield Step(
        act="require training",
        name="training",
        file=file.name,
        right=Right.TRAINING_REQUIRE,
        change="same" if same else "changed" if held else "new",
        says=fingerprint(stated),
        about="training",
        rests_on=frozenset(f"course {code}" for code in courses),
        do=partial(require_training, home, by=by, statement=stated),
    )
