"""Plainer borders: the same on both sides, none gone, none crossed, and few enough."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.areas.borders import borders_of, lie_on_one_another, made_plainer
from beholden.areas.crossing import crosses_itself
from beholden.areas.values import Area, twice_the_size

from .made import SOUTH, WEST, edges, squares


@settings(max_examples=40, deadline=None)
@given(
    across=st.integers(1, 5),
    down=st.integers(1, 4),
    bends=st.integers(0, 30),
    most_points=st.integers(0, 200),
    seed=st.integers(0, 1000),
)
def test_borders_stay_shared_and_every_area_keeps_its_outline(
    across, down, bends, most_points, seed
):
    areas = squares(across, down, bends=bends, seed=seed)
    plainer = made_plainer(borders_of(areas), most_points=most_points)
    assert [area.code for area in plainer.areas] == [area.code for area in areas]
    for area in plainer.areas:
        assert sum(map(twice_the_size, area.rings)) > 0
        assert not any(map(crosses_itself, area.rings))
    gone = Counter(edges(plainer.areas))
    assert set(gone.values()) == {1}
    # Within the grid every border has two sides: as many edges have no other side as lie around it.
    alone = [edge for edge in gone if edge[::-1] not in gone]
    outline = Counter(point for edge in alone for point in edge)
    assert set(outline.values()) == {2}
    assert {point for edge in edges(plainer.areas) for point in edge} <= {
        point for edge in edges(areas) for point in edge
    }


def test_an_enclave_and_the_hole_around_it_stay_the_same():
    ring = tuple((WEST + x, SOUTH + y) for x, y in [(0, 0), (900, 0), (900, 900), (0, 900)])
    inner = tuple(
        (WEST + 400 + x, SOUTH + 400 + y) for x, y in [(0, 0), (9, 1), (11, 0), (11, 10), (0, 10)]
    )
    around = Area("A", "A", ((ring, inner),))
    within = Area("B", "B", ((inner,),))
    plain = made_plainer(borders_of([around, within]), most_points=0).areas
    (_outline, hole), (enclave,) = plain[0].polygons[0], plain[1].polygons[0]
    assert set(hole) == set(enclave)
    assert len(enclave) >= 3


def test_islands_too_small_to_be_seen_go_and_the_last_of_an_area_stays():
    def speck(at: int) -> tuple[tuple[int, int], ...]:
        return ((WEST + at, SOUTH), (WEST + at + 3, SOUTH), (WEST + at, SOUTH + 3))

    land = squares(1, 1)[0]
    islands = Area("I", "Isles", ((speck(-900),), (speck(-800),)))
    with_speck = Area("L", "Land", (*land.polygons, (speck(-700),)))
    plain = {area.code: area for area in made_plainer(borders_of([with_speck, islands])).areas}
    assert len(plain["L"].polygons) == 1
    assert len(plain["I"].polygons) == 1


def test_few_points_are_kept_of_many_and_the_detail_left_out_is_told():
    areas = squares(4, 4, bends=200)
    every = {point for edge in edges(areas) for point in edge}
    plainer = made_plainer(borders_of(areas), most_points=500)
    assert len(every) > 8000
    assert plainer.points == pytest.approx(500, rel=0.1)
    assert plainer.detail > 0
    assert made_plainer(borders_of(squares(2, 2)), most_points=500).points == 9


def test_two_areas_on_one_another_are_found():
    one, other = squares(2, 1)
    assert not lie_on_one_another(borders_of([one, other]))
    assert lie_on_one_another(borders_of([one, Area("B", "B", one.polygons)]))


def test_a_border_made_to_be_slow_is_left_after_so_many_looks(monkeypatch):
    from beholden.areas import crossing

    looks = []
    meet = crossing._meet
    monkeypatch.setattr(crossing, "_meet", lambda a, b: looks.append(1) or meet(a, b))
    # A comb whose every tooth begins before any has ended.
    teeth = 400
    comb = [(0, 0)]
    for at in range(teeth):
        comb += [(10_000_000 + at, 4 * at + 1), (at + 1, 4 * at + 2)]
    crossing.crosses_itself((*comb, (0, 4 * teeth)))
    assert len(looks) <= crossing._LOOKS_AN_EDGE * len(comb) + len(comb)


@pytest.mark.parametrize(
    ("ring", "crosses"),
    [
        ([(0, 0), (4, 0), (4, 4), (0, 4)], False),
        ([(0, 0), (4, 4), (4, 0), (0, 4)], True),
        ([(0, 0), (4, 0), (2, 0), (2, 4)], True),
        ([(0, 0), (2, 0), (2, 2), (4, 4), (0, 4), (2, 2)], False),  # it touches itself
    ],
)
def test_what_crosses_itself(ring, crosses):
    for turned in (ring, ring[::-1], ring[1:] + ring[:1]):
        assert crosses_itself(tuple(turned)) == crosses
    assert all(one != other for one, other in pairwise(ring))
