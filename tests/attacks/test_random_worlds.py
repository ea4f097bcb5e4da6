"""Properties of random councils: what is not given changes nothing, and refusals know no secret."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from gate_sealing.made_up import Bench
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attacks.parish import Parish, Told, asked_of
from attacks.schemas import Column, DrawnWorld, Table, agreed, drawn_worlds, other_drawn
from attacks.sizes import sized
from attacks.worlds import World, as_table, other_secrets, worlds

EXAMPLES = settings(
    max_examples=sized(suite=4, full=1000),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@contextmanager
def sealed(world: World | DrawnWorld, folder: Path, name: str) -> Iterator[Parish]:
    """Seal a world's rows under its terms and open what was sealed."""
    bench = Bench(folder)
    made_up = {
        table: bench.source(f"{number}-{name}", as_table(rows, columns))
        for number, (table, (columns, rows)) in enumerate(world.tables.items())
    }
    extract = bench.seal(world.terms, made_up, to=folder / f"{name}.sealed")
    with asked_of(bench, extract) as connection:
        yield Parish(bench, extract, connection, world.terms)


def all_told(world: World | DrawnWorld, folder: Path, name: str) -> list[Told]:
    """Return what is told of every question of a world."""
    with sealed(world, folder, name) as parish:
        return [parish.ask(question) for question in world.questions]


@EXAMPLES
@given(data=st.data(), world=worlds())
def test_what_is_not_given_changes_no_answer(
    tmp_path_factory: object, data: st.DataObject, world: World
) -> None:
    folder = tmp_path_factory.mktemp("world")
    other = data.draw(other_secrets(world))
    told = all_told(world, folder, "one")
    assert told == all_told(other, folder, "other")
    assert not any(one.leaks for one in told)


@EXAMPLES
@given(data=st.data(), world=worlds())
def test_a_refusal_is_the_same_whatever_the_secrets_are(
    tmp_path_factory: object, data: st.DataObject, world: World
) -> None:
    folder = tmp_path_factory.mktemp("world")
    other = data.draw(other_secrets(world, measures=True))
    before, after = all_told(world, folder, "one"), all_told(other, folder, "other")
    assert [one.outcome for one in before] == [one.outcome for one in after]
    for one, same in zip(before, after, strict=True):
        assert one.outcome == "answered" or one == same


@EXAMPLES
@given(data=st.data(), world=drawn_worlds())
def test_what_is_not_given_changes_no_answer_whatever_the_tables_are(
    tmp_path_factory: object, data: st.DataObject, world: DrawnWorld
) -> None:
    folder = tmp_path_factory.mktemp("world")
    other = data.draw(other_drawn(world))
    told = all_told(world, folder, "one")
    assert told == all_told(other, folder, "other")
    assert not any(one.leaks for one in told)


@EXAMPLES
@given(data=st.data(), world=drawn_worlds())
def test_a_refusal_is_the_same_whatever_the_secrets_and_the_tables_are(
    tmp_path_factory: object, data: st.DataObject, world: DrawnWorld
) -> None:
    folder = tmp_path_factory.mktemp("world")
    other = data.draw(other_drawn(world, measures=True))
    before, after = all_told(world, folder, "one"), all_told(other, folder, "other")
    assert [one.outcome for one in before] == [one.outcome for one in after]
    for one, same in zip(before, after, strict=True):
        assert one.outcome == "answered" or one == same


def test_another_value_of_what_is_given_would_be_found(tmp_path: Path) -> None:
    ward = Column("two words", "word", "dimension")
    schema = (Table("order-lines", "ref no", (ward, Column("from", "count", "withheld"))),)
    rows = [{"ref no": str(n), "two words": "a", "from": "7"} for n in range(9)]
    asked = ['select "two words", count(*) from "order-lines" group by 1']
    world = DrawnWorld(
        agreed(schema, smallest_group=2, round_to=1, largest_share=1),
        schema,
        {"order-lines": rows},
        asked,
    )
    others = [
        replace(world, rows={"order-lines": [{**row, name: "b"} for row in rows]})
        for name in ("from", "two words")
    ]
    one, hidden, given_otherwise = (
        all_told(w, tmp_path / str(n), "told") for n, w in enumerate([world, *others])
    )
    assert one == hidden
    assert one != given_otherwise
