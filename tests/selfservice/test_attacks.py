"""Attacks, small and seeded: each would succeed if the noise were left out or drawn anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from beholden.selfservice import Fitted, Spent, account, accuracy_of, cost_of, making, to_bytes

from . import people

BOUND = 65
ALL_KNOWN = {
    "measures": ("in_arrears",),
    "caps": (),
    "known": ("ward", "age", "tenure"),
    "guess_bound": BOUND,
}


def with_flag(table: pa.Table, flag: bool) -> pa.Table:
    values = table.column("in_arrears").to_pylist()
    values[0] = flag
    place = table.column_names.index("in_arrears")
    return table.set_column(place, "in_arrears", pa.array(values))


def leaning(
    table: pa.Table, flag: bool, secret: bytes, *, version: int = 1, **changed: object
) -> float:
    """Return which way the noisy tables lean: over 0 for yes.

    The attacker knows every row but one flag, and is given the noisy tables themselves, from which
    every answer is made: no question can tell more. This is the likelihood ratio, so no rule of
    guessing is better (Neyman and Pearson).
    """
    given = people.output(**{**ALL_KNOWN, **changed})
    worlds = [people.subjects(with_flag(table, one), given) for one in (False, True)]
    plan = people.planned(worlds[0], given)
    no, yes = (making._exact(world, plan) for world in worlds)
    truth = yes if flag else no
    fingerprint = making.fingerprint_of(plan, people.events(version), secret)
    stream, weight = making.Stream(secret, fingerprint), 0.0
    for (kept, cells), (_, a), (_, b) in zip(truth.tables, no.tables, yes.tables, strict=True):
        seen = making._with_noise(cells, kept, stream) * kept.steps
        weight += float((seen - (a + b) / 2) @ (b - a)) / float(kept.sd) ** 2
    return weight


def guessed_right(trials: int) -> float:
    """Return how often one flag is guessed right."""
    right = 0
    for number in range(trials):
        flag = bool(np.random.default_rng(number).integers(2))
        table = people.rows(60, seed=number)
        right += (leaning(table, flag, number.to_bytes(32, "big")) > 0) == flag
    return right / trials


def error(trials: int) -> float:
    return 3 * float(np.sqrt(0.25 / trials))


def test_who_knows_everybody_else_is_held_to_the_bound():
    accuracy, trials = guessed_right(300), 300
    assert accuracy <= BOUND / 100 + error(trials)
    assert accuracy >= BOUND / 100 - error(trials)  # nor is there more noise than was agreed


def test_without_noise_the_same_attack_is_always_right(monkeypatch):
    monkeypatch.setattr(making, "rounded_normal", lambda *_: 0)
    assert guessed_right(40) == 1.0


def test_every_answer_together_tells_no_more(monkeypatch):
    """The same attacker sees only answers: every cell of every kept table."""
    right, trials = 0, 60
    for number in range(trials):
        flag = bool(np.random.default_rng(number).integers(2))
        worlds = [with_flag(people.rows(60, seed=number), one) for one in (False, True)]
        told = people.fitted(worlds[flag], secret=number.to_bytes(32, "big"), **ALL_KNOWN)
        with monkeypatch.context() as patch:
            patch.setattr(making, "rounded_normal", lambda *_: 0)
            no, yes = (_all_answers(people.fitted(world, **ALL_KNOWN)) for world in worlds)
        right += (float((_all_answers(told) - (yes + no) / 2) @ (yes - no)) > 0) == flag
    assert right / trials <= BOUND / 100 + error(trials)


def _all_answers(fitted: Fitted) -> np.ndarray:
    fit = fitted.fits["in_arrears"]
    return fit.cells.totals(fit.expected)


def test_asking_again_and_sealing_the_same_versions_again_tell_nothing_new():
    table = people.rows()
    seals = {to_bytes(people.fitted(table)) for _ in range(12)}
    assert len(seals) == 1


def test_whether_two_seals_tell_the_same_says_nothing_of_whether_the_data_changed():
    """The attacker knows the whole first version, and compares the seals of it and of the next."""
    before = with_flag(people.rows(), False)
    first = people.fitted(before, version=1, **ALL_KNOWN)
    for changed in (False, True):
        second = people.fitted(with_flag(before, changed), version=2, **ALL_KNOWN)
        assert second.fingerprint != first.fingerprint
        assert second.plan.cost == first.plan.cost
        differences = np.abs(_all_answers(first) - _all_answers(second))
        lived_in = first.fits["in_arrears"].cells.totals(first.subjects) > 0
        assert (differences[lived_in] > 1e-6).all()


def test_no_fingerprint_or_cost_on_the_register_depends_on_the_data():
    one, other = (people.fitted(people.rows(seed=seed), **ALL_KNOWN) for seed in (1, 2))
    assert one.fingerprint == other.fingerprint
    assert one.plan.cost == other.plan.cost


def test_the_best_guess_from_two_seals_whether_one_flag_changed_is_held_to_the_bound():
    right, trials = 0, 300
    for number in range(trials):
        changed = bool(np.random.default_rng(number).integers(2))
        table, secret = people.rows(60, seed=number), number.to_bytes(32, "big")
        # The first seal, of a flag known to be no, tells its own noise and nothing of the second's.
        told = leaning(table, changed, secret, version=2, seals_a_year=2)
        right += (told > 0) == changed
    assert right / trials <= accuracy_of(cost_of(BOUND) / 2) + error(trials)


def test_the_order_of_rows_tells_nothing():
    table = people.rows()
    turned = table.take(pa.array(np.random.default_rng(3).permutation(len(table))))
    assert to_bytes(people.fitted(table)) == to_bytes(people.fitted(turned))


@pytest.mark.parametrize("seals", [1, 2, 4, 12])
@pytest.mark.parametrize("changed", [{}, ALL_KNOWN, {"known": ()}, {"share": 50}])
def test_a_year_of_seals_costs_what_the_bound_allows_and_no_more(changed, seals):
    """Σμ² of the tables as they are planned, with the standard deviations that are drawn with."""
    plan = people.fitted(**{"seals_a_year": seals, **changed}).plan
    year = seals * sum(t.moves * (t.steps / t.sd) ** 2 for t in plan.tables)
    allowed = cost_of(BOUND) * changed.get("share", 100) / 100
    assert 0.97 * allowed < year <= allowed


def test_the_register_takes_as_many_real_seals_as_were_agreed():
    cost = people.fitted(seals_a_year=12).plan.cost
    seals = [Spent(("uprn",), "one", people.DAY, cost, BOUND, str(n)) for n in range(13)]
    assert all(account(seals[:n], seals[n]).allowed for n in range(12))
    assert not account(seals[:12], replace(seals[12], cost=2 * cost)).allowed


def test_twelve_seals_of_changing_data_leave_the_target_in_doubt():
    """The attacker adds up twelve months in which everything but the target's flag changes.

    A smoke test of the whole; what twelve seals come to is held exactly above.
    """
    right, trials = 0, 80
    for number in range(trials):
        flag = bool(np.random.default_rng(number).integers(2))
        first = people.rows(1, seed=number)
        months = (people.rows(40, seed=1000 * number + month).slice(1) for month in range(12))
        weights = (
            leaning(
                pa.concat_tables([first, month]),
                flag,
                number.to_bytes(32, "big"),
                version=version,
                seals_a_year=12,
            )
            for version, month in enumerate(months)
        )
        right += (sum(weights) > 0) == flag
    assert right / trials <= BOUND / 100 + error(trials)


def test_without_its_secret_a_fitted_table_cannot_be_made_again():
    table = people.rows()
    one, other = (people.fitted(table, secret=bytes([n]) * 32) for n in (1, 2))
    assert one.fingerprint != other.fingerprint
    assert not np.array_equal(one.fits["in_arrears"].expected, other.fits["in_arrears"].expected)


def test_what_is_kept_holds_the_bound_that_was_stated():
    plan = people.fitted(**ALL_KNOWN).plan
    assert 0.645 < accuracy_of(plan.cost) <= 0.65
