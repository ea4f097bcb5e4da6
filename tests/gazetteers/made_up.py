"""Made-up deliveries in every format: small, as the products are laid out, and of nobody's data."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

DAY = "2026-01-05"
HOUSE, FLAT, SHOP, LAND = 906700000001, 906700000002, 906700000003, 906700000004
Fields = Sequence[object]


def line(fields: Iterable[object]) -> str:
    """Return fields as these products write them: text in quotation marks, numbers bare."""
    return ",".join(f'"{f}"' if isinstance(f, str) and f[:4] != "2026" else str(f) for f in fields)


def volume(
    records: Iterable[Fields], *, version: str = "2.1", kind: str = "F", number: int = 1,
    following: int = 0, day: str = DAY, told: int | None = None, supplier: int = 9999,
    time: str = "09:00:00", trailer: bool = True,
) -> str:  # fmt: skip
    """Return a volume of records with its header and trailer."""
    body = [line(record) for record in records]
    count = len(body) if told is None else told
    head = f'10,"MADE UP",{supplier},{day},{number},{day},{time},"{version}","{kind}"'
    tail = [f"99,{following},{count},{day},{time}"] if trailer else []
    return "\r\n".join([head, *body, *tail]) + "\r\n"


def street(usrn: int, name: str, *, change: str = "I", place: int = 1, language: str = "ENG",
           locality: str = "", town: str = "ASHMERE") -> Fields:  # fmt: skip
    return (15, change, place, usrn, name, locality, town, "ASHMERE", language, DAY, "", DAY, DAY)


def blpu(
    uprn: int, *, change: str = "I", place: int = 1, status: int = 1, parent: object = "",
    x: object = "400000.00", y: object = "300000.00", at: tuple[object, object] = ("", ""),
    postcode: str = "ZX1 1AB", country: str = "E",
) -> Fields:  # fmt: skip
    return (21, change, place, uprn, status, 2, DAY, parent, _bare(x), _bare(y), _bare(at[0]),
            _bare(at[1]), 1, 6815, country, DAY, "", DAY, DAY, "D", postcode, 0)  # fmt: skip


class _Bare(str):
    """Text that is written without quotation marks."""

    __slots__ = ()

    def __getitem__(self, _: object) -> str:
        return "2026"


def _bare(value: object) -> _Bare:
    return _Bare(value)


def lpi(
    uprn: int, key: str, *, change: str = "I", place: int = 1, status: int = 1,
    language: str = "ENG", sao: Fields = ("", "", "", "", ""), pao: Fields = ("", "", "", "", ""),
    usrn: int = 10001,
) -> Fields:  # fmt: skip
    return (24, change, place, uprn, key, language, status, DAY, "", DAY, DAY, *sao, *pao, usrn,
            "1", "", "", "Y")  # fmt: skip


def point(uprn: int, udprn: int, parts: dict[str, object], *, change: str = "I") -> Fields:
    names = [
        "organisation",
        "department",
        "sub",
        "name",
        "number",
        "dependent",
        "street",
        "double",
        "locality",
        "town",
        "postcode",
    ]
    welsh = ["w_dependent", "w_street", "w_double", "w_locality", "w_town"]
    return (28, change, 1, uprn, udprn, *(parts.get(n, "") for n in names), "S", "1A",
            *(parts.get(n, "") for n in welsh), parts.get("box", ""), DAY, DAY, "", DAY,
            DAY)  # fmt: skip


def organisation(uprn: int, key: str, name: str, *, change: str = "I") -> Fields:
    return (31, change, 1, uprn, key, name, "", DAY, "", DAY, DAY)


def classified(uprn: int, key: str, code: str) -> Fields:
    scheme = "AddressBase Premium Classification Scheme"
    return (32, "I", 1, uprn, key, code, scheme, "1.0", DAY, "", DAY, DAY)


def premium() -> list[Fields]:
    """Return a street with a house, a flat in it, and a shop of two languages."""
    return [
        street(10001, "MILL LANE", locality="OLD TOWN"),
        street(10001, "LÔN Y FELIN", language="CYM"),
        blpu(HOUSE), blpu(FLAT, parent=HOUSE), blpu(SHOP),
        lpi(HOUSE, "L1", pao=(14, "A", "", "", "")),
        lpi(FLAT, "L2", sao=(2, "", "", "", "FLAT"), pao=(14, "A", "", "", "")),
        lpi(SHOP, "L3", pao=(16, "", 18, "B", "THE OLD FORGE")),
        lpi(SHOP, "L4", pao=(16, "", 18, "B", "YR HEN EFAIL"), language="CYM"),
        point(SHOP, 501, {"organisation": "FORGE BOOKS", "name": "THE OLD FORGE", "number": "16",
                          "street": "MILL LANE", "town": "ASHMERE", "postcode": "ZX1 1AB",
                          "w_street": "LON Y FELIN"}),
        organisation(SHOP, "O1", "FORGE BOOKS"),
        classified(SHOP, "C1", "CR08"),
    ]  # fmt: skip


def premium_2014() -> list[Fields]:
    """Return the same kinds of records in the layout of 2014."""
    return [
        (15, "I", 1, 10001, "MILL LANE", "", "ASHMERE", "ASHMERE", "ENG"),
        (21, "I", 2, HOUSE, 1, "", "", "", _bare("400000.00"), _bare("300000.00"), 1, 7655, DAY,
         "", DAY, DAY, "N", "ZX1 1AB", 0),
        lpi(HOUSE, "L1", pao=(14, "", "", "", "")),
        (28, "I", 4, HOUSE, "", 501, "", "", "THE ANNEXE", "", 14, "", "MILL LANE", "", "",
         "ASHMERE", "ZX1 1AB", "S", "", "", "", "", "", "", DAY, DAY, "", DAY, DAY),
    ]  # fmt: skip


def dtf_blpu(uprn: int, *, change: str = "I", place: int = 1, status: int = 1,
             organisation: str = "") -> Fields:  # fmt: skip
    return (21, change, place, uprn, status, 2, DAY, "RD04", "", _bare("400000.00"),
            _bare("300000.00"), 1, 9067, DAY, "", DAY, DAY, organisation, "E05", "", "", "",
            "")  # fmt: skip


def dtf_lpi(uprn: int, key: str, *, change: str = "I", place: int = 1, status: int = 1,
            number: object = 14, text: str = "", usrn: int = 10001) -> Fields:  # fmt: skip
    return (24, change, place, uprn, key, "ENG", status, DAY, "", DAY, DAY, "", "", "", "", "",
            number, "", "", "", text, usrn, "", "Y", "ZX1 1AB", "ASHMERE", "Y", "", "",
            "")  # fmt: skip


def dtf_street(usrn: int, name: str, *, change: str = "I", place: int = 1) -> list[Fields]:
    return [
        (11, change, place, usrn, 1, 9067, 2, DAY, 1, 8, 0, DAY, DAY, DAY, "", 1, 2, 3, 4, 10),
        (15, change, place + 1, usrn, name, "", "ASHMERE", "ASHMERE", "ENG"),
    ]


def dtf() -> list[Fields]:
    return [
        *dtf_street(10001, "MILL LANE"),
        dtf_blpu(HOUSE, place=3), dtf_lpi(HOUSE, "L1", place=4),
        (23, "I", 5, HOUSE, "X1", DAY, "", DAY, DAY, "123", "7655CT"),
        dtf_blpu(LAND, place=6),
        dtf_lpi(LAND, "L2", place=7, number="", text="LAND ADJACENT TO THE FORGE"),
    ]  # fmt: skip


def ngd(rows: Iterable[dict[str, object]]) -> str:
    names = [
        "uprn",
        "versiondate",
        "versionavailabletodate",
        "changetype",
        "postcode",
        "fulladdress",
        "country",
        "alternatelanguage",
        "alternatelanguagefulladdress",
        "classificationcode",
        "parentuprn",
        "easting",
        "northing",
        "latitude",
        "longitude",
    ]
    return table(names, [[row.get(name, "") for name in names] for row in rows])


def table(names: Sequence[str], rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    if names:
        writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue()


def zipped(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path
