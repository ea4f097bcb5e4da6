"""What should break a matcher: full tables, huge postcodes, batches, damaged arrays."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from beholden.kernel import Damaged
from beholden.linkage import Gazetteer, match_addresses
from beholden.linkage.addresses import rows

DATA = Path(__file__).parent / "data"


def listed(texts: list[str], postcode: str | None = "GL50 1AA") -> pa.Table:
    codes = pa.array([postcode] * len(texts), pa.string())
    return pa.table(
        {"uprn": list(range(1, len(texts) + 1)), "address_concat": texts, "postcode": codes}
    )


def words(count: int, ending: str) -> list[str]:
    letters = "BCDFGHKLMNPRSTVW"
    return [f"{letters[i % 16]}{letters[i // 16]}A{ending}" for i in range(count)]


def test_a_text_of_words_written_together_ends():
    first, second = words(48, "RTON"), words(48, "WELL")
    gazetteer = Gazetteer.build(listed([" ".join(first), " ".join(second)]))
    asked = " ".join(a + b for a, b in zip(first, second, strict=True))
    assert gazetteer.look_up(asked)["reason"]


def test_the_last_row_of_a_huge_postcode_is_found():
    gazetteer = Gazetteer.build(listed([f"{n} MILL LANE, ASHMERE" for n in range(1, 5001)]))
    assert gazetteer.look_up("4999 Mill Lane, Ashmere", postcode="GL50 1AA")["runner_up_uprn"]
    found = match_addresses(
        pa.table({"address_concat": ["4999 Mill Lane, Ashmere"], "postcode": ["GL50 1AA"]}),
        gazetteer,
        threshold=0.0,
    )
    assert found["uprn"].to_pylist() == ["4999"]


@pytest.mark.parametrize("streets", [1, 2, 5])
def test_a_list_of_few_streets_finds_itself_without_postcodes(streets):
    texts = [f"{n} {s} ROAD, ASHMERE" for s in words(streets, "STEAD") for n in range(1, 301)]
    gazetteer = Gazetteer.build(listed(texts, None))
    asked = pa.table({"address_concat": texts})
    found = match_addresses(asked, gazetteer, threshold=0.0)["uprn"].to_pylist()
    assert found == [str(n) for n in range(1, len(texts) + 1)]


def test_the_next_row_of_a_batch_is_no_part_of_an_address():
    gazetteer = Gazetteer.build(pq.read_table(DATA / "gazetteer.parquet"))
    alone = pa.table({"address_concat": ["33 High Street Cheltenham A"]})
    beside = pa.table({"address_concat": ["33 High Street Cheltenham A", "/5 Oak Road"]})
    first = match_addresses(alone, gazetteer).to_pylist()[0]
    assert match_addresses(beside, gazetteer).to_pylist()[0] == first


def test_a_gazetteer_that_changes_between_its_two_readings_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "listed.parquet"
    pq.write_table(listed([f"{n} MILL LANE, ASHMERE" for n in range(1, 400)]), path)
    other = listed([f"{n} LONG WINDING HILL ROAD, BORDLEY" for n in range(1, 400)])
    told = rows.Source.tables
    calls = []

    def changing(source):
        calls.append(source)
        if len(calls) == 2:
            pq.write_table(other, path)
        return told(source)

    monkeypatch.setattr(rows.Source, "tables", changing)
    with pytest.raises(Damaged, match="changed while it was read"):
        Gazetteer.build_from(path, threads=1)


_SPOILT = """
import sys
import numpy as np, pyarrow.parquet as pq
from beholden.linkage import Gazetteer, match_addresses
listed, asked = pq.read_table(sys.argv[1]), pq.read_table(sys.argv[2]).slice(0, 200)
whole = Gazetteer.build(listed)
draw = np.random.default_rng(1)
for name in whole.index._fields[1:]:
    print(name, file=sys.stderr, flush=True)
    for how in ("largest", "random"):
        array = getattr(whole.index, name).copy()
        if how == "largest":
            array[:] = np.iinfo(array.dtype).max if array.dtype.kind in "iu" else 1.0
        else:
            array[:] = np.frombuffer(draw.bytes(array.nbytes), array.dtype)
        array.flags.writeable = False
        spoilt = Gazetteer(whole.index._replace(**{name: array}))
        assert match_addresses(asked, spoilt, threshold=0.0).num_rows == 200, name
print("no crash")
"""


def test_damage_that_is_not_noticed_gives_wrong_answers_and_never_a_crash():
    command = [sys.executable, "-W", "ignore", "-c", _SPOILT]
    files = [str(DATA / "gazetteer.parquet"), str(DATA / "labelled.parquet")]
    run = subprocess.run([*command, *files], capture_output=True, text=True, timeout=300)
    assert (run.returncode, run.stdout.strip()) == (0, "no crash"), run.stderr[-500:]
