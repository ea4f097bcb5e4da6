"""What ``beholden match`` says of its input: how it was read, and by which columns."""

import csv
import json
import re

import pytest

GAZETTEER = "uprn,address,postcode\n7,1 Mill Lane,ZX1 1AA\n8,2 Mill Lane,ZX1 1AA\n"
COLUMNS = (
    "Columns of list.csv: address from where_it_is; postcode from pc; id from ref.\n"
    "Columns of gazetteer.csv: address from address; postcode from postcode; uprn from uprn.\n"
)
NAMED = ("--address-columns", "where_it_is", "--postcode-column", "pc", "--id-column", "ref")


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
