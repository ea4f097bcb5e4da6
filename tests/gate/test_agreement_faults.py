"""Every fault of an agreement is named with its place, and all of them at once."""

from datetime import date

import pytest

from beholden.gate import compile_terms
from beholden.gate.agreement.form import plain_agreement, subject_of
from beholden.gate.agreement.rules import RULES, Setting
from beholden.kernel import BadInput

from .warm_homes import COLUMNS, CONDITIONS, STEWARDS, agreement


def faults(changed, *, conditions=CONDITIONS) -> list[str]:
    """Return the lines in which an agreement's faults are told."""
    with pytest.raises(BadInput) as caught:
        compile_terms(
            changed, purpose="p", stewards=STEWARDS, columns=COLUMNS, conditions=conditions
        )
    return caught.value.why.split("\n  ")


def changed(path: str, value):
    """Return the agreement with one entry put (or taken out, for None) at a dotted place."""
    whole = at = agreement()
    *steps, last = path.split(".")
    for step in steps:
        at = at[step]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return whole


def test_what_rules_have_against_it_is_told_beside_the_faults_of_its_form():
    """But of what a rule would read and cannot: of the joins of a broken dataset nothing."""
    broken = changed("until", date(2026, 11, 30))
    broken["objections"] = 7
    broken["datasets"]["council_tax"]["columns"]["uprn"] = {"role": "key"}
    broken["datasets"]["support_scheme"]["columns"]["nobody_has"] = {"role": "dimension"}
    broken["outputs"]["aggregate"]["smallest_group"] = 1
    del broken["lawful_basis"]
    assert [fault.partition(": ")[0] for fault in faults(broken)] == [
        "datasets › council_tax › columns › uprn › role",
        "objections",
        "until",
        "lawful_basis",
        "datasets › support_scheme › nobody_has",
    ]


def test_each_entry_that_is_missing_is_told():
    bare = agreement()
    for entry in ("use", "until", "subject", "datasets", "outputs"):
        del bare[entry]
    told = faults(bare)
    assert {f"the agreement: {one} is missing." for one in ("use", "until", "subject")} < set(told)
    assert "the agreement: outputs is missing." in told


class Read(dict):
    """An agreement that tells which of its entries were read."""

    def __init__(self, *args):
        super().__init__(*args)
        self.entries = set()

    def __getitem__(self, key):
        self.entries.add(key)
        return super().__getitem__(key)

    def get(self, key, default=None):
        self.entries.add(key)
        return super().get(key, default)

    def __contains__(self, key):
        self.entries.add(key)
        return super().__contains__(key)


def test_a_rule_reads_no_entry_but_those_that_it_names():
    """Else it would be asked of an entry whose form is not sound."""
    plain = plain_agreement(agreement())
    setting = Setting(stewards=STEWARDS, columns=COLUMNS, subject=subject_of(plain))
    for rule, reads in RULES:
        read = Read(plain)
        list(rule(read, setting))
        assert read.entries <= reads, rule
    assert {one for _, reads in RULES for one in reads} >= {"between", "quality", "joins"}


COUNCIL_TAX = "datasets.council_tax.columns"
CASES = [
    ("until", date(2026, 11, 30), "until: the agreement would end before it starts."),
    ("from", "2026-02-30", "from: there is no such day."),
    ("from", "soon", "from: This cannot be read. A day, such as 2026-12-01."),
    ("use", None, "the agreement: use is missing."),
    ("use", "Warm Homes", "use: This cannot be read. Lower-case letters, digits, - and _."),
    ("lawful_basis", None, "lawful_basis: this is owed where the data are personal."),
    ("lawful_basis.article_6", "because we can", "lawful_basis › article_6: This must be one of"),
    ("neighbourhoods", ["a"], "the agreement: neighbourhoods is not known here."),
    ("datasets", {}, "datasets: At least 1 must be named."),
    (
        "datasets.electoral_roll",
        {"columns": {"uprn": {"role": "join"}}},
        "there is no such dataset",
    ),
    (
        f"{COUNCIL_TAX}.arears",
        {"role": "dimension"},
        "datasets › council_tax › arears: there is no",
    ),
    (
        f"{COUNCIL_TAX}._x",
        {"role": "dimension"},
        "datasets › council_tax › columns: This cannot be",
    ),
    (f"{COUNCIL_TAX}.rowid", {"role": "dimension"}, "council_tax › rowid: this name is kept"),
    (f"{COUNCIL_TAX}.Tenure", {"role": "dimension"}, "differ only in capital letters"),
    (f"{COUNCIL_TAX}.tenure", {"role": "filter"}, "tenure › role: This must be one of: identity,"),
    (f"{COUNCIL_TAX}.tenure", "dimension", "columns › tenure: This must be a list of names"),
    (f"{COUNCIL_TAX}.arrears.functions", ["max"], "It would show the value of one subject"),
    (
        f"{COUNCIL_TAX}.arrears.functions",
        ["total"],
        "functions › total: This must be one of: sum, avg",
    ),
    (f"{COUNCIL_TAX}.arrears.functions", ["sum", "sum"], "The same thing is named twice."),
    (f"{COUNCIL_TAX}.arrears.functions", None, "arrears: a measure must say its functions"),
    (f"{COUNCIL_TAX}.uprn.functions", ["sum"], "uprn: only a measure has functions, or"),
    (f"{COUNCIL_TAX}.arrears.bands", {"a": ["1"]}, "arrears: only a dimension has bands."),
    (
        "datasets.energy_certificates.columns.rating.bands",
        {"warm": ["A", "D"], "cold": ["D"]},
        "energy_certificates › rating › bands: D is in both warm and cold.",
    ),
    ("joins.key", "tenure", "joins › tenure › council_tax: tenure is not a join column of it."),
    ("joins.key", "upnr", "joins › upnr › support_scheme: upnr is not a join column of it."),
    ("joins.among", ["council_tax"], "joins › among: At least 2 must be named."),
    ("joins.among", ["council_tax", "bins"], "joins › uprn › bins: the agreement does not give"),
    ("subject", "dwelling", "subject: say which column it is: {what: dwelling, column: …}."),
    ("subject", "person", "datasets › council_tax: person, by which each person is counted, is"),
    ("subject", {"what": "home"}, "subject: column is missing."),
    (
        "outputs.aggregate.smallest_group",
        0,
        "smallest_group: at least 3 where the data are personal",
    ),
    (
        "outputs.aggregate.smallest_group",
        2,
        "smallest_group: at least 3 where the data are personal",
    ),
    ("outputs.aggregate.smallest_group", None, "outputs › aggregate: smallest_group is missing."),
    ("outputs.aggregate.round_to", 0, "round_to: This number is out of bounds (at least 1)."),
    (
        "outputs.aggregate.largest_share",
        0,
        "largest_share: This number is out of bounds (more than",
    ),
    (
        "datasets.support_scheme",
        {"reference": True, "columns": {"uprn": {"role": "dimension"}}},
        "datasets › support_scheme › uprn: it tells subjects apart elsewhere, so they are in it.",
    ),
    (
        "datasets.support_scheme",
        {"reference": True, "columns": {"street": {"role": "dimension", "of": "UPRN"}}},
        "datasets › support_scheme › street: it tells subjects apart elsewhere",
    ),
    (
        "datasets.support_scheme",
        {"reference": True, "columns": {"enrolled": {"role": "dimension"}}},
        "datasets › support_scheme › reference: it has uprn, which tells subjects apart.",
    ),
    ("outputs.everything", {}, "outputs: everything is not known here."),
    ("outputs.self_service.guess_bound", "40 in 100", "How often at most anybody may guess"),
    (
        "outputs.self_service.by",
        ["ward"],
        "self_service › by › ward: the agreement does not give it.",
    ),
    ("outputs.self_service.guess_bound", "50 in 100", "How often at most anybody may guess"),
    ("outputs.self_service.known", ["tenure"], "known › tenure: it is not among the dimensions"),
    ("outputs.self_service.caps", {"arrears": 5}, "caps › arrears: it is not among the measures."),
    (
        "outputs.self_service.tables",
        [["rating", "tenure"]],
        "tables › tenure: it is not among the dimensions",
    ),
    (
        "outputs.self_service.measures",
        ["rating"],
        "by › rating: it is a measure here, and cannot be both.",
    ),
    ("outputs.self_service.measures", ["arrears"], "arrears is an amount, and must say where"),
    ("outputs.self_service.measures", ["uprn"], "uprn: its role is neither dimension nor measure."),
    ("outputs.self_service.by", ["arrears"], "by › arrears: its role is not dimension."),
    ("outputs.self_service.of", "parking", "of: the agreement does not give parking."),
    ("outputs.self_service.seals_a_year", 0, "seals_a_year: This number is out of bounds"),
    ("outputs.self_service.share", "0 in 100", "How much of its subjects' allowance"),
    (
        "outputs.records.columns",
        ["name"],
        "records › columns › name: the agreement does not give it.",
    ),
    ("outputs.records.approved_by", "me", "approved_by: This must read: two people."),
    ("quality", {"council_tax.postcode": {"complete": 1}}, "quality › council_tax.postcode: the"),
    ("quality", {"council_tax.uprn": {"complete": 95}}, "out of bounds (at most 1)."),
    ("objections", "kept", "objections: This must be one of: left out, not left out."),
    (
        "at_the_end",
        "we keep it",
        "at_the_end: This must read: the key of the extract is destroyed.",
    ),
]


@pytest.mark.parametrize(("path", "value", "told"), CASES, ids=[f"{c[0]}-{c[2]}" for c in CASES])
def test_one_fault_is_told_with_its_place(path, value, told):
    said = faults(changed(path, value))
    assert any(told in fault for fault in said), said


ROWS = [
    "exists (select 1)",
    "uprn in (select uprn from support_scheme)",
    "lower(tenure) = 'a'",
    "random() < 0.5",
    "liable_to is null; drop table x",
    "liable_to is null group by 1",
    "surname = 'x'",
    "council_tax.tenure = 'a'",
    "tenure like 'a%'",
    "tenure::int = 1",
    "row(tenure) = row('a')",
    "columns(*) = 'a'",
    "tenure = ?",
    "not " * 400 + "true",
    "(" * 900 + "true" + ")" * 900,
    "tenure =",
    "true and uprn in (select 1 from a" + " join b" * 60 + ")",
    "true or " * 2000 + "true",
]


@pytest.mark.parametrize("rows", ROWS, ids=[f"{n}-{r[:20]}" for n, r in enumerate(ROWS)])
def test_a_row_condition_is_a_plain_condition(rows):
    (only,) = faults(changed("datasets.council_tax.rows", rows))
    assert only.startswith("datasets › council_tax › rows: ")


CONDITION_FAULTS = [
    ({"smallest_group": 0}, "conditions › 1 › smallest_group: This must be a whole number"),
    ({"smallest_group": True}, "conditions › 1 › smallest_group: This must be a whole number"),
    ({"smallest_group": 9, "when": "tenure"}, "conditions › 1 › when: This must be a list"),
    ({"smallest_group": 9, "when": ["wards"]}, "› when › wards: there is no such dimension"),
    ({"smallest_group": 9, "when": ["arrears"]}, "› when › arrears: there is no such dimension"),
    ({"review_by": "next year"}, "conditions › 1 › review_by: This is not a day"),
    (
        {"review_by": "2027-01-01", "else": "carry on"},
        "conditions › 1 › else: This must read: stop.",
    ),
    ({"be": "careful"}, "conditions › 1: This is no condition"),
    ({"smallest_group": 9, "review_by": "2027-01-01"}, "no condition that can be enforced"),
]


@pytest.mark.parametrize(
    ("condition", "told"), CONDITION_FAULTS, ids=[c[1] for c in CONDITION_FAULTS]
)
def test_a_condition_that_cannot_be_enforced_is_a_fault(condition, told):
    (only,) = faults(agreement(), conditions=(condition,))
    assert told in only


def test_all_faults_are_told_at_once():
    whole = changed("until", date(2020, 1, 1))
    whole["datasets"]["council_tax"]["columns"]["arears"] = {"role": "dimension"}
    whole["outputs"]["aggregate"]["smallest_group"] = 1
    whole["quality"]["support_scheme.nino"] = {"complete": 0.5}
    said = faults(whole, conditions=({"smallest_group": -1},))
    assert len(said) == 5


def test_a_subject_that_no_dataset_tells_apart_is_a_fault_of_each():
    said = faults(changed("subject", {"what": "home", "column": "arrears"}))
    assert len([fault for fault in said if "neither a join nor an identity column" in fault]) == 3


def test_a_dataset_without_a_steward_is_a_fault():
    with pytest.raises(BadInput, match="3 faults") as caught:
        compile_terms(agreement(), purpose="p", stewards={}, columns=COLUMNS)
    assert caught.value.why.count("it has no steward") == 3
