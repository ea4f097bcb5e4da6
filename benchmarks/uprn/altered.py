"""The same real addresses made harder: postcodes wrong, postcodes gone, true rows deleted."""

from __future__ import annotations

import random

import pyarrow as pa
import pyarrow.compute as pc

_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"  # The letters of the last part of a postcode.
_DIGITS = "0123456789"


def wrong_postcode(postcode: str, draw: random.Random) -> str:
    """Return a postcode with one letter or digit after the first replaced by another."""
    places = [i for i, letter in enumerate(postcode) if letter.isalnum() and i]
    if not places:
        return postcode
    at = draw.choice(places)
    pool = _DIGITS if postcode[at].isdigit() else _LETTERS
    return postcode[:at] + draw.choice(pool.replace(postcode[at], "")) + postcode[at + 1 :]


def with_postcodes_wrong(asked: pa.Table, *, seed: int) -> pa.Table:
    """Return the addresses with every postcode wrong in one place."""
    draw = random.Random(seed)
    codes = [code and wrong_postcode(code, draw) for code in asked["postcode"].to_pylist()]
    return _with_postcodes(asked, pa.array(codes, pa.string()))


def with_postcodes_gone(asked: pa.Table) -> pa.Table:
    """Return the addresses without postcodes."""
    return _with_postcodes(asked, pa.nulls(asked.num_rows, pa.string()))


def _with_postcodes(asked: pa.Table, codes: pa.Array) -> pa.Table:
    return asked.set_column(asked.schema.get_field_index("postcode"), "postcode", codes)


def true_rows_deleted(
    gazetteer: pa.Table, asked: pa.Table, *, folds: int, seed: int
) -> list[tuple[pa.Table, pa.Table]]:
    """Return pairs of a gazetteer without some true rows, and the addresses that were theirs.

    Over the folds every address that has an answer is asked once; each fold deletes the rows of
    its own answers alone, so that their neighbours stay.
    """
    true = sorted(set(asked["true_uprn"].drop_null().to_pylist()))
    random.Random(seed).shuffle(true)
    made = []
    for fold in range(folds):
        out = pa.array(true[fold::folds], asked["true_uprn"].type)
        kept = gazetteer.filter(pc.invert(pc.is_in(gazetteer["uprn"], value_set=out)))
        made.append((kept, asked.filter(pc.is_in(asked["true_uprn"], value_set=out))))
    return made
