"""Matching never writes over what it reads."""

import pytest


@pytest.mark.parametrize("written", ["--out", "--review"])
@pytest.mark.parametrize("own", ["addresses.csv", "gazetteer.csv"])
def test_a_file_that_is_read_is_not_written(line, tmp_path, written, own):
    for name in ("addresses.csv", "gazetteer.csv"):
        text = "unique_id,uprn,address_concat,postcode\n1,9,1 Mill Lane,ZX1 1AA\n"
        (tmp_path / name).write_text(text)
    other = ["--out", tmp_path / "m.csv"] if written == "--review" else []
    before = (tmp_path / own).read_bytes()
    ran = line(
        "match", tmp_path / "addresses.csv", "--gazetteer", tmp_path / "gazetteer.csv",
        *other, written, tmp_path / own,
    )  # fmt: skip
    assert ran.code == 6
    assert "one of the files to read" in ran.err
    assert (tmp_path / own).read_bytes() == before
