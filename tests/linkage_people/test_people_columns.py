"""Which columns tell who a person is."""

import pyarrow as pa
import pytest

from beholden.borough import make
from beholden.kernel import BadInput
from beholden.linkage.people import PersonColumns, find_person_columns


def table(*names, rows=()):
    return pa.table({name: pa.array(rows, type=pa.string()) for name in names})


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (
            ("Forename", "Last Name", "D.O.B.", "Post Code", "NHS No"),
            PersonColumns(
                first_name="Forename",
                surname="Last Name",
                date_of_birth="D.O.B.",
                postcode="Post Code",
                nhs_number="NHS No",
            ),
        ),
        (
            ("case_ref", "claimant_name", "dob", "NINO", "UPRN", "E-mail"),
            PersonColumns(
                name="claimant_name", date_of_birth="dob", nino="NINO", uprn="UPRN", email="E-mail"
            ),
        ),
        (
            ("name", "address_2", "address_1", "date_of_birth"),
            PersonColumns(
                name="name", date_of_birth="date_of_birth", address=("address_1", "address_2")
            ),
        ),
        (
            ("full_name", "first_name", "surname"),
            PersonColumns(first_name="first_name", surname="surname", other_names=("full_name",)),
        ),
        (("surname", "Full Name"), PersonColumns(name="Full Name")),
        (
            ("First Name", "Middle Names", "Surname", "Maiden Name", "Gender", "Mobile No"),
            PersonColumns(
                first_name="First Name",
                surname="Surname",
                sex="Gender",
                phone="Mobile No",
                other_names=("Maiden Name", "Middle Names"),
            ),
        ),
        (
            (
                "name",
                "house_name",
                "house_number",
                "street_name",
                "Town",
                "Place of birth",
                "Job title",
            ),
            PersonColumns(
                name="name",
                town="Town",
                birth_place="Place of birth",
                occupation="Job title",
                address=("house_name", "house_number", "street_name"),
            ),
        ),
    ],
)
def test_columns_are_known_by_their_names(headings, expected):
    assert find_person_columns(table(*headings)) == expected


def test_identifiers_and_postcodes_are_known_by_their_content():
    found = find_person_columns(
        pa.table(
            {
                "a": ["943 476 5919", None, "9434765919"],
                "b": ["ZX1 4AB", "ZX2 5DE", "ZX1 4AB"],
                "c": ["AB123456C", "AB123456D", "AB123456A"],
                "d": ["x", "y", "z"],
            }
        )
    )
    assert found == PersonColumns(nhs_number="a", postcode="b", nino="c")


def test_a_table_without_people_is_refused_and_told_what_was_looked_for():
    with pytest.raises(BadInput) as error:
        find_person_columns(table("rating", "lodged"))
    assert "date of birth" in error.value.why
    assert "NHS number" in error.value.why
    assert "rating, lodged" in error.value.why


def test_the_columns_of_the_made_up_borough_are_found():
    tables = make(households=40, seed=2).tables
    vaccinations = find_person_columns(tables["vaccinations"])
    assert vaccinations.first_name == "first_name"
    assert vaccinations.nhs_number == "nhs_number"
    assert find_person_columns(tables["housing_tenancies"]).name == "tenant_name"
    council_tax = find_person_columns(tables["council_tax"])
    assert council_tax.name == "liable_name"
    assert council_tax.address == ("address_1", "address_2", "address_3")
