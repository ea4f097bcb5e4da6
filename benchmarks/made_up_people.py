"""Made-up residents in volume, written down several times with faults, and who they are.

The columns are those of the public set of historical persons, so that settings published for it run
on this set as they stand. Nobody in it exists: given names are common ones, surnames are put
together from syllables beside common ones, and no postcode is of an area that is in use.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from beholden.borough.faults import mistype
from beholden.borough.names import NAME_LISTS, SHORT_NAMES

SHARES = (0.74, 0.06, 0.06, 0.05, 0.04, 0.02, 0.02, 0.01)
HOME_SIZES, HOME_SHARES = (1, 2, 3, 4, 5), (0.30, 0.35, 0.15, 0.13, 0.07)
COPIES, COPY_SHARES = (1, 2, 3, 4, 6), (0.45, 0.27, 0.15, 0.08, 0.05)
FAULTS = {
    "first_typed": 0.04,
    "surname_typed": 0.04,
    "nickname": 0.06,
    "initial": 0.02,
    "exchanged": 0.01,
    "surname_changed": 0.02,
    "day_and_month": 0.015,
    "digit": 0.03,
    "first_of_year": 0.01,
    "moved": 0.15,
    "postcode_typed": 0.03,
}
MISSING = {"first_name": 0.01, "surname": 0.01, "dob": 0.05, "birth_place": 0.25,
           "postcode_fake": 0.08, "occupation": 0.5}  # fmt: skip
_STARTS = [
    (onset + vowel + close).title()
    for vowel in ("a", "e", "i", "o", "u")
    for close in ("l", "n", "r", "d", "ck", "th", "mp", "st")
    for onset in "b br c ch cl cr d f fl g gr h j k l m n p pl r s sh st t th tr w wh".split()  # noqa: SIM905
]
_MIDDLES = ("", "a", "en", "er", "ing", "les", "ber", "den")
_ENDS = "worth ley ton ham field bourne gate by thwaite stead well croft wick combe dale hurst shaw more ridge cott".split()  # noqa: SIM905, E501
_IN_USE = ("KY", "MK", "OX", "TF")
_AREAS = [a + b for a in "JKLMORTUVXYZ" for b in "CFJKVXYZ" if a + b not in _IN_USE]
_TRADES = "teacher nurse driver clerk cook plumber carer builder welder farmer baker singer".split()  # noqa: SIM905


def make_people(rows: int, *, seed: int) -> tuple[pa.Table, list[int]]:
    """Return about ``rows`` rows of made-up people in random order, and the person of each."""
    rng = np.random.Generator(np.random.PCG64(seed))
    persons = int(rows / np.dot(COPIES, COPY_SHARES))
    true = _persons(rng, persons)
    copies = rng.choice(COPIES, persons, p=COPY_SHARES)
    person = rng.permutation(np.repeat(np.arange(persons), copies))
    written = _written(rng, {name: values[person] for name, values in true.items()}, true)
    table = pa.table({name: _with_gaps(rng, name, values) for name, values in written.items()})
    return table, person.tolist()


def _persons(rng: np.random.Generator, count: int) -> dict[str, np.ndarray]:
    """Return people, home by home: a home shares surname (mostly), postcode and place of birth."""
    sizes = rng.choice(HOME_SIZES, count, p=HOME_SHARES)
    home = np.repeat(np.arange(count), sizes)[:count]
    homes = int(home[-1]) + 1
    origin = rng.choice(len(NAME_LISTS), homes, p=SHARES)[home]
    surname = _surnames(rng, homes)[home]
    surname = np.where(rng.random(count) < 0.2, _surnames(rng, count), surname)
    days = rng.integers(-15_000, 19_000, count).astype("datetime64[D]")
    return {
        "first_name": _first_names(rng, origin),
        "surname": surname,
        "dob": days.astype(str).astype(object),
        "birth_place": _places(rng, homes)[home],
        "postcode_fake": _postcodes(rng, homes)[home],
        "occupation": np.array(_TRADES, dtype=object)[rng.integers(0, len(_TRADES), count)],
    }


def _ranked(rng: np.random.Generator, values: list[str], count: int) -> np.ndarray:
    """Return values drawn so that the share of each falls with its rank."""
    weight = 1 / (np.arange(len(values)) + 30.0)
    drawn = rng.choice(len(values), count, p=weight / weight.sum())
    return np.array(values, dtype=object)[drawn]


def _first_names(rng: np.random.Generator, origin: np.ndarray) -> np.ndarray:
    names = np.empty(len(origin), dtype=object)
    for at, lists in enumerate(NAME_LISTS):
        of_kind = np.flatnonzero(origin == at)
        every = [name for group in (*lists.women, *lists.men) for name in group]
        names[of_kind] = _ranked(rng, every, len(of_kind))
    return names


def _surnames(rng: np.random.Generator, count: int) -> np.ndarray:
    common = [name for kind in NAME_LISTS for name in kind.surnames]
    made = [a + b + c for c in _ENDS for b in _MIDDLES for a in _STARTS]
    return _ranked(rng, [*dict.fromkeys(common), *made], count)


def _places(rng: np.random.Generator, count: int) -> np.ndarray:
    return _ranked(rng, [a + c for c in _ENDS for a in _STARTS[::7]], count)


def _postcodes(rng: np.random.Generator, count: int) -> np.ndarray:
    letters = np.array(list("ABDEFGHJLNPQRSTUWXYZ"), dtype=object)
    area = np.array(_AREAS, dtype=object)[rng.integers(0, len(_AREAS), count)]
    district = rng.integers(1, 60, count).astype(str).astype(object)
    sector = rng.integers(0, 10, count).astype(str).astype(object)
    unit = letters[rng.integers(0, 8, count)] + letters[rng.integers(0, 8, count)]
    return area + district + " " + sector + unit


def _written(
    rng: np.random.Generator, rows: dict[str, np.ndarray], true: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    count = len(rows["dob"])
    struck = {fault: rng.random(count) < rate for fault, rate in FAULTS.items()}
    first = np.where(
        struck["nickname"],
        np.array([SHORT_NAMES.get(name, name) for name in rows["first_name"]], dtype=object),
        rows["first_name"],
    )
    first = mistype(rng, first, struck["first_typed"])
    first = np.where(struck["initial"], np.array([n[0] for n in first], dtype=object), first)
    surname = np.where(struck["surname_changed"], _surnames(rng, count), rows["surname"])
    surname = mistype(rng, surname, struck["surname_typed"])
    other = true["postcode_fake"][rng.integers(0, len(true["postcode_fake"]), count)]
    postcode = np.where(struck["moved"], other, rows["postcode_fake"])
    return {
        **rows,
        "first_name": np.where(struck["exchanged"], surname, first),
        "surname": np.where(struck["exchanged"], first, surname),
        "dob": _dates(rng, rows["dob"], struck),
        "postcode_fake": mistype(rng, postcode, struck["postcode_typed"]),
    }


def _dates(
    rng: np.random.Generator, dates: np.ndarray, struck: dict[str, np.ndarray]
) -> np.ndarray:
    out = dates.copy()
    digits = rng.integers(0, 10, len(out))
    places = rng.choice([2, 3, 6, 8, 9], len(out))
    for row in np.flatnonzero(struck["digit"]):
        out[row] = f"{out[row][: places[row]]}{digits[row]}{out[row][places[row] + 1 :]}"
    for row in np.flatnonzero(struck["day_and_month"]):
        year, month, day = out[row].split("-")
        out[row] = f"{year}-{day}-{month}" if int(day) <= 12 else out[row]
    for row in np.flatnonzero(struck["first_of_year"]):
        out[row] = f"{out[row][:4]}-01-01"
    return out


def _with_gaps(rng: np.random.Generator, name: str, values: np.ndarray) -> pa.Array:
    gone = rng.random(len(values)) < MISSING[name]
    texts = [text.lower() for text in values.tolist()]
    return pa.array(texts, type=pa.string(), mask=gone)
