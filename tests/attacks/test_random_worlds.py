"""Properties of random councils: what is not given changes nothing, and refusals know no secret."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gate_sealing.made_up import Bench
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attacks.parish import Parish, Told, asked_of
from attacks.sizes import sized
from attacks.worlds import (
    ALL_PLACES,
    PEOPLE,
    PLACES,
    VISITS,
    World,
    as_table,
    other_secrets,
    worlds,
)

EXAMPLES = settings(
    max_examples=sized(suite=6, full=1000),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@contextmanager
def sealed(world: World, folder: Path, name: str) -> Iterator[Parish]:
    """Seal a world's rows under its terms and open what was sealed."""
    bench = Bench(folder)
    made_up = {
        "people": bench.source(f"people-{name}", as_table(world.people, PEOPLE)),
        "visits": bench.source(f"visits-{name}", as_table(world.visits, VISITS)),
        "places": bench.source(f"places-{name}", as_table(ALL_PLACES, PLACES)),
    }
    extract = bench.seal(world.terms, made_up, to=folder / f"{name}.sealed")
    with asked_of(bench, extract) as connection:
        yield Parish(bench, extract, connection, world.terms)


def all_told(world: World, folder: Path, name: str) -> list[Told]:
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
