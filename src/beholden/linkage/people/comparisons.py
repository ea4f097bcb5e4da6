"""What is compared between two rows, in levels, with what each level is called in a reason.

Each level carries the shares that are taken before anything is learnt: ``m``, of pairs that are one
person, and ``u``, of pairs that are not. They are rounded from what was learnt on made-up and
public test data and hold where a table is too small to learn from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Level:
    """One level of agreement: its SQL, how it is told, m, u, and the column of term frequencies.

    ``learnt`` is False where m and u stay as they are.
    """

    sql: str
    words: str
    m: float
    u: float
    frequency: str | None = None
    learnt: bool = True


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison: its name, the prepared columns it needs, when it is silent, its levels.

    Levels come strongest first; the last one is that nothing agrees. ``learnt`` is False where m
    and u stay as they are.
    """

    name: str
    needs: tuple[str, ...]
    silent: str
    levels: tuple[Level, ...]
    learnt: bool = True

    def value(self, words: str) -> int:
        """Return the number that Splink gives the level of these words (0 for the last)."""
        at = next(at for at, level in enumerate(self.levels) if level.words == words)
        return len(self.levels) - 1 - at

    def words(self, value: int) -> str:
        """Return the words of a level by Splink's number; nothing for a silent comparison."""
        return "" if value < 0 else self.levels[len(self.levels) - 1 - value].words

    def settings(self, *, frequencies: bool) -> dict[str, Any]:
        """Return the comparison as Splink's settings want it, with term frequencies or without."""
        silent = {"sql_condition": self.silent, "is_null_level": True, "label_for_charts": "null"}
        return {
            "output_column_name": self.name,
            "comparison_levels": [silent, *(self._level(x, frequencies) for x in self.levels)],
        }

    def _level(self, level: Level, frequencies: bool) -> dict[str, Any]:
        setting: dict[str, Any] = {
            "sql_condition": level.sql,
            "label_for_charts": level.words or "different",
            "m_probability": level.m,
            "u_probability": level.u,
        }
        if level.frequency and frequencies:
            setting["tf_adjustment_column"] = level.frequency
        if not (self.learnt and level.learnt):
            setting |= {"fix_m_probability": True, "fix_u_probability": True}
        return setting


def _missing(*columns: str) -> str:
    return " OR ".join(f"{c}_l IS NULL OR {c}_r IS NULL" for c in columns)


def _close(column: str) -> str:
    """Return SQL for names a typing error apart; cheap conditions spare most pairs the dear one."""
    one, two = f"{column}_l", f"{column}_r"
    return (
        f"jaro_winkler_similarity({one}, {two}) >= 0.92 OR ("
        f"least(length({one}), length({two})) >= 3 AND abs(length({one}) - length({two})) <= 1 "
        f"AND ({one}[1:2] = {two}[1:2] OR {one}[-2:] = {two}[-2:]) "
        f"AND damerau_levenshtein({one}, {two}) <= 1)"
    )


_FIRST_AMONG = (
    "(length(first_l) > 1 AND list_contains(names_r, first_l)) "
    "OR (length(first_r) > 1 AND list_contains(names_l, first_r))"
)
# What is another row's first name is told by the comparison of first names; it counts once.
_SURNAME_AMONG = (
    "(length(surname_l) > 1 AND list_contains(names_r, surname_l) "
    "AND surname_l <> coalesce(first_r, '')) "
    "OR (length(surname_r) > 1 AND list_contains(names_l, surname_r) "
    "AND surname_r <> coalesce(first_l, ''))"
)


_EXCHANGED = "first_l = surname_r AND surname_l = first_r"

FIRST = Compared(
    "first_name",
    ("first",),
    _missing("first"),
    (
        Level("first_l = first_r", "same first name", 0.80, 0.005, "first"),
        Level(
            "(len(first_forms_l) > 1 OR len(first_forms_r) > 1) "
            "AND list_has_any(first_forms_l, first_forms_r)",
            "first names are forms of one name", 0.06, 0.003,
        ),
        Level(_EXCHANGED, "names in the other order", 0.005, 0.00002),
        Level(_close("first"), "similar first name", 0.05, 0.002),
        Level(_FIRST_AMONG, "first name is among the other names", 0.01, 0.0005),
        Level(
            "least(length(first_l), length(first_r)) >= 2 "
            "AND jaro_winkler_similarity(first_l, first_r) >= 0.75", "first names somewhat alike",
            0.02, 0.004,
        ),
        Level(
            "(length(first_l) = 1 OR length(first_r) = 1) AND first_l[1] = first_r[1]",
            "same first initial", 0.02, 0.004,
        ),
        Level("ELSE", "", 0.055, 0.98398),
    ),
)  # fmt: skip

SURNAME = Compared(
    "surname",
    ("surname",),
    _missing("surname"),
    (
        Level("surname_l = surname_r", "same surname", 0.85, 0.004, "surname"),
        # Exchanged names weigh once, as first names: here m is u.
        Level(_EXCHANGED, "names in the other order", 0.005, 0.005, learnt=False),
        Level(_close("surname"), "similar surname", 0.06, 0.002),
        Level(_SURNAME_AMONG, "surname is among the other names", 0.01, 0.0005),
        Level(
            "least(length(surname_l), length(surname_r)) >= 4 "
            "AND (contains(surname_l, surname_r) OR contains(surname_r, surname_l))",
            "one surname is part of the other", 0.01, 0.0005,
        ),
        Level(
            "jaro_winkler_similarity(surname_l, surname_r) >= 0.75", "surnames somewhat alike",
            0.02, 0.006,
        ),
        Level("ELSE", "", 0.065, 0.99248),
    ),
)  # fmt: skip

BIRTH = Compared(
    "birth",
    ("birth",),
    _missing("birth"),
    (
        Level("birth_l = birth_r", "same date of birth", 0.88, 0.00005, "birth"),
        Level(
            "birth_l = birth_swapped_r", "dates of birth agree with day and month exchanged",
            0.02, 0.00002,
        ),
        Level(
            # The first condition is cheap and spares most pairs the second.
            "(birth_l[1:7] = birth_r[1:7] OR day_month_l = day_month_r OR "
            "(birth_l[1:4] = birth_r[1:4] AND birth_l[9:10] = birth_r[9:10])) "
            "AND damerau_levenshtein(birth_l, birth_r) <= 1",
            "dates of birth differ in one digit",
            0.05, 0.0007,
        ),
        Level(
            "year_l = year_r AND (day_month_l = '01-01' OR day_month_r = '01-01')",
            "same year of birth, one as the first of January", 0.005, 0.0002,
        ),
        Level("day_month_l = day_month_r", "same day and month of birth", 0.01, 0.0025),
        Level("birth_l[1:7] = birth_r[1:7]", "same month and year of birth", 0.005, 0.0012),
        Level("year_l = year_r", "same year of birth", 0.005, 0.0120),
        Level("ELSE", "", 0.025, 0.98333),
    ),
)  # fmt: skip

PLACE = Compared(
    "place",
    ("uprn", "postcode", "street", "town"),
    "(uprn_l IS NULL OR uprn_r IS NULL) AND (postcode_l IS NULL OR postcode_r IS NULL) "
    "AND (street_l IS NULL OR street_r IS NULL) AND (town_l IS NULL OR town_r IS NULL)",
    (
        Level("uprn_l = uprn_r", "same UPRN", 0.40, 0.00005),
        Level("premise_l = premise_r", "same house number and postcode", 0.33, 0.0001),
        Level(
            "numbers_l = numbers_r AND jaro_winkler_similarity(street_l, street_r) >= 0.9",
            "same house number, similar street", 0.05, 0.0001,
        ),
        Level("postcode_l = postcode_r", "same postcode", 0.05, 0.0007),
        Level(
            "(district_l = district_r OR right(postcode_l, 3) = right(postcode_r, 3) "
            "OR length(district_l) = 4) AND damerau_levenshtein(postcode_l, postcode_r) <= 1",
            "postcodes differ in one letter",
            0.02, 0.002,
        ),
        Level(
            "jaro_winkler_similarity(street_l, street_r) >= 0.92", "similar street", 0.02, 0.001
        ),
        Level("town_l = town_r", "same town", 0.01, 0.01, "town"),
        Level("jaro_winkler_similarity(town_l, town_r) >= 0.88", "similar town", 0.01, 0.002),
        Level("district_l = district_r", "same postcode district", 0.03, 0.05),
        Level("ELSE", "", 0.08, 0.9359),
    ),
)  # fmt: skip

NHS = Compared(
    "nhs",
    ("nhs",),
    _missing("nhs"),
    (
        Level("nhs_l = nhs_r", "same NHS number", 0.999, 0.000001),
        Level("ELSE", "", 0.001, 0.999999),
    ),
    learnt=False,
)

NINO = Compared(
    "nino",
    ("nino",),
    _missing("nino"),
    (
        Level("nino_l = nino_r", "same National Insurance number", 0.999, 0.000001),
        Level("ELSE", "", 0.001, 0.999999),
    ),
    learnt=False,
)

EMAIL = Compared(
    "email",
    ("email",),
    _missing("email"),
    (
        Level("email_l = email_r", "same e-mail address", 0.80, 0.00005),
        Level("mailbox_l = mailbox_r", "e-mail addresses differ in the provider", 0.05, 0.00005),
        Level(
            "mailbox_l[1:2] = mailbox_r[1:2] AND jaro_winkler_similarity(email_l, email_r) >= 0.9",
            "similar e-mail address", 0.10, 0.0005,
        ),
        Level("ELSE", "", 0.05, 0.9994),
    ),
)  # fmt: skip

PHONE = Compared(
    "phone",
    ("phone",),
    _missing("phone"),
    (
        Level("phone_l = phone_r", "same telephone number", 0.60, 0.00005),
        Level(
            "damerau_levenshtein(phone_l, phone_r) <= 1",
            "telephone numbers differ in one digit", 0.05, 0.0001,
        ),
        Level("ELSE", "", 0.35, 0.99985),
    ),
)  # fmt: skip

BORN_AT = Compared(
    "birth_place",
    ("birth_place",),
    _missing("birth_place"),
    (
        Level("birth_place_l = birth_place_r", "same place of birth", 0.80, 0.02, "birth_place"),
        Level(
            "jaro_winkler_similarity(birth_place_l, birth_place_r) >= 0.88",
            "similar place of birth", 0.05, 0.005,
        ),
        Level("ELSE", "", 0.15, 0.975),
    ),
)  # fmt: skip

OCCUPATION = Compared(
    "occupation",
    ("occupation",),
    _missing("occupation"),
    (
        Level("occupation_l = occupation_r", "same occupation", 0.70, 0.05, "occupation"),
        Level("ELSE", "", 0.30, 0.95),
    ),
)

SEX = Compared(
    "sex",
    ("sex",),
    _missing("sex"),
    (
        Level("sex_l = sex_r", "same sex", 0.97, 0.50),
        Level("ELSE", "", 0.03, 0.50),
    ),
)

ALL = (FIRST, SURNAME, BIRTH, PLACE, EMAIL, PHONE, BORN_AT, OCCUPATION, SEX, NHS, NINO)
IDENTIFIERS = (NHS, NINO)
