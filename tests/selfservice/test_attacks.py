"""Attacks, small and seeded: each would succeed if the noise were left out or drawn anew."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from beholden.selfservice import Fitted, accuracy_of, making, to_bytes

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


def leaning(table: pa.Table, flag: bool, secret: bytes, **changed: object) -> float:
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
    fingerprint = making._fingerprint(truth, plan, worlds[flag], secret)
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


def test_asking_again_and_sealing_again_tell_nothing_new():
    table = people.rows()
    seals = {to_bytes(people.fitted(table)) for _ in range(12)}
    assert len(seals) == 1


def test_the_order_of_rows_tells_nothing():
    table = people.rows()
    turned = table.take(pa.array(np.random.default_rng(3).permutation(len(table))))
    assert to_bytes(people.fitted(table)) == to_bytes(people.fitted(turned))


def test_changed_data_have_noise_that_cannot_be_subtracted():
    """Two seals that differ by one flag differ everywhere, not in that household's cells alone."""
    table = people.rows()
    one, other = (people.fitted(with_flag(table, flag), **ALL_KNOWN) for flag in (False, True))
    assert one.fingerprint != other.fingerprint
    differences = np.abs(_all_answers(one) - _all_answers(other))
    lived_in = one.fits["in_arrears"].cells.totals(one.subjects) > 0
    assert (differences[lived_in] > 1e-6).all()


def test_twelve_seals_of_changing_data_stay_under_the_bound_together():
    """The attacker adds up twelve months in which everything but the target's flag changes."""
    right, trials = 0, 80
    for number in range(trials):
        flag = bool(np.random.default_rng(number).integers(2))
        first = people.rows(1, seed=number)
        months = (people.rows(40, seed=1000 * number + month).slice(1) for month in range(12))
        weights = (
            leaning(pa.concat_tables([first, month]), flag, bytes([7]) * 32, seals_a_year=12)
            for month in months
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
