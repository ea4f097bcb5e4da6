"""What a column likely holds: the name and ten values on the left, the kind on the right."""

from datetime import date

import pyarrow as pa
import pytest

from beholden.intake import ColumnKind, describe
from beholden.intake.patterns import POSTCODE_LOOSE, fits, is_nhs_number, is_nino, is_phone

POSTCODES = ["AM1 2AB", "am12ab", "SW1A 1AA", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "W1A 0AX"]
NOT_POSTCODES = [
    "AM1",
    "AM1 2A",
    "QM1 2AB",
    "AI1 2AB",
    "AM1 2AC",
    "A1I 1AA",
    "AA1D 1AA",
    "12 345",
    "AM1-2AB",
]
NHS_NUMBERS = ["9434765919", "943 476 5919", "943-476-5870", "4010232137"]
NINOS = ["QQ123456C".replace("QQ", "AB"), "ab 12 34 56 c", "JG103759A", "ZY123456D"]


def kind(name, values):
    table = pa.table({name: pa.array(values)})
    return describe(table).columns[0].kind.value


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("postcode", [*POSTCODES, "unknown"], "postcode"),
        ("where", POSTCODES, "postcode"),
        ("Post Code", POSTCODES[:1], "postcode"),
        ("uprn", ["100012345678", "000012345678"], "uprn"),
        ("UPRN", [100012345678, 12], "uprn"),
        ("Unique property reference number", ["100012345678.0"], "uprn"),
        ("number", ["100012345678"], "number"),
        ("NHS_Number", NHS_NUMBERS, "nhs_number"),
        ("nhsNumber", ["9434765918"], "nhs_number"),
        ("patient number", NHS_NUMBERS, "nhs_number"),
        ("NINO", NINOS, "nino"),
        ("ref", NINOS, "nino"),
        ("email_address", ["a.b@example.org"], "email"),
        ("contact", ["a.b@example.org", "c@example.org"], "email"),
        ("telephone", ["01179 222000", "7700900123"], "phone"),
        ("contact", ["07700 900123", "+44 117 922 2000", "0117 922 2000"], "phone"),
        ("dob", ["31/01/1950", "1-Feb-1960"], "date_of_birth"),
        ("date_of_birth", [date(1950, 1, 31)], "date_of_birth"),
        ("DateOfBirth", ["19500131"], "date_of_birth"),
        ("birth_place", ["Ashmere"], "text"),
        ("opened", ["2024-01-31", "31/01/2024"], "date"),
        ("opened", ["45322", "45323"], "date"),
        ("rooms", ["45322", "45323"], "number"),
        ("year opened", ["2013", "2016"], "number"),
        ("when", ["31 January 2024", "1st Feb 2024"], "date"),
        ("arrears", ["£1,250.00", "12.5", "-3"], "number"),
        ("arrears", [1.5], "number"),
        ("enrolled", ["yes", "no"], "boolean"),
        ("enrolled", [True], "boolean"),
        ("surname", ["O’Neill", "Müller-Smith", "de la Cruz"], "person_name"),
        ("full_name", ["Anne Smith", "SMITH, Anne"], "person_name"),
        ("First name(s)", ["Anne Marie"], "person_name"),
        ("name", ["Anne Smith", "Jo Brown"], "person_name"),
        ("name", ["Barking Learning Centre", "Castle Green Library", "Fanshawe"], "text"),
        ("street_name", ["High Street", "Mill Lane"], "text"),
        ("account_name", ["X1", "Y2"], "text"),
        ("address_line_1", ["Flat 2", "The Mill"], "address"),
        ("where", ["1 High Street, Ashmere", "Flat 2, 3 Mill Lane"], "address"),
        ("tenure", ["owned", "rented"] * 5, "category"),
        ("tenure_code", ["1", "2"] * 5, "category"),
        ("account_ref", ["1001", "1002"], "text"),
        ("notes", ["one thing", "another thing"], "text"),
        ("uprn", pa.array([None], pa.string()), "uprn"),
        ("notes", pa.array([None], pa.string()), "text"),
        ("tags", [["a"], ["b"]], "text"),
    ],
)
def test_kind_by_name_and_values(name, values, expected):
    assert kind(name, values) == expected


@pytest.mark.parametrize("text", POSTCODES)
def test_postcodes(text):
    assert fits(pa.array([text]), POSTCODE_LOOSE).all()


@pytest.mark.parametrize("text", NOT_POSTCODES)
def test_not_postcodes(text):
    assert not fits(pa.array([text]), POSTCODE_LOOSE).any()


@pytest.mark.parametrize("text", NHS_NUMBERS)
def test_nhs_numbers_and_no_other_check_digit(text):
    others = [text[:-1] + digit for digit in "0123456789" if digit != text[-1]]
    assert is_nhs_number(pa.array([text])).all()
    assert not is_nhs_number(pa.array(others)).any()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("DA123456C", "first letter D"),
        ("AO123456C", "second letter O"),
        ("BG123456C", "prefix BG"),
        ("GB123456C", "prefix GB"),
        ("NK123456C", "prefix NK"),
        ("KN123456C", "prefix KN"),
        ("TN123456C", "prefix TN"),
        ("NT123456C", "prefix NT"),
        ("ZZ123456C", "prefix ZZ"),
        ("QQ123456C", "prefix QQ"),
        ("AB123456E", "suffix E"),
        ("AB12345C", "five digits"),
    ],
)
def test_not_ninos(text, fault):
    assert not is_nino(pa.array([text])).any(), fault
    assert is_nino(pa.array(NINOS)).all()


def test_telephone_numbers():
    assert is_phone(pa.array(["+44 (0)117 922 2000", "07700-900123", "0044 7700 900123"])).all()
    assert not is_phone(pa.array(["7700900123", "01", "0000000000", "123456789012"])).any()


def test_a_description_counts_and_keeps_no_value():
    table = pa.table({"uprn": ["1", "1", None], "n": [1.5, 2.5, None]})
    found = describe(table)
    assert found.rows == 3
    assert [(c.type, c.nulls, c.distinct, c.examples) for c in found.columns] == [
        ("string", 1, 1, ()),
        ("double", 1, 2, ()),
    ]
    assert found.of_kind(ColumnKind.UPRN) == ("uprn",)
    assert found.to_dict()["columns"][0]["kind"] == "uprn"
