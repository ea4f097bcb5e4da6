"""Every command, in the sections and the order in which a council uses them."""

from __future__ import annotations

import click

from .account import account
from .advice import advice
from .agree_document import agree
from .api_key import api_key
from .applying import apply
from .areas import areas
from .asking import ask, explain
from .audit import audit
from .backups import backup, restore
from .bench import bench
from .board import board
from .canvas import canvas
from .complaint import complaint
from .concealment import concealment
from .course import course
from .crisis import crisis
from .data import check, dataset, describe, register
from .demo import demo
from .exporting import export
from .feed import feed
from .gazetteer import gazetteer
from .home import init, person, serve
from .learning import completion, schema
from .ledger import ledger
from .linking import link, match
from .objection import objection
from .opt_out import opt_out
from .question import question
from .rehearsing import rehearse
from .releasing import publish, release
from .request import request
from .review import review
from .sealing import seal
from .status import status
from .subject import subject
from .undertaking import undertaking
from .use import use
from .work import work
from .worker import worker
from .your_say import your_say

COMMANDS: dict[str, list[click.Command]] = {
    "Begin": [demo, init, person, account, course, apply, work],
    "Data": [describe, check, register, dataset, areas, gazetteer, match, link, review],
    "What may be done": [use, canvas, crisis, board, advice, undertaking, agree],
    "What residents may ask": [
        objection,
        opt_out,
        subject,
        concealment,
        complaint,
        request,
        your_say,
    ],
    "Answers": [rehearse, seal, explain, ask, question, release, publish, feed],
    "What was done": [ledger, audit, serve, api_key, export],
    "Keep": [worker, status, backup, restore],
    "Measure": [bench],
    "Help": [schema, completion],
}

__all__ = ["COMMANDS"]
