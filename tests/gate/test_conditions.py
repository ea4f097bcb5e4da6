"""What the board may put: each condition binds the engine, and no question gets round it."""

from datetime import date

import pytest

from beholden.gate import CONDITIONS, condition_in_words, decide
from beholden.kernel import BadInput, ColumnRole, Terms

from .warm_homes import GOLDEN, IN_FORCE, agreement, terms

BECAUSE = "advice of 12 November 2026, point 4"
APART = {"never_together": ["tenure", "neighbourhood"], "because": BECAUSE}


def bound(*conditions, changed=None) -> Terms:
    return terms(changed, conditions=conditions)


def apart(*columns, changed=None) -> Terms:
    return bound({"never_together": list(columns), "because": BECAUSE}, changed=changed)


KEPT_APART = bound(APART)
CROSS = "this question uses tenure and neighbourhood together."


def told(question: str, under: Terms = KEPT_APART) -> str:
    decision = decide(question, under, today=IN_FORCE)
    return decision.refusal.what if decision.refusal else "allowed"


FILES = sorted((GOLDEN / "kept-apart").glob("*.sql"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_question_is_told_its_golden_text(path):
    golden = path.read_text("utf-8")
    question = golden.split("\n-- ")[0]
    decision = decide(question, KEPT_APART, today=IN_FORCE)
    said = (
        f"-- cells\n{decision.plan.sql}\n-- finish\n{decision.plan.finish}"
        if decision.plan
        else f"-- refused\n{decision.refusal.in_words()}"
    )
    assert f"{question}\n{said}\n" == golden


def test_there_are_golden_texts_of_both_kinds():
    texts = [path.read_text("utf-8") for path in FILES]
    assert {"\n-- cells\n" in text for text in texts} == {True, False}


# Each of the two may be used; a question of its own for each is no crossing.
APART_ALONE = [
    "select tenure, count(*) from council_tax group by 1",
    "select neighbourhood, count(*) from council_tax group by 1",
    "select neighbourhood, avg(arrears) from council_tax where in_arrears group by 1",
    "select tenure, rating, count(*) from council_tax join energy_certificates using (uprn)"
    " group by all",
]


@pytest.mark.parametrize("question", APART_ALONE)
def test_each_of_them_may_be_used_by_itself(question):
    assert told(question) == "allowed"


JOINED = "council_tax join energy_certificates using (uprn)"
GOT_ROUND = [
    "select tenure, neighbourhood, count(*) from council_tax group by all",
    "select neighbourhood, count(*) from council_tax where tenure = 'owned' group by 1",
    "select tenure, count(*) from council_tax where neighbourhood in ('Ward 1') group by 1",
    "select count(*) from council_tax where tenure = 'owned' and neighbourhood = 'Ward 1'",
    "select count(*) from council_tax where tenure = 'owned' or neighbourhood = 'Ward 1'",
    "select neighbourhood, count(*) from council_tax where not (tenure <> 'owned') group by 1",
    "select tenure || neighbourhood, count(*) from council_tax group by 1",
    "select case when tenure = 'owned' then neighbourhood end, count(*) from council_tax"
    " group by 1",
    "select neighbourhood, sum(case when tenure = 'owned' then 1 else 0 end) from council_tax"
    " group by 1",
    "select neighbourhood, count(*) filter (where tenure = 'owned') from council_tax group by 1",
    "select neighbourhood, count(distinct tenure) from council_tax group by 1",
    "select neighbourhood, count(tenure) from council_tax group by 1",
    "select neighbourhood, count(*) from council_tax group by neighbourhood, tenure",
    "select neighbourhood, count(*) from council_tax group by rollup (neighbourhood, tenure)",
    "select neighbourhood, count(*) from council_tax group by grouping sets"
    " ((neighbourhood), (tenure))",
    "select neighbourhood, count(*) from council_tax group by 1 having"
    " sum(case when tenure = 'owned' then 1 else 0 end) > 5",
    "select neighbourhood, count(*) from council_tax group by 1 order by count(tenure)",
    "with t as (select tenure, neighbourhood from council_tax)"
    " select tenure, neighbourhood, count(*) from t group by all",
    "with t(a, b) as (select tenure, neighbourhood from council_tax)"
    " select a, count(*) from t where b = 'Ward 1' group by 1",
    "select a, count(*) from (select tenure as a, neighbourhood as b from council_tax) t"
    " where b = 'Ward 1' group by 1",
    "with t as (select * from council_tax where tenure = 'owned')"
    " select neighbourhood, count(*) from t group by 1",
    "with t as (select tenure as x, count(*) as n from council_tax group by 1),"
    " u as (select neighbourhood as y, count(*) as m from council_tax group by 1)"
    " select x, y, n * m from t cross join u",
    "select tenure as g, count(*) from council_tax group by 1 union all"
    " select neighbourhood, count(*) from council_tax group by 1",
    "select count(*) from council_tax where tenure = (select max(tenure) from council_tax"
    " where neighbourhood = 'Ward 1')",
    f"select rating, count(*) from {JOINED} where tenure = 'owned' and neighbourhood = 'Ward 1'"
    " group by 1",
    "select tenure, count(*) from council_tax where uprn in (select uprn from council_tax"
    " where neighbourhood = 'Ward 1') group by 1",
    "select tenure, count(*) from council_tax a where exists (select 1 from council_tax b"
    " where a.uprn = b.uprn and b.neighbourhood = 'Ward 1') group by 1",
    'select "TENURE", count(*) from council_tax where "Neighbourhood" = \'Ward 1\' group by 1',
    "select tenure, count(*) over (partition by neighbourhood) from council_tax group by all",
]  # fmt: skip


@pytest.mark.parametrize("question", GOT_ROUND)
def test_no_question_uses_both(question):
    without = told(question, bound())
    assert told(question) != "allowed"
    # Where the same question is allowed without the condition, it is the condition that refuses.
    if without == "allowed":
        assert told(question).startswith("this question uses ")


def test_the_ways_round_are_questions_that_would_be_answered_otherwise():
    would_be = [question for question in GOT_ROUND if told(question, bound()) == "allowed"]
    assert len(would_be) >= 20


def test_the_refusal_says_who_asked_for_it_and_what_to_ask_instead():
    refusal = decide(GOT_ROUND[0], KEPT_APART, today=IN_FORCE).refusal
    assert refusal.clause == "conditions › never_together"
    assert BECAUSE in refusal.why
    assert refusal.next_step == "ask by tenure in one question and by neighbourhood in another."


def test_no_two_of_three_are_used_and_columns_of_two_datasets_are_kept_apart():
    three = apart("tenure", "rating", "enrolled")
    for pair in ("tenure, rating", "rating, enrolled"):
        question = (
            f"select {pair}, count(*) from {JOINED} left join support_scheme using (uprn)"
            " group by all"
        )
        assert (
            told(question, three) == f"this question uses {pair.replace(', ', ' and ')} together."
        )


def sector(of):
    return {"role": "dimension", "of": of, "treatment": {"postcode": "sector"}}


def renamed(**columns):
    changed = agreement()
    changed["datasets"]["council_tax"]["columns"] |= columns
    return changed


def test_another_name_for_a_column_is_kept_apart_as_well():
    changed = renamed(area=sector("neighbourhood"))
    del changed["datasets"]["council_tax"]["columns"]["neighbourhood"]
    del changed["outputs"]["self_service"]
    under = apart("tenure", "neighbourhood", changed=changed)
    question = "select area, count(*) from council_tax where tenure = 'owned' group by 1"
    assert told(question, under).startswith("this question uses ")
    assert told(question, bound(changed=changed)) == "allowed"


def test_terms_without_the_condition_keep_their_fingerprint():
    assert "kept_apart" not in bound().to_dict()
    assert Terms.from_dict(KEPT_APART.to_dict()) == KEPT_APART


def test_an_allowed_question_says_what_is_kept_apart():
    clauses = decide(APART_ALONE[0], KEPT_APART, today=IN_FORCE).clauses
    said = {clause.where: clause.says for clause in clauses}
    assert "tenure or neighbourhood" in said["conditions › never_together"]


# What is taken out of the agreement


def test_what_is_withheld_is_as_if_it_were_not_there():
    question = "select tenure, count(*) from council_tax group by 1"
    under = bound({"withhold": ["tenure"]})
    withheld = decide(question, under, today=IN_FORCE).refusal
    other = decide(question.replace("tenure", "nothing"), under, today=IN_FORCE).refusal
    assert withheld == other
    assert under.dataset("council_tax").column("tenure").role is ColumnRole.WITHHELD


def test_what_is_made_from_a_withheld_column_goes_with_it():
    changed = renamed(kind=sector("tenure"))
    under = bound({"withhold": ["TENURE"]}, changed=changed)
    assert under.dataset("council_tax").column("kind") is None


def test_no_output_takes_an_output_away():
    changed = agreement()
    changed["outputs"]["self_service"] = {
        "to": "all staff",
        "measures": ["in_arrears"],
        "by": ["neighbourhood", "tenure"],
        "guess_bound": "60 in 100",
    }
    assert terms(changed).self_service is not None
    under = bound({"no_output": ["self_service"]}, changed=changed)
    assert under.self_service is None
    assert under.aggregate is not None


def test_until_ends_the_agreement_earlier_and_never_later():
    assert bound({"until": "2027-01-31"}).ends == date(2027, 1, 31)
    assert bound({"until": "2030-01-31"}).ends == terms().ends


def self_service(**changes):
    changed = agreement()
    changed["outputs"]["self_service"] = {
        "to": "all staff",
        "measures": ["in_arrears"],
        "by": ["neighbourhood", "tenure"],
        "guess_bound": "60 in 100",
        **changes,
    }
    return changed


def rows(text):
    changed = agreement()
    changed["datasets"]["council_tax"]["rows"] = text
    return changed


FAULTS = [
    ({"never_together": ["tenure"]}, None, "two different columns or more"),
    ({"never_together": ["tenure", "Tenure"]}, None, "two different columns or more"),
    ({"never_together": "tenure"}, None, "two different columns or more"),
    ({"never_together": ["tenure", "ethnicity"]}, None, "no such column"),
    ({"withhold": ["tenyure"]}, None, "no such column"),
    ({"withhold": []}, None, "a list of columns"),
    ({"withhold": ["uprn"]}, None, "what is left"),
    ({"withhold": ["liable_to"]}, None, "it chooses the rows of council_tax"),
    ({"withhold": ["tenure"]}, self_service(), "what is left"),
    ({"no_output": ["letters"]}, None, "no such output"),
    ({"no_output": "records"}, None, "a list of"),
    ({"until": "2026-11-01"}, None, "end before it starts"),
    ({"until": "soon"}, None, "not a day"),
    ({"until": "20270131"}, None, "not a day"),
    ({"until": "2027-01-31", "withhold": ["tenure"]}, None, "no condition that can be enforced"),
    (APART, self_service(), "gives neighbourhood and tenure"),
    (APART, self_service(measures=["tenure"], by=["neighbourhood"]), "gives neighbourhood and"),
    (APART, rows("tenure = 'owned'"), "crosses neighbourhood and tenure"),
    (
        {"never_together": ["liable_to", "name"]},
        rows("liable_to is null and name <> 'x'"),
        "crosses liable_to and name",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "changed", "said"), FAULTS)
def test_a_condition_that_cannot_bind_is_told(condition, changed, said):
    with pytest.raises(BadInput) as caught:
        bound(condition, changed=changed)
    assert said in caught.value.why
    terms(changed, conditions=())  # by itself the agreement is sound


def test_a_column_that_only_a_dataset_has_and_nobody_is_given_may_be_kept_apart():
    assert apart("name", "neighbourhood").kept_apart[0].columns == ("name", "neighbourhood")


def test_every_condition_is_told_in_words():
    written = {
        "smallest_group": {"smallest_group": 20, "when": ["ward"]},
        "review_by": {"review_by": "2027-02-01"},
        "never_together": {"never_together": ["ethnicity", "ward"]},
        "withhold": {"withhold": ["date_of_birth"]},
        "no_output": {"no_output": ["self_service"]},
        "until": {"until": "2027-03-31"},
    }
    assert set(written) == {kind.name for kind in CONDITIONS}
    for name, condition in written.items():
        sentence = condition_in_words(condition)
        assert sentence.endswith("."), name
        assert "_" not in sentence.replace("date_of_birth", "")
