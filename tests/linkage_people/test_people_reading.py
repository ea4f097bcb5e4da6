"""One value at a time: names, dates, postcodes and identifiers as departments write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.linkage.people import reading
from beholden.linkage.people.nicknames import FULL_NAMES, forms_of, key_of


@pytest.mark.parametrize(
    ("written", "first", "surname"),
    [
        ("John Smith", "JOHN", "SMITH"),
        ("Mr John Smith", "JOHN", "SMITH"),
        ("MRS J. SMITH", "J", "SMITH"),
        ("SMITH, John", "JOHN", "SMITH"),
        ("Smith, Mrs Jane Mary", "JANE", "SMITH"),
        ("Mr J & Mrs P Smith", "J", "SMITH"),
        ("John and Mary Smith", "JOHN", "SMITH"),
        ("John Smith & Mary Jones", "JOHN", "SMITH"),
        ("Siân O’Brien", "SIAN", "OBRIEN"),
        ("Ann Hyde-Porter", "ANN", "HYDEPORTER"),
        ("Jan van der Berg", "JAN", "VANDERBERG"),
        ("Shaun Mc Donald", "SHAUN", "MCDONALD"),
        ("Łucja Świątek", "LUCJA", "SWIATEK"),
        ("John (Jack) Smith", "JOHN", "SMITH"),
        ("Dr Dr Ahmed", None, "AHMED"),
        ("Smith", None, "SMITH"),
        ("", None, None),
        ("   -- ", None, None),
        (None, None, None),
    ],
)
def test_a_whole_name_is_split(written, first, surname):
    assert reading.whole_name(written) == (first, surname)


@pytest.mark.parametrize(
    ("written", "read"),
    [("Mary-Jane Ann", "MARY"), ("J.", "J"), (" ann ", "ANN"), ("Mr", None), ("12", None)],
)
def test_a_given_name_is_its_first_word(written, read):
    assert reading.given_name(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "1971-06-24",
        "24/06/1971",
        "24-06-1971",
        "24.6.1971",
        "24-Jun-1971",
        "24 June 1971",
        "24th June 1971",
        "19710624",
        "1971-06-24 00:00:00",
        "1971-06-24T00:00:00",
        "24/06/1971 00:00",
    ],
)
def test_a_date_of_birth_is_read_in_every_form(written):
    assert reading.birth_date(written) == date(1971, 6, 24)


@pytest.mark.parametrize(
    "written",
    ["31/02/1971", "24/13/1971", "24/06/71", "01/01/1900", "1700-01-01", "1971", "x", "", None],
)
def test_a_date_of_birth_that_cannot_be_is_none(written):
    assert reading.birth_date(written) is None


@pytest.mark.parametrize(
    ("read", "written", "expected"),
    [
        (reading.postcode, "zx1 4ab", "ZX1 4AB"),
        (reading.postcode, "SW1A1AA", "SW1A 1AA"),
        (reading.postcode, "GIR 0AA", "GIR 0AA"),
        (reading.postcode, "ZX1 4AC", None),
        (reading.postcode, "QX1 4AB", None),
        (reading.postcode, "not known", None),
        (reading.uprn, "000100023336956", "100023336956"),
        (reading.uprn, "100023336956.0", "100023336956"),
        (reading.uprn, "0", None),
        (reading.uprn, "1234567890123", None),
        (reading.nhs_number, "943 476 5919", "9434765919"),
        (reading.nhs_number, "943-476-5919", "9434765919"),
        (reading.nhs_number, "9434765918", None),
        (reading.nhs_number, "0000000000", None),
        (reading.nhs_number, "94347659", None),
        (reading.nino, "qq 12 34 56 c", None),
        (reading.nino, "ab 12 34 56 c", "AB123456C"),
        (reading.nino, "GB123456A", None),
        (reading.nino, "AB123456E", None),
        (reading.email, " Ann@Example.ORG ", "ann@example.org"),
        (reading.email, "ann at example", None),
        (reading.premises, "Flat 2, 14a Mill Lane", "14A 2"),
        (reading.premises, "Rose Cottage", None),
        (reading.postcode_like, "zx14ab", "ZX1 4AB"),
        (reading.postcode_like, "zxq4ab", "ZXQ 4AB"),
        (reading.postcode_like, " 2119 ", "2119"),
        (reading.postcode_like, "not known", None),
        (reading.birth_text, "24/06/1971", "1971-06-24"),
        (reading.birth_text, "1971-06-34", "1971-06-34"),
        (reading.birth_text, "1630-08-01", "1630-08-01"),
        (reading.birth_text, "1971-00-00", None),
        (reading.birth_text, "01/01/1900", None),
        (reading.phone, "+44 (0)7700 900123", "700900123"),
        (reading.phone, "07700900123", "700900123"),
        (reading.phone, "0000000000", None),
        (reading.phone, "ext 12", None),
        (reading.sex, "Female", "F"),
        (reading.sex, "m", "M"),
        (reading.sex, "not stated", None),
        (reading.street, "Flat 2, 14a Mill Ln.", "MILL LANE"),
        (reading.street, "14", None),
        (reading.plain_words, " St. Ives ", "ST IVES"),
        (reading.name_words, "Mr John van der Berg-Smith", ["BERG", "JOHN", "SMITH"]),
        (reading.name_words, "J.", None),
    ],
)
def test_identifiers_are_read_in_one_form_or_not_at_all(read, written, expected):
    assert read(written) == expected


@given(st.text(max_size=60) | st.none())
def test_no_text_breaks_a_reader(text):
    for read in (
        reading.given_name,
        reading.family_name,
        reading.birth_date,
        reading.postcode,
        reading.uprn,
        reading.nhs_number,
        reading.nino,
        reading.email,
        reading.premises,
        reading.postcode_like,
        reading.birth_text,
        reading.phone,
        reading.sex,
        reading.street,
        reading.plain_words,
        reading.name_words,
    ):
        value = read(text)
        assert value is None or value
    assert len(reading.whole_name(text)) == 2


@given(st.dates(min_value=date(1900, 1, 2), max_value=date(2026, 11, 1)))
def test_every_day_comes_back_from_every_form(day):
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%b-%Y", "%d %B %Y", "%Y%m%d"):
        assert reading.birth_date(day.strftime(form)) == day


@given(st.integers(min_value=10**8, max_value=10**9 - 1), st.integers(min_value=0, max_value=9))
def test_at_most_one_digit_checks_an_nhs_number(body, other):
    right = [digit for digit in range(10) if reading.nhs_number(f"{body}{digit}")]
    assert len(right) <= 1
    assert (reading.nhs_number(f"{body}{other}") is not None) == (other in right)


@pytest.mark.parametrize(
    ("short", "full"),
    [("BILL", "WILLIAM"), ("SAM", "SAMUEL"), ("SAM", "SAMANTHA"), ("KASIA", "KATARZYNA")],
)
def test_a_short_form_stands_for_its_names(short, full):
    assert full in forms_of(short)
    assert key_of(short) in FULL_NAMES[short]


@pytest.mark.parametrize(
    ("name", "code"),
    [("ROBERT", "R163"), ("RUPERT", "R163"), ("ASHCRAFT", "A261"), ("TYMCZAK", "T522"),
     ("LEE", "L000"), ("NAYLOR", "N460"), ("NAILER", "N460")],
)  # fmt: skip
def test_names_that_sound_alike_have_one_code(name, code):
    assert reading.soundex(name) == code


def test_a_name_without_short_forms_stands_for_itself():
    assert forms_of("FARZANA") == ["FARZANA"]
    assert key_of("FARZANA") == "FARZANA"
