"""A fitted table as bytes and back: arrays in NumPy's own archive, everything else as JSON."""

from __future__ import annotations

import io
import json
import zipfile
from fractions import Fraction
from typing import Any

import numpy as np

from beholden.kernel import Damaged, canonical_json

from .fitting import Fit
from .grid import Cells, Grid
from .making import Fitted
from .planning import FittedPlan, NoisyTable

_FORM = "beholden-fitted 1"
_ABOUT = "about"


def to_bytes(fitted: Fitted) -> bytes:
    """Return a fitted table as bytes; they hold no exact number of anything that is protected."""
    about = {
        "form": _FORM,
        "plan": fitted.plan.to_dict(),
        "order": list(fitted.plan.caps),
        "domains": {name: list(values) for name, values in fitted.domains.items()},
        "fits": {
            name: {"chance": fit.chance, "tables": [list(t) for t in fit.cells.tables]}
            for name, fit in fitted.fits.items()
        },
        "fingerprint": fitted.fingerprint,
    }
    codes = fitted.grid.codes
    arrays: dict[str, Any] = {
        f"code {name}": codes[name].astype(np.int32) for name in fitted.plan.dimensions
    }
    arrays["subjects"] = fitted.subjects
    for name, fit in sorted(fitted.fits.items()):
        arrays[f"expected {name}"] = fit.expected
        arrays[f"doubt {name}"] = np.ascontiguousarray(fit.doubt, dtype=np.float32)
    arrays[_ABOUT] = np.frombuffer(canonical_json(about), dtype=np.uint8)
    sink = io.BytesIO()
    np.savez(sink, **arrays)
    return sink.getvalue()


def from_bytes(content: bytes) -> Fitted:
    """Return the fitted table that ``to_bytes`` wrote; raise Damaged for anything else."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            about = json.loads(arrays[_ABOUT].tobytes())
            if about["form"] != _FORM:
                raise ValueError(_FORM)
            return _fitted(about, arrays)
    except (KeyError, ValueError, OSError, EOFError, TypeError, zipfile.BadZipFile):
        raise Damaged(
            "The fitted table is not as it was sealed.", next_step="Seal the use again."
        ) from None


def _fitted(about: dict[str, Any], arrays: Any) -> Fitted:
    plan = _plan(about["plan"], about["order"])
    domains = {name: tuple(values) for name, values in about["domains"].items()}
    sizes = {name: len(values) for name, values in domains.items()}
    codes = {name: arrays[f"code {name}"].astype(np.int64) for name in plan.dimensions}
    grid = Grid(sizes, codes)
    fits = {
        name: Fit(
            Cells(grid, tuple(map(tuple, said["tables"]))),
            arrays[f"expected {name}"],
            said["chance"],
            arrays[f"doubt {name}"].astype(np.float64),
        )
        for name, said in about["fits"].items()
    }
    return Fitted(plan, domains, grid, arrays["subjects"], fits, about["fingerprint"])


def _plan(said: dict[str, Any], order: list[str]) -> FittedPlan:
    return FittedPlan(
        dimensions=tuple(said["dimensions"]),
        known=frozenset(said["known"]),
        caps={name: said["caps"][name] for name in order},
        tables=tuple(
            NoisyTable(measure, tuple(table), Fraction(sd), moves, steps)
            for measure, table, sd, moves, steps in said["tables"]
        ),
    )
