"""The demonstration from end to end, through the command line, at a small size."""

from __future__ import annotations

import re
import shlex
import shutil

import pyarrow.parquet as pq
import pytest

from beholden import open as open_council
from beholden.doors.demo.wording import commands
from beholden.records import reading

HOMES = ("libraries", "ashmere")
USES = {
    "libraries-then-and-now": "libraries",
    "warm-homes": "ashmere",
    "vaccination-uptake": "ashmere",
}


def test_it_ends_well_and_says_what_it_found(demonstrated):
    assert demonstrated.ended.code == 0, demonstrated.ended.err
    out = demonstrated.ended.out
    assert out.count("Refused:") == out.count("Stopped:") == len(USES)
    assert out.count("the key of the extract is destroyed and its file is gone") == len(USES)
    assert "made-up borough" in out
    assert str(demonstrated.folder / "report.html") in out


def test_it_tells_where_it_is_meanwhile(demonstrated):
    assert "matching the addresses of 2016" in demonstrated.ended.err
    assert "linking people in vaccinations" in demonstrated.ended.err


REPORT = [
    "what became of those that councils ran in 2016",
    "against the published keys",
    "where both lists publish the same key",
    "cold homes, debt, and no help yet",
    "who came for the winter vaccination",
    "with the keys found and with the true keys",
    "The public page of the data use <code>warm-homes</code>",
    "The public page of the data use <code>vaccination-uptake</code>",
    "The public page of the data use <code>libraries-then-and-now</code>",
    "Not allowed: this question names a column that the agreement does not give.",
    "Not allowed: the agreement has ended; there is nothing left to ask.",
    "verified from the files alone",
]


@pytest.mark.parametrize("part", REPORT)
def test_the_report_has_every_part(demonstrated, part):
    assert part in demonstrated.report


def test_the_report_is_one_file_that_fetches_nothing(demonstrated):
    assert demonstrated.report.count("<svg") >= 3
    assert not re.search(r"<script|<link|src=|url\(", demonstrated.report)
    for href in re.findall(r'href="([^"#][^"]*)"', demonstrated.report):
        assert (demonstrated.folder / href).is_file(), href


def test_every_section_on_the_borough_says_that_it_is_made_up(demonstrated):
    sections = re.findall(r"<section.*?</section>", demonstrated.report, flags=re.DOTALL)
    ashmere = [section for section in sections if "Ashmere:" in section.split("</h2>")[0]]
    assert len(ashmere) == 6
    assert all("Made-up data." in section for section in ashmere)
    libraries = [section for section in sections if "Libraries:" in section.split("</h2>")[0]]
    assert not any("Made-up data." in section for section in libraries)


def test_the_borough_is_marked_made_up_in_its_own_register(demonstrated):
    with open_council(demonstrated.folder / "ashmere").at_work():
        assert all(dataset.made_up for dataset in reading.datasets())
        assert all(reading.use(name).made_up for name in ("warm-homes", "vaccination-uptake"))


@pytest.mark.parametrize("home", HOMES)
def test_the_truth_never_entered_the_home(demonstrated, home):
    told = {"published_uprn", "lives_at", "origin", "unique_property_reference_number"}
    files = list((demonstrated.folder / home / "datasets").glob("*/v1/data.parquet"))
    assert files
    for file in files:
        columns = set(pq.read_schema(file).names)
        assert not columns & told
        keyed = file.parent.parent.name in {"gazetteer", "places"}
        assert ("uprn" in columns) == keyed
        assert "person" not in columns


@pytest.mark.parametrize(("use", "home"), USES.items())
def test_every_act_that_a_use_needs_is_in_the_ledger(demonstrated, use, home):
    with open_council(demonstrated.folder / home).at_work():
        acts = [entry.act for entry in reading.use(use).entries]
    needed = ["use-stated", "use-decided", "agreement-offered", "agreement-signed"]
    needed += ["extract-sealed", "question-answered", "question-refused"]
    needed += ["advice-recorded", "release-published"] if home == "ashmere" else []
    assert set(needed) <= set(acts)
    assert "agreement-ended" not in acts, "the end was shown on a copy"


def test_no_released_cell_is_under_the_smallest_group(demonstrated):
    with open_council(demonstrated.folder / "ashmere").at_work():
        released = [reading.release(one.id) for one in reading.releases()]
    assert {one.summary.use for one in released} == {"warm-homes", "vaccination-uptake"}
    for one in released:
        facts = one.checked["facts"]
        least = facts["smallest_group"] - facts["round_to"] / 2
        assert facts["smallest_group"] >= 20
        for row in one.checked["rows"]:
            assert all(value is None or value >= least for value in row["values"])


def test_the_homes_that_are_kept_can_still_be_asked(demonstrated, command):
    folder = str(demonstrated.folder / "ashmere")
    question = "select tenure, count(*) as households from council_tax group by 1"
    ended = command("ask", "warm-homes", question, "--home", folder, "--as", "analyst")
    assert ended.code == 0, ended.err
    assert "private rent" in ended.out


@pytest.mark.parametrize("borough", [True, False])
def test_the_commands_to_try_next_work_as_printed(demonstrated, command, borough):
    printed = commands(demonstrated.folder, borough=borough)
    for _, line in printed:
        assert not borough or line in demonstrated.ended.out
        program, *arguments = shlex.split(line)
        assert program.endswith("beholden")
        blocks = arguments[0] == "serve"
        ended = command("serve", "--help") if blocks else command(*arguments)
        assert ended.code == 0, ended.err
        assert ended.out


@pytest.mark.parametrize("home", HOMES)
def test_the_ledger_verifies_from_its_files(demonstrated, command, home):
    ended = command("ledger", "verify", "--home", str(demonstrated.folder / home))
    assert ended.code == 0, ended.err


def test_applying_the_stated_files_again_changes_nothing(demonstrated):
    council = open_council(demonstrated.folder / "ashmere")
    plan = council.plan_statements(by="dpo", directory=demonstrated.folder / "ashmere-stated")
    assert {step.change for step in plan} == {"same"}


def test_one_of_the_two_can_be_run_alone_and_replaces_what_was_there(
    demonstrated, command, tmp_path
):
    folder = tmp_path / "demo"
    shutil.copytree(demonstrated.untouched, folder)
    ended = command("demo", "--only", "libraries", "--directory", str(folder))
    assert ended.code == 0, ended.err
    assert not (folder / "ashmere").exists()
    assert "--home" in ended.out
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["demo"]


def test_somebody_elses_folder_is_refused_before_any_work(command, tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    ended = command("demo", "--directory", str(tmp_path))
    assert ended.code == 6
    assert "was not made by a demonstration" in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
