"""Addresses in several columns: no row is lost where all of them are empty."""

import pyarrow as pa

from beholden.linkage import AddressColumns, Gazetteer, match_addresses

GAZETTEER = pa.table(
    {
        "uprn": ["9990000001", "9990000002"],
        "address_concat": ["1 Mill Lane, Ashmere", "2 Mill Lane, Ashmere"],
        "postcode": ["ZX1 1AA", "ZX1 1AA"],
    }
)


def test_a_row_without_any_part_keeps_its_place():
    addresses = pa.table(
        {
            "id": ["a", "b", "c"],
            "line_1": pa.array(["1 Mill Lane", None, "2 Mill Lane"]),
            "line_2": pa.array(["Ashmere", None, None]),
            "postcode": pa.array(["ZX1 1AA", None, "ZX1 1AA"]),
        }
    )
    columns = AddressColumns(id="id", address=("line_1", "line_2"), postcode="postcode", uprn=None)
    matches = match_addresses(addresses, Gazetteer.build(GAZETTEER), columns=columns)
    assert matches["unique_id"].to_pylist() == ["a", "b", "c"]
    assert matches["uprn"].to_pylist() == ["9990000001", None, "9990000002"]
