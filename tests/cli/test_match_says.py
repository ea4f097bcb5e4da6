"""What ``beholden match`` says of its input: how it was read, and by which columns."""

import csv
import json
import re

import pytest
from actions.ashmere import CODES

from .running import Line

GAZETTEER = "uprn,address,postcode\n7,1 Mill Lane,ZX1 1AA\n8,2 Mill Lane,ZX1 1AA\n"
COLUMNS = (
    "Columns of list.csv: address from where_it_is; postcode from pc; id from ref.\n"
    "Columns of gazetteer.csv: address from address; postcode from postcode; uprn from uprn.\n"
)
NAMED = ("--address-columns", "where_it_is", "--postcode-column", "pc", "--id-column", "ref")


# What is amiss with the UPRNs of the first of two places, and what is said of it.
LOST = "1 row whose UPRN lost its last digits in a spreadsheet (as 1.00012E+11), left out."
NONE = "1 row with a UPRN that is none (1 to 12 digits), left out."
WITHOUT = "1 row without a UPRN, left out."
UPRNS = {
    "sound": ("7", ""),
    "cut off by a spreadsheet": ("9.067E+11", LOST),
    "of 13 digits": ("9067000000031", NONE),
    "with letters": ("abc", NONE),
    "missing": ("", WITHOUT),
}


@pytest.fixture
def run(line, tmp_path):
    """Give a function that matches a list of these bytes to two places."""

    def run(content, *more, gazetteer=GAZETTEER):
        (tmp_path / "list.csv").write_bytes(content)
        (tmp_path / "gazetteer.csv").write_text(gazetteer)
        files = (tmp_path / "list.csv", "--gazetteer", tmp_path / "gazetteer.csv")
        return line("match", *files, "--out", tmp_path / "out.csv", *more)

    return run


def text(*rows, encoding="utf-8"):
    return "\n".join(("ref,where_it_is,pc", *rows, "")).encode(encoding)


# What is amiss with a list, and what is said of it.
REMARKS = {
    "in UTF-8": (text("1,1 Mill Lane,ZX1 1AA"), ""),
    "in UTF-16": (text("1,1 Mill Lane,ZX1 1AA", encoding="utf-16"), ""),
    "of an older code page": (
        text("1,1 Mill Lane (Café),ZX1 1AA", encoding="cp1252"),
        "Warning: list.csv: The file is not in UTF-8. By its letters it was read as cp1252: "
        "check that names with accents and pound signs look right.\n",
    ),
    "without a row": (text(), "Warning: list.csv: The table has columns but no rows.\n"),
}


@pytest.mark.parametrize("name", REMARKS)
def test_how_the_list_was_read_is_told(name, run):
    content, remark = REMARKS[name]
    ran = run(content, *NAMED)
    assert ran.code == 0, ran.err
    assert ran.out.endswith(COLUMNS + remark)


@pytest.mark.parametrize("name", UPRNS)
def test_places_without_a_sound_uprn_are_told(name, run, tmp_path):
    uprn, said = UPRNS[name]
    places = f"uprn,address,postcode\n{uprn},1 Mill Lane,ZX1 1AA\n8,2 Mill Lane,ZX1 1AA\n"
    ran = run(text("1,1 Mill Lane,ZX1 1AA", "2,2 Mill Lane,ZX1 1AA"), *NAMED, gazetteer=places)
    assert ran.code == 0, ran.err
    warned = f"Warning: gazetteer.csv: {said} No address is matched to what is left out.\n"
    assert ran.out.endswith(COLUMNS + (warned if said else ""))
    with (tmp_path / "out.csv").open(newline="") as file:
        found = [row["uprn"] for row in csv.DictReader(file)]
    assert found == ["7" if name == "sound" else "", "8"]


def test_uprns_that_were_all_cut_off_are_refused_as_that(run):
    places = "uprn,address,postcode\n" + "".join(
        f"9.067E+11,{n} Mill Lane,ZX1 1AA\n" for n in (3, 4)
    )
    ran = run(text("1,1 Mill Lane,ZX1 1AA"), *NAMED, gazetteer=places)
    assert ran.code == 6
    assert "A spreadsheet cut off the UPRNs of 2 rows (as 1.00012E+11)." in ran.err


def test_a_registered_gazetteer_tells_them_each_time(capsysbinary, founded, tmp_path):
    """Its index is kept, and with it what was left out of it."""
    at = Line(capsysbinary, founded.directory, CODES["revenues"])
    places = "".join(f"9.067E+11,{n} Mill Lane,ZX1 1AA\n" for n in range(3, 9))
    (tmp_path / "g.csv").write_text(GAZETTEER + places)
    (tmp_path / "list.csv").write_bytes(text("1,1 Mill Lane,ZX1 1AA", "2,4 Mill Lane,ZX1 1AA"))
    for name in ("g", "list"):
        named = ("--name", f"the_{name}", "--steward", "Revenues and Benefits", "--made-up")
        ran = at("register", tmp_path / f"{name}.csv", *named)
        assert ("Findings: 0." in ran.out) == (name == "list")
    for _ in range(2):
        ran = at("match", "the_list", "--gazetteer", "the_g", *NAMED[:4], "--json")
        assert ran.code == 0, ran.err
        told = ran.json[0]
        (warning,) = told["warnings"]
        assert "6 rows whose UPRN lost its last digits" in warning
        assert told["matched"] == 1


def test_letters_that_were_encoded_twice_are_mended_and_told(run, tmp_path):
    """Read as it stands, the street's first word would be LAN, which is written for lane."""
    places = "uprn,address,postcode\n7,14 LÃ´n y Felin,ZX1 1AA\n8,16 Oak Lane,ZX1 1AA\n"
    ran = run(text("1,14 Lôn y Felin,ZX1 1AA", "2,14 Oak Lane,ZX1 1AA"), *NAMED, gazetteer=places)
    mended = "Letters that were encoded twice (as Ã´ for ô) were mended. Rows: 1."
    assert ran.out.endswith(f"{COLUMNS}Warning: gazetteer.csv: {mended}\n")
    with (tmp_path / "out.csv").open(newline="") as file:
        assert [row["uprn"] for row in csv.DictReader(file)] == ["7", ""]


def test_rows_of_odd_lengths_are_counted(run):
    good = [f"{at},{at} Mill Lane,ZX1 1AA" for at in range(20)]
    ran = run(text(*good, "20,only two"), *NAMED)
    assert ran.code == 0, ran.err
    assert re.search(r"Warning: list\.csv: .* Rows: 1\.\n", ran.out)


def test_a_program_is_told_too(run):
    told = json.loads(run(text("1,1 Mill Lane,ZX1 1AA"), "--json", *NAMED[:2]).out)[0]
    assert told["columns"] == {
        "list.csv": {"address": ["where_it_is"], "postcode": ["pc"], "id": ["ref"]},
        "gazetteer.csv": {"address": ["address"], "postcode": ["postcode"], "uprn": ["uprn"]},
    }
    assert told["warnings"] == []


def test_that_no_postcode_was_read_is_told(run):
    ran = run(text("1,1 Mill Lane ZX1 1AA,"), *NAMED[:2])
    assert "Columns of list.csv: address from where_it_is; no postcode; id from ref." in ran.out
    assert "Warning" not in ran.out
    ran = run(text("1,1 Mill Lane,"), *NAMED[:2])
    assert "Warning: list.csv: No postcode was read" in ran.out


def test_a_gazetteer_without_uprns_is_refused_until_its_key_is_named(run, tmp_path):
    places = "ref,address,postcode\n7,1 Mill Lane,ZX1 1AA\n"
    ran = run(text("1,1 Mill Lane,ZX1 1AA"), *NAMED, gazetteer=places)
    assert ran.code == 6
    assert "No column of gazetteer.csv can be read as a UPRN." in ran.err
    assert "--uprn-column COLUMN. If its own column ref is meant as the key" in ran.err
    assert not (tmp_path / "out.csv").exists()
    ran = run(text("1,1 Mill Lane,ZX1 1AA"), *NAMED, "--uprn-column", "ref", gazetteer=places)
    assert ran.code == 0, ran.err
    assert "postcode from postcode; uprn from ref." in ran.out


def test_a_persons_name_is_no_part_of_the_address(run, tmp_path):
    people = "ref,name,addr line 1,town,pc\n1,Yasmin,1 Mill Lane,Ashmere,zx1 1aa\n"
    ran = run(people.encode(), "--review", tmp_path / "review.csv", "--threshold", "1")
    assert ran.code == 0, ran.err
    assert "address from addr line 1, town; postcode from pc; id from ref." in ran.out
    assert "Yasmin" not in (tmp_path / "review.csv").read_text()


def test_scores_are_written_with_the_places_that_are_known(run, tmp_path):
    review = tmp_path / "review.csv"
    rows = text("1,1 Mill Lane,ZX1 1AA", "2,Flat 1 2 Mill Lane,ZX1 1AA", "3,Mill Lane,")
    assert run(rows, *NAMED, "--review", review).code == 0
    for path in (tmp_path / "out.csv", review):
        with path.open(newline="") as file:
            written = [row[name] for row in csv.DictReader(file) for name in row if "score" in name]
        assert written
        assert all(len(score.partition(".")[2]) <= 4 for score in written)
        assert all(0 <= float(score) <= 1 for score in written if score)


@pytest.mark.parametrize("source", ["g.csv", "g.gaz"])
def test_one_address_is_found_in_a_table_or_an_index(source, line, tmp_path):
    (tmp_path / "g.csv").write_text(GAZETTEER)
    if source == "g.gaz":
        line("gazetteer", "build", tmp_path / "g.csv", "--out", tmp_path / "g.gaz")
    asked = ("gazetteer", "find", tmp_path / source)
    found = line(*asked, "2 Mill Ln", "--postcode", "zx11aa", "--json").json
    assert (found["match"], found["uprn"], found["exact_to"]) == (True, "8", "building")
    assert len(str(found["score"])) <= len("0.1234")
    assert "same numbers; same street" in line(*asked, "2 Mill Ln ZX1 1AA").out
    assert line(*asked, "Nowhere Road", "--json").json["uprn"] is None
    assert line(*asked, "Nowhere Road", "--json").json["match"] is False
    odd = line(*asked, "2 Mill Ln", "--postcode", "nonsense")
    assert (odd.code, "what was given as the postcode is none" in odd.err) == (0, True)
    assert line(*asked, " , ").code == 6
    assert line("gazetteer", "find", tmp_path / "none.gaz", "2 Mill Ln").code == 7


GROUPS = text(
    *(f"{n},{n} Mill Lane,ZX1 1AA" for n in range(12)),
    *(f"f{n},Flat {n} Nowhere House,ZX2 1AA" for n in range(12)),
    "x,somewhere,",
)


def test_how_matching_falls_on_groups_is_told_unasked(run):
    places = "uprn,address,postcode\n" + "".join(
        f"{n + 1},{n} Mill Lane,ZX1 1AA\n" for n in range(12)
    )
    ran = run(GROUPS, *NAMED, gazetteer=places)
    assert ran.code == 0, ran.err
    told = [re.split(r"  +", row.strip()) for row in ran.out.splitlines()]
    shown = {tuple(row[:2]): row[3:5] for row in told if row[0] in ("flat or house", "area")}
    assert shown["flat or house", "flat"] == ["0", "12"]
    assert shown["area", "ZX1"] == ["12", "12"]
    assert "Warning: By flat or house" in ran.out
    assert "of “flat” are matched than of all others" in ran.out


def test_a_listing_comes_with_its_index(line, tmp_path):
    (tmp_path / "g.csv").write_text(GAZETTEER)
    (tmp_path / "list.csv").write_bytes(text("1,1 Mill Lane,ZX1 1AA"))
    index, listing = tmp_path / "g.gaz", tmp_path / "listing"
    build = ("gazetteer", "build", tmp_path / "g.csv", "--out", index, "--listing", listing)
    assert line(*build).code == 0
    assert (listing / "index.gaz").read_bytes() == index.read_bytes()
    files = (tmp_path / "list.csv", "--gazetteer", listing, "--out", tmp_path / "out.csv")
    ran = line("match", *files, *NAMED)
    assert ran.code == 0
    assert "building the gazetteer" not in ran.err
    assert "Columns of listing: address from address_concat;" in ran.out
