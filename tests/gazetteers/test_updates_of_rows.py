"""Updates of the products of one row a property: AddressBase, AddressBase Core and Plus."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from beholden.kernel import BadInput
from beholden.linkage.gazetteers import Format, Listing, read_gazetteer, update_listing
from beholden.linkage.gazetteers.layouts import FLAT_COLUMNS

from . import made_up as m

FORMS = (Format.ADDRESSBASE, Format.ADDRESSBASE_CORE, Format.ADDRESSBASE_PLUS)
FULL, LATER, TODAY = "2026-01-05", "2026-02-16", date(2026, 3, 1)


def row(
    form: Format, uprn: int, number: int, *, change: str = "I", day: str = FULL
) -> list[object]:
    given: dict[str, object] = {
        "uprn": uprn, "udprn": uprn % 10**6, "change": change, "last_update": day, "x": 400000,
        "y": 300000, "postcode": "ZX1 1AB", "class": "RD04", "building_number": number,
        "thoroughfare": "MILL LANE", "post_town": "ASHMERE", "pao_start": number,
        "street": "MILL LANE", "town": "ASHMERE", "status": 1, "postcode_locator": "ZX1 1AB",
        "text": f"{number} MILL LANE, ASHMERE, ZX1 1AB",
    }  # fmt: skip
    return [given.get(name, "") for name in FLAT_COLUMNS[form]]


def written(path: Path, *rows: list[object]) -> Path:
    return m.write(path, m.table([], rows))


def base(form: Format, folder: Path) -> Listing:
    rows = (row(form, m.HOUSE, 14), row(form, m.LAND, 16))
    return read_gazetteer(written(folder / "full.csv", *rows))


def numbers(listing: Listing) -> set[str]:
    """Return the number of each address of a listing."""
    texts = listing.table()["address_concat"].to_pylist()
    assert all(text.endswith("MILL LANE, ASHMERE") for text in texts)
    return {text.partition(" ")[0] for text in texts}


# What changes, on which day by its own account, the day that is stated of it, and what is then
# there; or what is said where it is refused.
CHANGES = {
    "an insert": ([(m.SHOP, 18, "I", LATER)], None, {"14", "16", "18"}),
    "an update": ([(m.HOUSE, 15, "U", LATER)], None, {"15", "16"}),
    "a delete": ([(m.LAND, 16, "D", LATER)], None, {"14"}),
    "all three": (
        [(m.SHOP, 18, "I", LATER), (m.HOUSE, 15, "U", LATER), (m.LAND, 16, "D", LATER)],
        None,
        {"15", "18"},
    ),
    "a delete of an old day beside a new one": (
        [(m.SHOP, 18, "I", LATER), (m.LAND, 16, "D", FULL)], None, {"14", "18"},
    ),
    "a delete of an old day, its delivery dated": ([(m.LAND, 16, "D", FULL)], LATER, {"14"}),
    "a delete of an old day alone": ([(m.LAND, 16, "D", FULL)], None, "--made YYYY-MM-DD"),
    "dated as the listing is": ([(m.LAND, 16, "D", FULL)], FULL, "--made YYYY-MM-DD"),
    "dated in days to come": ([(m.LAND, 16, "D", FULL)], "2027-01-01", "its true day"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", CHANGES)
def test_changes_are_applied_or_refused(name: str, form: Format, tmp_path: Path) -> None:
    changes, made, expected = CHANGES[name]
    rows = [row(form, uprn, n, change=kind, day=day) for uprn, n, kind, day in changes]
    day = date.fromisoformat(made) if made else None
    before, path = base(form, tmp_path), written(tmp_path / "changes.csv", *rows)
    if isinstance(expected, str):
        with pytest.raises(BadInput) as refused:
            update_listing(before, path, made=day, today=TODAY)
        assert expected in refused.value.next_step
        return
    after = update_listing(before, path, made=day, today=TODAY)
    assert (after.format, numbers(after), after.findings) == (form, expected, ())
    assert set(after.applied.values()) == {LATER}
    assert numbers(before) == {"14", "16"}


@pytest.mark.parametrize("form", FORMS)
def test_what_a_later_update_brought_back_an_earlier_one_does_not_take(
    form: Format, tmp_path: Path
) -> None:
    """The files of a delivery are applied by the days of their rows, in whatever order they are."""
    first = written(tmp_path / "b.csv", row(form, m.LAND, 16, change="D", day="2026-02-01"))
    later = written(tmp_path / "a.csv", row(form, m.LAND, 17, day=LATER))
    after = update_listing(base(form, tmp_path), [later, first], today=TODAY)
    assert numbers(after) == {"14", "17"}
    with pytest.raises(BadInput, match="older than"):
        update_listing(after, first, today=TODAY)


def test_a_delivery_that_tells_its_day_is_given_no_other(tmp_path: Path) -> None:
    listing = read_gazetteer(m.write(tmp_path / "full.csv", m.volume(m.premium())))
    change = m.volume([m.lpi(m.HOUSE, "L1", change="D")], kind="C", day=LATER)
    with pytest.raises(BadInput, match="tells its own"):
        update_listing(
            listing, m.write(tmp_path / "c.csv", change), made=date(2026, 2, 16), today=TODAY
        )
