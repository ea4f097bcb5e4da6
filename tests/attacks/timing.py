"""Time as a channel, tried on how long a question takes where one household's secret differs.

``python -m attacks.timing`` with ``tests`` on the path. The made-up council is sealed some times
over in each of two worlds that differ in one household's flag and amount; the same questions are
asked of both in turn, in an order that chance decides, without the jail (whose processes would only
hide a difference). Taken is processor time, which what else runs on the machine blurs least. Told
is how often the best single cut guesses the world from one time (50 in 100 is a coin toss), and the
difference of the middle times with three standard errors, over the pairs of seals. A question is a
fault where a guess is right over ``MOST_RIGHT`` in 100, or where the difference is over three
standard errors and over ``MOST_APART`` of the time that it takes, twice: three errors of six pairs
are passed by chance once in thirty, so what is found is looked for again in seals of their own.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from attacks.parish import Parish, council_tax, opened

MOST_RIGHT = 55.0
MOST_APART = 0.02
SEALS, REPEATS = 6, 100
HOUSEHOLD = 7
QUESTIONS = {
    "refused, by a measure": "select count(*) from council_tax where arrears > 5000",
    "refused, a list": "select uprn, arrears from council_tax",
    "refused, no such column": "select tenure, count(secret) from council_tax group by 1",
    "unreadable": "select tenure, count(* from council_tax",
    "answered, a filtered count": "select tenure, count(*) filter (where in_arrears)"
    " from council_tax group by 1",
    "answered, a sum": "select neighbourhood, sum(arrears) from council_tax group by 1",
    "answered, an average joined": "select rating, avg(arrears) from council_tax"
    " join energy_certificates using (uprn) group by 1",
}


@dataclass(frozen=True)
class Timed:
    """The times of one question, in seconds: worlds × seals × repeats."""

    name: str
    seconds: np.ndarray

    @property
    def right(self) -> float:
        """Return how often, in 100, the best single cut guesses the world from one time.

        The cut, and which side of it is which world, is chosen on every other pair of seals and
        judged on the rest, then the other way about: so what is particular to one seal, or chance,
        is no guess at the world.
        """
        halves = self.seconds[:, ::2], self.seconds[:, 1::2]
        judged = [_judged(*_best_cut(one), other) for one, other in (halves, halves[::-1])]
        return 100 * float(np.mean(judged))

    @property
    def apart(self) -> tuple[float, float]:
        """Return the difference of the middle times over the pairs of seals, and its error."""
        middles = np.median(self.seconds, axis=2)
        difference = middles[1] - middles[0]
        return float(difference.mean()), float(difference.std(ddof=1) / np.sqrt(len(difference)))

    @property
    def held(self) -> bool:
        difference, error = self.apart
        apart = abs(difference) > max(3 * error, MOST_APART * float(np.median(self.seconds)))
        return self.right <= MOST_RIGHT and not apart

    def in_words(self) -> str:
        """Return one line on the question."""
        difference, error = self.apart
        return (
            f"{self.name}: {1e3 * np.median(self.seconds):.2f} ms; a guess is right"
            f" {self.right:.1f} in 100; {1e6 * difference:+.1f} ± {3e6 * error:.1f} µs"
            f"{'' if self.held else ' !'}"
        )


def _best_cut(seconds: np.ndarray) -> tuple[float, bool]:
    """Return the time that parts the worlds best, and whether the secret's is the longer side."""
    no, yes = (np.sort(world.ravel()) for world in seconds)
    cuts = np.unique(seconds)
    shares = [np.searchsorted(world, cuts, "right") / len(world) for world in (no, yes)]
    apart = shares[0] - shares[1]
    best = int(np.argmax(np.abs(apart)))
    return float(cuts[best]), bool(apart[best] > 0)


def _judged(cut: float, longer: bool, seconds: np.ndarray) -> float:
    """Return how often a cut is right, of times half of which are of either world."""
    over = [float((world > cut).mean()) for world in seconds]
    right = (1 - over[0] + over[1]) / 2
    return right if longer else 1 - right


def worlds(folder: Path, held: ExitStack) -> Iterator[tuple[Parish, ...]]:
    """Give the seals of the world without the secret, then those of the world with it."""
    for secret in (False, True):
        tax = council_tax()
        tax["in_arrears"][HOUSEHOLD] = "yes" if secret else "no"
        tax["arrears"][HOUSEHOLD] = "490" if secret else "0"
        yield tuple(
            held.enter_context(opened(folder / f"{secret}-{n}", tax=tax)) for n in range(SEALS)
        )


def timed(name: str, text: str, both: tuple[tuple[Parish, ...], ...], repeats: int) -> Timed:
    """Ask one question of every seal in turn, so many times."""
    draw = np.random.default_rng(len(text))
    seconds = np.zeros((2, SEALS, repeats))
    for repeat in range(-3, repeats):
        for at in draw.permutation(2 * SEALS):
            world, seal = divmod(int(at), SEALS)
            started = time.process_time()
            both[world][seal].ask(text)
            if repeat >= 0:
                seconds[world, seal, repeat] = time.process_time() - started
    return Timed(name, seconds)


def tried(repeats: int = REPEATS) -> list[Timed]:
    """Time every question in both worlds, and in other seals once more where one seems to tell."""
    found = _timed_all(QUESTIONS, repeats)
    again = {name: QUESTIONS[name] for name, one in found.items() if not one.held}
    return list({**found, **(_timed_all(again, repeats) if again else {})}.values())


def _timed_all(questions: Mapping[str, str], repeats: int) -> dict[str, Timed]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as held:
        both = tuple(worlds(Path(folder), held))
        return {name: timed(name, text, both, repeats) for name, text in questions.items()}


def main() -> int:
    """Time them all; return 1 where one tells."""
    found = tried()
    sys.stdout.write("\n".join(one.in_words() for one in found) + "\n")
    return int(not all(one.held for one in found))


if __name__ == "__main__":
    sys.exit(main())
