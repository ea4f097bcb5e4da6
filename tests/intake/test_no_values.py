"""No value of the data stands in a finding, repair, description, contract or error (S8)."""

import json
from dataclasses import asdict
from datetime import date

import pyarrow as pa
import pytest
from attacks.sizes import sized
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.intake import check, describe, read, repair, write_contract
from beholden.kernel import BeholdenError

MARKER = "Xyzzyqua"
COLUMNS = ["postcode", "uprn", "nhs_number", "nino", "email", "telephone", "dob", "opened", "name"]
shape = st.sampled_from(
    [
        MARKER,
        f" {MARKER}  {MARKER}",
        f"{MARKER}@{MARKER}",
        f"{MARKER}\n,,,,,,,,,,{MARKER}",
        f'{MARKER}"',
        f"{MARKER}Ã«",
        f"{MARKER}\ufffd",
    ]
)
plain = st.sampled_from(["AM1 2AB", "12", "2024-01-31", "9434765919", "a@example.org", "", "N/A"])


def everything_said(reading, folder):
    description = describe(reading.table)
    report = check(
        reading.table, dataset="homes", description=description, today=date(2026, 11, 22)
    )
    _, log = repair(reading.table, description)
    path = folder / "homes.odcs.yaml"
    write_contract(path, name="homes", steward="Housing", description=description, report=report)
    said = [report.to_dict(), description.to_dict(), *map(asdict, log)]
    said += [finding.to_dict() for finding in reading.findings]
    said += [asdict(done) for done in reading.repairs]
    return json.dumps(said, default=str) + path.read_text()


@settings(max_examples=sized(suite=20, full=500), deadline=None)
@given(st.lists(st.lists(shape | plain, min_size=9, max_size=9), min_size=1, max_size=6))
def test_no_finding_holds_a_value(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("marked")
    quoted = ([f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows)
    lines = [",".join(COLUMNS), *(",".join(cells) for cells in quoted)]
    (folder / "a.csv").write_text("\n".join(lines))
    assert MARKER not in everything_said(read(folder / "a.csv"), folder)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", f"a,b\n{MARKER}\n{MARKER}\n"),
        ("a.csv", f'a,b\n1,"{MARKER}\n2,{MARKER}\n'),
        ("a.csv", f"{MARKER} AM1 2AB,{MARKER}@example.org\n1,2\n"),
        ("a.csv", "a,b\n1," + MARKER * 2**18),
        ("a.csv", "a,b\n1," + MARKER * 2**21),
        ("a.jsonl", '{"a": 1}\n{"a": ' + MARKER),
        ("a.jsonl", '{"a": 1}\n["' + MARKER + '"]'),
        ("a.jsonl", '{"a": "' + MARKER * 2**18 + '"}'),
        ("a.xlsx", f"Dear {MARKER},\n{MARKER}\n"),
        ("a.json", '[{"a": "' + MARKER + '"}]'),
    ],
)
def test_no_error_holds_a_value(tmp_path, name, content):
    (tmp_path / name).write_text(content)
    with pytest.raises(BeholdenError) as error:
        read(tmp_path / name)
    assert MARKER not in json.dumps(error.value.to_dict())
    assert MARKER not in str(error.value.__cause__)


def test_no_finding_of_a_ragged_row_holds_its_text(tmp_path):
    rows = ["a,b", *["x,y"] * 20, MARKER, f"{MARKER},{MARKER},{MARKER}"]
    (tmp_path / "a.csv").write_text("\n".join(rows))
    reading = read(tmp_path / "a.csv")
    assert len(reading.findings) == 2
    assert MARKER not in everything_said(reading, tmp_path)


def test_values_of_other_types_stand_in_no_finding_either(tmp_path):
    table = pa.table({"uprn": [987654321987, 987654321987], "dob": [date(1850, 7, 13)] * 2})
    report = check(table, dataset="homes", today=date(2026, 11, 22))
    said = json.dumps(report.to_dict())
    assert "impossible-age" in said
    assert "987654321987" not in said
    assert "1850" not in said
