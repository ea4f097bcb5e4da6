"""Made-up people who are on one list twice."""

from __future__ import annotations

GIVEN = ("Amelia", "Bartholomew", "Clementine", "Desmond", "Euphemia", "Fitzgerald", "Georgina")
FAMILY = ("Quartermain", "Rusbridger", "Satterthwaite", "Thistlewood", "Umfreville", "Vavasour")


def people() -> list[dict[str, str]]:
    """Return forty-two people, twice each; two times in three the second row has half a name."""
    rows = []
    for i in range(42):
        born = f"19{40 + i % 50:02d}-{i % 12 + 1:02d}-{i % 27 + 1:02d}"
        person = {
            "forename": GIVEN[i % 7],
            "surname": FAMILY[i % 6],
            "date_of_birth": born,
            "postcode": f"ZX{i % 4 + 1} {i % 9 + 1}AB",
            "note": f"secret note {i}",
        }
        again = {**person, "forename": person["forename"][:4] if i % 3 else person["forename"]}
        rows += [person, again]
    return rows
