"""The benchmark of address matching: made-up gazetteers, real pairs, scores, peers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..kernel import loaded_when_used

if TYPE_CHECKING:
    from .adapter import Peer, Run, peer_named, run_peer
    from .chart import recall_by_slice, reliability_diagram
    from .leaderboard import Result, machine, plain, result, rows
    from .making import VERSION, Bench, make, save, write
    from .real import Altered, real_pairs
    from .scoring import Score, score
    from .slices import Slice

__all__ = [
    "VERSION",
    "Altered",
    "Bench",
    "Peer",
    "Result",
    "Run",
    "Score",
    "Slice",
    "machine",
    "make",
    "peer_named",
    "plain",
    "real_pairs",
    "recall_by_slice",
    "reliability_diagram",
    "result",
    "rows",
    "run_peer",
    "save",
    "score",
    "write",
]

# Each name is loaded when it is first used, so that a command starts soon.
_HOMES = {
    "VERSION": "making",
    "Altered": "real",
    "Bench": "making",
    "Peer": "adapter",
    "Result": "leaderboard",
    "Run": "adapter",
    "Score": "scoring",
    "Slice": "slices",
    "machine": "leaderboard",
    "make": "making",
    "peer_named": "adapter",
    "plain": "leaderboard",
    "real_pairs": "real",
    "recall_by_slice": "chart",
    "reliability_diagram": "chart",
    "result": "leaderboard",
    "rows": "leaderboard",
    "run_peer": "adapter",
    "save": "making",
    "score": "scoring",
    "write": "making",
}

__getattr__, __dir__ = loaded_when_used(__name__, _HOMES)
