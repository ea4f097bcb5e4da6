"""``beholden.connect``: the library over HTTP, with the same verbs, values and errors."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from actions.ashmere import ANALYST, DPO, QUESTION, REFUSED

import beholden
from beholden.doors.api.operations import OPERATIONS
from beholden.doors.web import serving
from beholden.kernel import BadInput, BeholdenError, NotFound, Refused, Unavailable
from beholden.records import reading

from .serving import served


@pytest.fixture
def address(council):
    """Give the address at which the council is really served, on this machine."""
    pages = serving.application(council.directory, host="127.0.0.1")
    with served(pages) as address:
        yield address


@pytest.fixture
def remote(council, address):
    """Give a function that connects as somebody, with a key of theirs."""

    def connected(by, *rights):
        key = council.open_api_key(
            by=by, purpose="a test", until=date.today() + timedelta(days=1), rights=rights
        )
        return beholden.connect(address, key=key.token)

    return connected


def test_it_answers_as_the_library_does(council, remote):
    far = remote(ANALYST, "question-ask").ask(use="warm-homes", question=QUESTION)
    near = council.ask(by=ANALYST, use="warm-homes", question=QUESTION)
    assert far.table.to_pylist() == near.table.to_pylist()
    assert far.receipt.clauses == near.receipt.clauses
    assert far.notes == near.notes


def test_it_refuses_as_the_library_does(council, remote):
    with pytest.raises(Refused) as far:
        remote(ANALYST, "question-ask").ask(use="warm-homes", question=REFUSED)
    with pytest.raises(Refused) as near:
        council.ask(by=ANALYST, use="warm-homes", question=REFUSED)
    assert far.value.refusal == near.value.refusal


def test_it_reads_the_same_values(council, remote):
    far = remote(DPO)
    with council.at_work():
        assert far.uses() == reading.uses()
        assert far.agreements() == reading.agreements()
        assert far.ledger(limit=1_000) == reading.ledger(0, 1_000)
    assert far.use_form(use="warm-homes", kind="outcome") == council.use_form(
        use="warm-homes", kind="outcome"
    )


def test_an_act_is_done(council, remote):
    remote(DPO, "agreement-suspend").suspend_agreement(
        agreement="warm-homes-2026", because="A question was raised."
    )
    with council.at_work():
        assert reading.agreement("warm-homes-2026").state == "suspended"


def test_a_file_is_sent(council, remote, tmp_path):
    file = tmp_path / "bands.csv"
    file.write_text("uprn,band\n1,A\n", encoding="utf-8")
    told = remote("code-revenues", "dataset-register").register(
        source=file, name="bands", steward="Revenues and Benefits", made_up=True
    )
    assert (told.dataset, told.rows, told.gone) == ("bands", 1, ())


def test_its_methods_are_the_operations(remote):
    far = remote(DPO)
    assert len(dir(far)) == len(OPERATIONS)
    assert (far.ask.__doc__ or "").startswith("Ask a question under a use")
    with pytest.raises(AttributeError):
        _ = far.apply
    with pytest.raises(TypeError, match="by"):
        far.ask(by=DPO, use="warm-homes", question=QUESTION)
    with pytest.raises(TypeError, match="use"):
        far.seal()


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("http://data.ashmere.example", BadInput),
        ("ftp://127.0.0.1", BadInput),
        # What only begins as this machine does.
        ("http://127.0.0.1.ashmere.example", BadInput),
        ("http://localhost.ashmere.example", BadInput),
        ("http://localhost@ashmere.example", BadInput),
        ("https://somebody:zqx@data.ashmere.example", BadInput),
    ],
)
def test_a_key_goes_over_https_only(address, error):
    with pytest.raises(error):
        beholden.connect(address, key="key-0.x")


def test_what_goes_wrong_is_told_in_the_family(address):
    far = beholden.connect(address, key="key-0.x")
    with pytest.raises(BeholdenError, match="key of the API"):
        far.uses()
    assert far.public_use_as_data(name="warm-homes")["name"] == "warm-homes"
    with pytest.raises(NotFound):
        far.public_use_as_data(name="nowhere")
    with pytest.raises(Unavailable):
        beholden.connect("http://127.0.0.1:9", key="key-0.x").uses()
