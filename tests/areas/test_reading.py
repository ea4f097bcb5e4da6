"""A file of boundaries: what is refused, what is put right and told, what comes of a sound one."""

from __future__ import annotations

import json

import pytest

from beholden.areas import from_geojson, read_areas, to_geojson
from beholden.areas.reading import LARGEST_MIB
from beholden.areas.values import twice_the_size
from beholden.kernel import BadInput

from .made import collection, feature, square

SECRET = "Ludovica"
HOLE = square(1.02, 52.02, 0.02)


def read(*features, **other):
    return read_areas(collection(*features, **other), code="CODE", name="NAME")


REFUSED = {
    "no JSON": (b"{", "cannot be read as GeoJSON"),
    "not UTF-8": ("é".encode("latin-1"), "cannot be read as GeoJSON"),
    "nested too deeply": (b"[" * 200_000, "cannot be read as GeoJSON"),
    "nested coordinates": (
        collection(feature(json.loads("[" * 900 + "]" * 900))), "no area"
    ),
    "a number of too many digits": (
        b'{"type":"FeatureCollection","features":[' + b"9" * 5000 + b"]}",
        "cannot be read as GeoJSON",
    ),
    "no number": (b'{"type":"FeatureCollection","features":[NaN]}', "cannot be read as GeoJSON"),
    "another document": (b"[]", "no collection of features"),
    "one shape": (json.dumps(feature()).encode(), "no collection of features"),
    "no area at all": (collection(), "1 to 2,000"),
    "too many": (collection(*[feature()] * 2001), "1 to 2,000"),
    "a feature that is none": (collection(7), "a feature that is none"),
    "no properties": (collection(feature(properties=None)), "has the property CODE"),
    "other properties": (collection(feature(properties={"WD26CD": SECRET})), "It has WD26CD."),
    "a property's name that is no name": (
        collection(feature(properties={"<b>\n": 1})), "no property with a plain name"
    ),
    "no code": (collection(feature(code=None), feature(code="B")), "The first is feature 1."),
    "an object as a code": (collection(feature(code={"a": 1}), feature()), "have no code"),
    "a code twice": (collection(feature(), feature(), feature(code="B")), "features 1, 2"),
    "a code twice but for its letters": (collection(feature(), feature(code="a")), "same code"),
    "no geometry": (collection(feature(geometry=None)), "It is no polygon"),
    "a point": (
        collection(feature(geometry={"type": "Point", "coordinates": [1, 52]})), "It is no polygon"
    ),
    "no rings": (
        collection(feature(geometry={"type": "Polygon", "coordinates": []})), "outline is missing"
    ),
    "text for an outline": (
        collection(feature(geometry={"type": "Polygon", "coordinates": ["x"]})), "no list"
    ),
    "text for a number": (collection(feature([["1", "52"], [1, 52]])), "two numbers"),
    "truth for a number": (collection(feature([[True, 52.0], [1, 52]])), "two numbers"),
    "one number": (collection(feature([[1.0], [1, 52]])), "two numbers"),
    "an endless number": (
        collection(feature()).replace(b"[1.0, 52.0]", b"[1e999, 52]", 1), "can be drawn"
    ),
    "a huge number": (
        collection(feature()).replace(b"[1.0, 52.0]", b"[" + b"9" * 4000 + b", 52]", 1),
        "can be drawn",
    ),
    "a line there and back": (
        collection(feature([[1, 52], [1.1, 52], [1, 52]])), "enclose nothing"
    ),
    "the same place again and again": (collection(feature([[1, 52]] * 5)), "enclose nothing"),
    "Web Mercator": (
        collection(feature(square(-1_000_000, 6_800_000, 1000))), "neither degrees"
    ),
    "Irish grid and more": (collection(feature(square(800_000, 100_000, 1000))), "neither degrees"),
    "latitude first": (collection(feature(square(52, 1.0, 0.1))), "latitude first"),
    "too large": (b" " * (LARGEST_MIB * 2**20 + 1), "larger than"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "says"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_is_no_set_of_areas_is_refused_in_words(content, says):
    with pytest.raises(BadInput) as refused:
        read_areas(content, code="CODE", name="NAME")
    assert says in str(refused.value)
    assert SECRET not in str(refused.value)


def test_points_are_counted_before_they_are_kept(monkeypatch):
    monkeypatch.setattr("beholden.areas.reading.MOST_POINTS_READ", 4)
    with pytest.raises(BadInput, match="more than 4 points"):
        read(feature())


def test_areas_that_stay_tangled_are_refused(monkeypatch):
    monkeypatch.setattr("beholden.areas.reading._MOST_POINTS_KEPT", 3)
    with pytest.raises(BadInput, match="too many or too tangled"):
        read(feature())


FOUND = {
    "open": ([feature(square(1.0, 52.0, 0.1)[:-1])], ["areas-open"]),
    "flat part": (
        [feature(geometry={"type": "MultiPolygon",
                           "coordinates": [[square(1, 52, 0.1)], [[[2, 52]] * 4]]})],
        ["areas-flat"],
    ),
    "elsewhere": ([feature(square(30.0, 10.0, 0.1))], ["areas-elsewhere"]),
    "crossed": ([feature([[1, 52], [1.1, 52.1], [1.1, 52], [1, 52.12], [1, 52]])],
                ["areas-crossed"]),
    "the same area twice": ([feature(), feature(code="B", name="Bee")], ["areas-overlap"]),
    "the same name": ([feature(), feature(square(2, 52, 0.1), code="B")], ["areas-same-name"]),
    "the national grid": ([feature(square(530_000, 180_000, 2000))], ["areas-british-grid"]),
    "sound": ([feature()], []),
}  # fmt: skip


@pytest.mark.parametrize(("features", "codes"), FOUND.values(), ids=FOUND)
def test_what_can_be_drawn_is_drawn_and_told(features, codes):
    made = read(*features)
    assert [finding.code for finding in made.findings] == codes
    assert len(made.areas) == len(features)
    assert all(any(twice_the_size(ring) for ring in area.rings) for area in made.areas)


@pytest.mark.parametrize(
    ("given", "label"),
    [("Mill  End\n", "Mill End"), (17, "17"), ("a\x00b", "a�b"), ("n" * 200, "n" * 100)],
)
def test_a_label_is_one_line_of_plain_text(given, label):
    (area,) = read(feature(name=given)).areas
    assert area.name == label


@pytest.mark.parametrize("name", ["", "NAME"])
def test_an_area_without_a_name_is_called_by_its_code(name):
    (area,) = read_areas(collection(feature(name=None)), code="CODE", name=name).areas
    assert (area.code, area.name) == ("A", "A")


def test_a_file_with_a_mark_at_its_beginning_is_read():
    assert read_areas(b"\xef\xbb\xbf" + collection(feature()), code="CODE").areas


def test_holes_islands_and_heights_are_read_and_outlines_run_anticlockwise():
    geometry = {
        "type": "MultiPolygon",
        "coordinates": [
            [square(1, 52, 0.1)[::-1], HOLE],
            [[[*point, 7.5] for point in square(1.2, 52, 0.05)]],
        ],
    }
    (area,) = read(feature(geometry=geometry)).areas
    (outline, hole), (island,) = area.polygons
    assert twice_the_size(outline) > 0 > twice_the_size(hole)
    assert len(outline) == len(hole) == len(island) == 4


def test_a_set_of_areas_is_the_same_after_it_was_written():
    areas = read(feature(), feature(square(1.1, 52, 0.1), code="B", name="Bee & Co <b>")).areas
    text = to_geojson(areas, title="T", attribution="© Crown", licence="https://example.org/l")
    assert from_geojson(text) == areas
    document = json.loads(text)
    assert (document["attribution"], document["licence"]) == ("© Crown", "https://example.org/l")
    ring = document["features"][0]["geometry"]["coordinates"][0][0]
    assert ring[0] == ring[-1]
