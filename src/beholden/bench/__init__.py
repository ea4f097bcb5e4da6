"""The benchmark of address matching: made-up gazetteers, real pairs, scores, peers."""

from .adapter import Peer, Run, peer_named, run_peer
from .asked import Slice
from .chart import recall_by_slice, reliability_diagram
from .leaderboard import Result, machine, plain, result, rows
from .making import VERSION, Bench, make, save, write
from .real import Altered, real_pairs
from .scoring import Score, score

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
