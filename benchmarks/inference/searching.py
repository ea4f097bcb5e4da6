"""An outside attacker that finds its own questions: after QuerySnout and QueryCheetah.

QuerySnout (Cretu, Houssiau, Cully and de Montjoye, CCS 2022) evolves sets of questions about one
target: each dimension is equal to the target's value, differs from it, or is left open; a logistic
regression that is trained on the answers of shadow data sets says how good a set is; sets change by
copying a question with one condition turned. QueryCheetah (Stevanoski, Cretu and de Montjoye, CCS
2024) improves one set step by step, the least useful questions giving way, over wider questions.

This is written anew from the papers' idea and differs: the dimensions of all people are known to
the attacker and only flags are drawn in shadows (the papers' shadows draw whole records, which
knows less); conditions may also be lists of values, in both searches; a question adds up flags
instead of having a condition on them, and what is refused counts as nothing; there are fewer
shadows, sets and generations, so that it takes a minute; the found attack is scored on councils
that no search has seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from .borough import SMALL, Borough, borough, sealed
from .protections import FITTED, SMALLEST, USUAL, Protection

LEARN, CHOOSE, JUDGE = 240, 120, 240
_SETS, _GENERATIONS, _KEPT = 12, 12, 4
_STEPS, _GIVE_WAY = 60, 0.2
_OPEN, _SAME, _OTHER, _LISTED = range(4)
Question = tuple[tuple[int, frozenset[int]], ...]
Draw = np.random.Generator


@dataclass
class Councils:
    """Many councils that differ in flags alone, the target's among them, and one target.

    ``values`` is what a question adds up in each (councils × people), ``labels`` the target's flag.
    """

    made: Borough
    target: int
    protection: Protection
    values: np.ndarray
    labels: np.ndarray
    draw: Draw
    _seen: dict[Question, np.ndarray] = field(default_factory=dict)

    def answers(self, questions: list[Question]) -> np.ndarray:
        """Return the answers of every council (councils × questions); each is asked once."""
        for question in questions:
            if question not in self._seen:
                self._seen[question] = self._answer(question)
        return np.array([self._seen[question] for question in questions]).T

    def _answer(self, question: Question) -> np.ndarray:
        chosen = np.ones(len(self.made.flags), dtype=bool)
        for name, (how, listed) in zip(self.made.by, question, strict=True):
            codes = self.made.codes[name]
            if how == _SAME:
                chosen &= codes == codes[self.target]
            elif how == _OTHER:
                chosen &= codes != codes[self.target]
            elif how == _LISTED:
                chosen &= np.isin(codes, list(listed))
        if chosen.sum() < SMALLEST:
            return np.zeros(len(self.labels))
        return self.protection.answer(self.values[:, chosen].sum(axis=1), self.draw)

    def question(self) -> Question:
        """Return a random question."""
        return tuple(self._condition(name) for name in self.made.by)

    def _condition(self, name: str) -> tuple[int, frozenset[int]]:
        how = int(self.draw.integers(4))
        if how != _LISTED:
            return how, frozenset()
        some = np.flatnonzero(self.draw.random(self.made.sizes[name]) < 0.5)
        return how, frozenset(some.tolist())

    def turned(self, question: Question) -> Question:
        """Return a question with one condition drawn anew."""
        at = int(self.draw.integers(len(question)))
        name = self.made.by[at]
        return (*question[:at], self._condition(name), *question[at + 1 :])

    def fitness(self, questions: list[Question]) -> tuple[float, np.ndarray]:
        """Return how often a set guesses right in councils that it did not learn from."""
        told = self.answers(questions)
        line, middle, scale = _regression(told[:LEARN], self.labels[:LEARN])
        guessed = ((told - middle) / scale @ line[1:] + line[0]) > 0
        right = guessed == self.labels
        seen = min(right[:LEARN].mean(), right[LEARN : LEARN + CHOOSE].mean())
        return float(seen), np.abs(line[1:])

    def judged(self, questions: list[Question]) -> np.ndarray:
        """Return whether each of the councils that no search has seen is guessed right."""
        told = self.answers(questions)
        known = LEARN + CHOOSE
        line, middle, scale = _regression(told[:known], self.labels[:known])
        guessed = ((told - middle) / scale @ line[1:] + line[0]) > 0
        return (guessed == self.labels)[known:]


def _regression(told: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return a logistic regression with a ridge: intercept and line, over standardised answers."""
    middle, scale = told.mean(axis=0), told.std(axis=0) + 1e-9
    x = np.column_stack([np.ones(len(told)), (told - middle) / scale])
    line, ridge = np.zeros(x.shape[1]), np.eye(x.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(6):
        chance = 1 / (1 + np.exp(-np.clip(x @ line, -30, 30)))
        slope = x.T @ (labels - chance) - ridge @ line
        line = line + np.linalg.solve((x.T * (chance * (1 - chance))) @ x + ridge, slope)
    return line, middle, scale


def evolved(councils: Councils, size: int) -> list[Question]:
    """Return the best set of questions that evolution found: many sets, the fittest kept."""
    draw = councils.draw
    sets = [[councils.question() for _ in range(size)] for _ in range(_SETS)]
    scored = sorted(((councils.fitness(s)[0], i, s) for i, s in enumerate(sets)), reverse=True)
    for generation in range(_GENERATIONS):
        best = scored[:_KEPT]
        young = [_changed(councils, best[int(draw.integers(_KEPT))][2]) for _ in sets[_KEPT:]]
        tried = [
            (councils.fitness(s)[0], _SETS * (generation + 1) + i, s) for i, s in enumerate(young)
        ]
        scored = sorted([*best, *tried], reverse=True)
    return scored[0][2]


def _changed(councils: Councils, parent: list[Question]) -> list[Question]:
    """Return a set with some questions turned, and some copied and turned over others."""
    draw, young = councils.draw, list(parent)
    for at in np.flatnonzero(draw.random(len(young)) < 0.15):
        source = young[at] if draw.random() < 0.5 else young[int(draw.integers(len(young)))]
        young[at] = councils.turned(source) if draw.random() < 0.8 else councils.question()
    return young


def improved(councils: Councils, size: int) -> list[Question]:
    """Return one set of questions, improved step by step: the least useful give way."""
    draw = councils.draw
    kept = [councils.question() for _ in range(size)]
    best, weight = councils.fitness(kept)
    for _ in range(_STEPS):
        tried = list(kept)
        useful = kept[int(np.argmax(weight))]
        for at in np.argsort(weight)[: max(1, int(_GIVE_WAY * size))]:
            tried[at] = councils.turned(useful) if draw.random() < 0.5 else councils.question()
        found, told = councils.fitness(tried)
        if found >= best:
            kept, best, weight = tried, found, told
    return kept


SEARCHES = {"QuerySnout's idea": evolved, "QueryCheetah's idea": improved}
SIZES_OF_SETS = (10, 100)


def searched(
    *, subjects: int, targets: int, bound: int, seed: int
) -> Mapping[tuple[str, str, int], np.ndarray]:
    """Return, by protection, search and number of questions, which guesses were right."""
    draw = np.random.default_rng(seed)
    made = borough(subjects, seed, targets=targets, sizes=SMALL)
    count = LEARN + CHOOSE + JUDGE
    worlds = [made.shadow(draw) for _ in range(count)]
    flags = np.array([world.flags for world in worlds], dtype=np.float32)
    told = np.array(
        [sealed(w, bound, secret=draw.bytes(32)).expected for w in worlds], dtype=np.float32
    )
    found: dict[tuple[str, str, int], list[np.ndarray]] = {}
    for target in made.targets["worst"]:
        labels = flags[:, target] > 0.5
        for protection in (*USUAL, FITTED):
            values = told if protection.adaptive else flags
            councils = Councils(made, int(target), protection, values, labels, draw)
            for name, search in SEARCHES.items():
                for size in SIZES_OF_SETS:
                    right = councils.judged(search(councils, size))
                    found.setdefault((protection.name, name, size), []).append(right)
    return {key: np.concatenate(rights) for key, rights in found.items()}
