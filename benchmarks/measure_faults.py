"""How real registers write addresses: the rates on which the made-up queries are modelled.

python -m benchmarks.measure_faults ADDRESSES.parquet … [--out src/beholden/bench/rates.json]

The files need the columns source, unique_id, address_concat and postcode, and may have name.
What is printed are rates by register; no address leaves it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import duckdb

SHORT = r"\b(RD|AVE?|LN|CL|DR|GDNS|CRES|TERR|SQ|PL|CT|CTR)\b|[A-Z] ST\b(,|\.|\s*$)"
SHORT_ESTATE = r"\bIND\.? EST|\bINDL\b|\bTRAD(ING)? EST\b|\bEST\b"
LONG = (
    r"\b(ROAD|STREET|AVENUE|LANE|CLOSE|DRIVE|GARDENS|CRESCENT|TERRACE|SQUARE|PLACE|COURT|CENTRE)\b"
)
LONG_ESTATE = r"\b(INDUSTRIAL|TRADING) ESTATE\b"
COUNTY = (
    r"(SHIRE|KENT|ESSEX|SURREY|SUSSEX|NORFOLK|SUFFOLK|DEVON|DORSET|SOMERSET|CORNWALL|CUMBRIA|"
    r"MIDDLESEX|MERSEYSIDE|CLEVELAND|AVON|LANCS|YORKS|HANTS|HERTS|NOTTS|BUCKS|WILTS|LEICS|"
    r"NORTHANTS|CAMBS|BEDS|BERKS|OXON|GLOS|LINCS|STAFFS|WORCS|SALOP|MIDLANDS|TYNE (AND|&) WEAR|"
    r"GREATER (MANCHESTER|LONDON)|ISLE OF WIGHT|DURHAM|NORTHUMBERLAND|HUMBERSIDE|RUTLAND|GWENT|"
    r"DYFED|GWYNEDD|CLWYD|POWYS|GLAMORGAN)[., ]*$"
)
POSTCODE = r"\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][ABD-HJLNP-UW-Z]{2}\b"
RANGE = r"\b[0-9]+[A-Z]? ?(-|/|&|TO|AND) ?[0-9]+[A-Z]?\b"
PARTS = "list_filter(list_transform(string_split(u, ','), lambda x: trim(x)), lambda x: x <> '')"

# Each habit: the share of rows that show it, among rows where it could be shown.
HABITS: dict[str, tuple[str, str]] = {
    "no_postcode": ("coalesce(trim(postcode), '') = ''", "true"),
    "postcode_without_space": ("not contains(trim(postcode), ' ')", "coalesce(postcode, '') <> ''"),
    "postcode_in_text": (f"regexp_matches(u, '{POSTCODE}')", "true"),
    "upper": ("address_concat = u", "true"),
    "town_upper": (
        "address_concat <> u and regexp_matches(address_concat, ', ?[A-Z][A-Z -]{3,}$')",
        "true",
    ),
    "no_comma": ("not contains(u, ',')", "true"),
    "comma_after_number": (
        r"regexp_matches(u, '(^|, )[0-9]+[A-Z]?, ')",
        r"regexp_matches(u, '\b[0-9]+[A-Z]?\b')",
    ),
    "county": (f"regexp_matches(u, '{COUNTY}')", "true"),
    "double_space": ("contains(u, '  ')", "true"),
    "empty_part": (r"regexp_matches(u, ',\s*(,|$)')", "true"),
    "repeated_part": (f"len(list_distinct({PARTS})) < len({PARTS})", "true"),
    "name_in_front": ("starts_with(u, upper(name))", "coalesce(name, '') <> ''"),
    "short_type": (
        f"regexp_matches(u, '{SHORT}|{SHORT_ESTATE}')",
        f"regexp_matches(u, '{SHORT}|{SHORT_ESTATE}|{LONG}|{LONG_ESTATE}')",
    ),
    "suffix_apart": (
        r"regexp_matches(u, '\b[0-9]+ [A-Z]\b')",
        r"regexp_matches(u, '\b[0-9]+ ?[A-Z]\b')",
    ),
    "range_by_slash": (
        r"regexp_matches(u, '\b[0-9]+ ?/ ?[0-9]+\b')",
        f"regexp_matches(u, '{RANGE}')",
    ),
    "range_by_and": (
        r"regexp_matches(u, '\b[0-9]+ ?(&|AND) ?[0-9]+\b')",
        f"regexp_matches(u, '{RANGE}')",
    ),
    "range_by_to": (
        r"regexp_matches(u, '\b[0-9]+ ?TO ?[0-9]+\b')",
        f"regexp_matches(u, '{RANGE}')",
    ),
    "dot": ("contains(u, '.')", "true"),
}
# A word seen once or twice, one edit from a word seen fifty times as often, is taken as mistyped.
RARE, COMMON, LETTERS = 2, 100, 6


def measured(files: list[Path]) -> dict[str, dict[str, float]]:
    """Return the rate of each habit by register."""
    with duckdb.connect() as db:
        where = ", ".join("'" + str(file).replace("'", "''") + "'" for file in files)
        db.execute(
            "create view a as select *, upper(address_concat) as u "
            f"from read_parquet([{where}], union_by_name = true)"
        )
        rates = ", ".join(
            f"coalesce(avg(({shown})::int) filter (where {able}), 0) as {name}"
            for name, (shown, able) in HABITS.items()
        )
        rows = db.execute(f"select source, {rates} from a group by 1 order by 1").fetchall()
        typing = typing_errors(db)
    names = list(HABITS)
    return {
        row[0]: {
            **{n: round(r, 4) for n, r in zip(names, row[1:], strict=True)},
            "mistyped": round(typing.get(row[0], 0.0), 4),
        }
        for row in rows
    }


def typing_errors(db: Any) -> dict[str, float]:
    """Return the share of addresses with a rare word that is one edit from a common one."""
    db.execute(
        f"""create temp table w as select source, unique_id,
        unnest(regexp_extract_all(u, '[A-Z]{{{LETTERS},}}')) as word from a"""
    )
    db.execute("create temp table n as select word, count(*) as n from w group by 1")
    found = db.execute(
        f"""with wrong as (
          select distinct r.word from n r join n c
            on c.n >= {COMMON} and r.n <= {RARE}
            and abs(length(r.word) - length(c.word)) <= 1
            and (r.word[1:3] = c.word[1:3] or r.word[-3:] = c.word[-3:])
            and damerau_levenshtein(r.word, c.word) = 1
            and r.word <> c.word || 'S' and c.word <> r.word || 'S')
        select a.source,
          count(distinct w.unique_id || w.word) filter (where w.word in (select word from wrong))
            / count(distinct a.unique_id)
        from a left join w using (source, unique_id) group by 1"""
    ).fetchall()
    return dict(found)


def main() -> None:
    """Measure the rates and print or write them."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("addresses", type=Path, nargs="+")
    given.add_argument("--out", type=Path)
    asked = given.parse_args()
    text = json.dumps({"registers": measured(asked.addresses)}, indent=1) + "\n"
    if asked.out:
        asked.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
