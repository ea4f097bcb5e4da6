"""A council names a witness, asks it, publishes what it signed; outsiders see who vouches."""

from __future__ import annotations

import json
import sqlite3

import pytest
from actions.ashmere import ANALYST, DPO, QUESTION
from actions.councils import entries_of, faults_in_whole, opened
from cli.running import Line

from beholden.actions import (
    check_proof,
    make_witness,
    prove_entry,
    verify_log,
    vouch_for,
    watch_ledger,
)
from beholden.actions.acting import Act, recording
from beholden.kernel import BadInput, Damaged, NotFound, Refused

NAME = "archive.example/w1"


@pytest.fixture
def witness(tmp_path, founded):
    """Give the folder of a witness that watches the council's ledger, and its key."""
    folder = tmp_path / "witness"
    key = make_witness(folder, name=NAME)
    watch_ledger(folder, key=str(founded.signer.key))
    return folder, str(key)


def test_from_naming_to_vouching(founded, witness, tmp_path):
    folder, key = witness
    assert founded.name_witness(by=DPO, key=key) == NAME
    (tmp_path / "request").write_text(founded.ask_witness())
    (tmp_path / "signed").write_text(vouch_for(folder, tmp_path / "request"))
    (told,) = founded.take_cosignature(tmp_path / "signed")
    size = founded.log.size
    assert (told.witness, told.size) == (NAME, size)
    assert founded.witnesses()[0].vouched == told
    assert verify_log(founded.path("ledger")).vouched == (told,)

    founded.let_witness_go(by=DPO, name=NAME)
    assert founded.witnesses() == ()
    assert verify_log(founded.path("ledger")).vouched == ()
    assert verify_log(founded.path("ledger"), witnesses=[key]).vouched == (told,)
    assert faults_in_whole(founded) == []
    named, gone = entries_of(founded)[-2:]
    assert (named["act"], gone["act"]) == ("witness-named", "witness-let-go")
    assert named["facts"] == gone["facts"] == {"witness": key}
    (tmp_path / "request").write_text(founded.ask_witness(seen_by_it=size))
    (tmp_path / "signed").write_text(vouch_for(folder, tmp_path / "request"))
    with pytest.raises(BadInput, match="No witness that this council has named"):
        founded.take_cosignature(tmp_path / "signed")


def test_the_lines_alone_as_a_witness_on_the_web_answers(founded, witness, tmp_path):
    folder, key = witness
    founded.name_witness(by=DPO, key=key)
    request, answer = tmp_path / "request", tmp_path / "answer"
    request.write_text(founded.ask_witness())
    signed = vouch_for(folder, request)
    answer.write_text("".join(line for line in signed.splitlines(keepends=True) if NAME in line))
    with pytest.raises(BadInput, match="Name the request that was sent"):
        founded.take_cosignature(answer)
    assert founded.take_cosignature(answer, request=request)[0].witness == NAME


def test_a_witness_reads_the_ledger_itself(founded, witness):
    folder, _ = witness
    for _ in range(2):
        note = vouch_for(folder, founded.path("ledger"))
        assert note.startswith(founded.log.checkpoint().note)
        with founded.at_work(), recording(founded, Act("home-made", "A", None)):
            pass
        founded.close()
        founded = opened(founded.directory)


def test_naming_twice_is_once_and_another_key_of_a_name_is_refused(founded, witness, tmp_path):
    _, key = witness
    founded.name_witness(by=DPO, key=key)
    founded.name_witness(by=DPO, key=key)
    assert [e["act"] for e in entries_of(founded)].count("witness-named") == 1
    other = make_witness(tmp_path / "other", name=NAME)
    with pytest.raises(BadInput, match="has another key"):
        founded.name_witness(by=DPO, key=str(other))
    with pytest.raises(BadInput, match="not the public key of a witness"):
        founded.name_witness(by=DPO, key=str(founded.signer.key))
    with pytest.raises(NotFound, match="no witness of that name"):
        founded.let_witness_go(by=DPO, name="nobody.example/w")
    with pytest.raises(Refused):
        founded.name_witness(by=ANALYST, key=str(other))


def test_a_kill_before_the_list_is_published_is_made_good(founded, witness, monkeypatch):
    _, key = witness
    with monkeypatch.context() as killed:
        killed.setattr("beholden.actions.acting.publish_entries", lambda home: None)
        founded.name_witness(by=DPO, key=key)
    assert not founded.path("ledger", "witnesses").exists()
    founded.close()
    again = opened(founded.directory)
    assert again.path("ledger", "witnesses").read_text() == f"{key}\n"
    again.close()


def test_a_whole_home_put_back_is_found_by_the_witness(founded, witness, tmp_path):
    """Records, log and keys together, which nothing inside the home can tell."""
    folder, _ = witness
    import shutil

    founded.close()
    for name in ("home", "home.keys"):
        shutil.copytree(tmp_path / name, tmp_path / f"older-{name}")
    later = opened(founded.directory)
    with later.at_work(), recording(later, Act("home-made", "A", None)):
        pass
    later.close()
    later = opened(founded.directory)
    vouch_for(folder, later.path("ledger"))
    later.close()
    for name in ("home", "home.keys"):
        shutil.rmtree(tmp_path / name)
        shutil.copytree(tmp_path / f"older-{name}", tmp_path / name)
    assert opened(founded.directory).verify_ledger().ok
    again = opened(founded.directory)
    asked = tmp_path / "asked"
    asked.write_text(again.ask_witness())
    again.close()
    with pytest.raises(BadInput, match="older than what this witness has seen"):
        vouch_for(folder, asked)
    with pytest.raises(Damaged, match="was put back"):
        vouch_for(folder, founded.path("ledger"))


def _update(council, statement: str) -> None:
    """Change the records as whoever owns the file can: without their triggers."""
    with sqlite3.connect(council.path("records.sqlite3")) as database:
        for (name,) in database.execute("select name from sqlite_master where type = 'trigger'"):
            database.execute(f"drop trigger {name}")
        database.execute(statement)
    database.close()


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        (
            "update records_ledgerentry set body = replace(body, 'person-added', 'person-unseen')"
            ' where "index" = 3',
            "Entry 3 of the records is not what the log holds.",
        ),
        (
            'delete from records_ledgerentry where "index" = 3',
            "Entry 3 is in the log and not in the records.",
        ),
    ],
    ids=["changed", "deleted"],
)
def test_an_entry_changed_in_the_records_alone_is_found(founded, statement, says):
    assert founded.verify_ledger().ok
    founded.close()
    _update(founded, statement)
    found = opened(founded.directory).verify_ledger()
    assert [(f.entry, f.what) for f in found.faults] == [(3, says)]


def test_the_clause_of_an_act_is_in_its_entry_and_in_its_proof(sealed, tmp_path):
    sealed.ask(by=ANALYST, use="warm-homes", question=QUESTION)
    with pytest.raises(Refused):
        sealed.ask(by=ANALYST, use="warm-homes", question="select uprn from council_tax")
    sealed.end_agreement(by=DPO, agreement="warm-homes-2026", because="A test.")
    answered, refused, ended = entries_of(sealed)[-3:]
    assert "datasets › council_tax › neighbourhood" in answered["clauses"]
    assert refused["clauses"] == ["datasets › council_tax › uprn"]
    assert ended["clauses"] == ["at_the_end"]
    proof = tmp_path / "proof"
    proof.write_text(prove_entry(sealed.path("ledger"), index=sealed.log.size - 2))
    checked = check_proof(proof, key=str(sealed.signer.key))
    assert checked.act == refused
    assert "uprn from" not in checked.entry


# The same on the command line.


@pytest.fixture
def at_home(line, founded, capsysbinary) -> Line:
    founded.close()
    return Line(capsysbinary, founded.directory, DPO)


def done(ran) -> str:
    assert ran.code == 0, ran.err
    return ran.out


def test_every_step_on_the_command_line(at_home, line, tmp_path):
    witness, request, signed = (tmp_path / name for name in ("witness", "request", "signed"))
    key = done(line("ledger", "witness", "init", witness, "--name", NAME)).splitlines()[-1]
    council_key = (at_home.home / "ledger/verifier.key").read_text().strip()
    assert "beholden/borough-of-ashmere" in done(
        line("ledger", "witness", "watch", witness, council_key)
    )
    assert NAME in done(at_home("ledger", "name-witness", key))
    done(at_home("ledger", "request", "--out", request))
    done(line("ledger", "witness", "cosign", witness, request, "--out", signed))
    assert "vouches for the first" in done(at_home("ledger", "cosign", signed))
    rows = json.loads(done(at_home("ledger", "witnesses", "--json")))
    assert [(row["name"], row["key"]) for row in rows] == [(NAME, key)]
    whole = json.loads(done(at_home("ledger", "verify", "--json")))
    assert whole["whole"]
    assert whole["witnesses"][0].startswith(f"{NAME} vouches for {whole['entries']} entries")

    proof = tmp_path / "entry.tlog-proof"
    done(at_home("ledger", "proof", 1, "--out", proof))
    ran = line("ledger", "check-proof", proof, "--key", council_key, "--witness", key, "--json")
    told = json.loads(done(ran))
    assert (told["proved"], told["entry"], told["witnesses"]) == (True, 1, [NAME])
    assert told["act"] == "person-added"
    proof.write_text(proof.read_text().replace("index 1", "index 2"))
    assert line("ledger", "check-proof", proof, "--key", council_key).code == 8

    done(at_home("ledger", "let-witness-go", NAME))
    assert "named no witness" in done(at_home("ledger", "witnesses"))
    assert line("ledger", "witness", "cosign", witness, tmp_path / "nothing").code == 7


def test_an_address_is_remembered_where_it_is_said(at_home, line, served, tmp_path, monkeypatch):
    monkeypatch.setenv("BEHOLDEN_SEEN", str(tmp_path / "seen"))
    address = served(at_home.home) + "/ledger"
    first = json.loads(done(line("ledger", "verify", address, "--json")))
    assert first["key"].endswith("(at first sight)")
    second = json.loads(done(line("ledger", "verify", address, "--json")))
    assert second["key"].endswith("(known from before)")
    shown = done(at_home("ledger", "show", "--csv", "--limit", 2))
    assert shown.splitlines()[0] == "entry,act,use,by,clauses,when"
