"""Treatments at sealing, as SQL: an age band for a date of birth, a sector for a postcode.

What cannot be read as what the treatment is for becomes null, as does what lies in no band: no
value outlives its treatment, and the result for one row never depends on another (property S1).
"""

from __future__ import annotations

from datetime import date

from beholden.kernel import Treatment, TreatmentKind

from .sql_text import literal, trimmed

# As councils write days: ISO 8601, or day before month.
_DAYS = "['%Y-%m-%d', '%d/%m/%Y', '%d-%m-%Y', '%d.%m.%Y', '%d %B %Y', '%d %b %Y']"
# BS 7666, part 0: area, district, then a digit and two letters.
_POSTCODE = "[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}"
_PERIODS = {
    "month": "strftime({day}, '%Y-%m')",
    "quarter": "CAST(year({day}) AS VARCHAR) || '-Q' || CAST(quarter({day}) AS VARCHAR)",
    "year": "CAST(year({day}) AS VARCHAR)",
}


def coarsened(sql: str, kind: str, treatment: Treatment) -> str:
    """Return the SQL of what is sealed instead of a value of this DuckDB type.

    Look-ups and pseudonyms are joins, not expressions; they are made by sealing itself.
    """
    match treatment.kind:
        case TreatmentKind.AGE if treatment.as_of is not None:
            return _step(_age(_day(sql, kind), treatment.as_of), treatment)
        case TreatmentKind.NUMBER:
            return _step(_finite(sql, kind), treatment)
        case TreatmentKind.DATE:
            return f"({_PERIODS[treatment.to].format(day=_day(sql, kind))})"
        case TreatmentKind.POSTCODE:
            return _postcode(sql, treatment.to)
        case _:
            raise ValueError(f"{treatment.kind} is not an expression.")


def _day(sql: str, kind: str) -> str:
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return f"CAST({sql} AS DATE)"
    if kind == "VARCHAR":
        return f"CAST(try_strptime({trimmed(sql)}, {_DAYS}) AS DATE)"
    return "CAST(NULL AS DATE)"


def _age(born: str, on: date) -> str:
    """Return the SQL of full years on a day; null for who is born later.

    A year is full from the beginning of its anniversary (Family Law Reform Act 1969, section 9);
    in a year that has no 29 February that is 1 March.
    """
    anniversary = f"(month({born}) * 100 + day({born}))"
    to_come = f"CASE WHEN {anniversary} > {on.month * 100 + on.day} THEN 1 ELSE 0 END"
    return (
        f"(CASE WHEN {born} <= DATE {literal(on.isoformat())}"
        f" THEN {on.year} - year({born}) - {to_come} END)"
    )


def _finite(sql: str, kind: str) -> str:
    if kind == "VARCHAR":
        number = f"TRY_CAST({trimmed(sql)} AS DOUBLE)"
    elif kind in ("BOOLEAN", "DATE", "TIME", "UUID") or kind.startswith(("TIMESTAMP", "ENUM")):
        return "CAST(NULL AS DOUBLE)"
    else:
        number = f"CAST({sql} AS DOUBLE)"
    return f"(CASE WHEN isfinite({number}) THEN {number} END)"


def _step(sql: str, treatment: Treatment) -> str:
    """Return the SQL of the label of the last step that a number reaches; null under the first."""
    arms = " ".join(
        f"WHEN {sql} >= CAST({low!r} AS DOUBLE) THEN {literal(label)}"
        for label, low in reversed(treatment.steps)
    )
    return f"(CASE {arms} ELSE NULL END)"


def _postcode(sql: str, to: str) -> str:
    text = f"upper(regexp_replace(CAST({sql} AS VARCHAR), '\\s', '', 'g'))"
    district = f"left({text}, -3)"
    part = {
        "sector": f"{district} || ' ' || substr({text}, -3, 1)",
        "district": district,
        "area": f"regexp_extract({text}, '^[A-Z]+')",
    }[to]
    return f"(CASE WHEN regexp_full_match({text}, '{_POSTCODE}') THEN {part} END)"
