"""Every act of the library is reached by a page, or stands here as not, with its reason."""

from __future__ import annotations

import ast
from pathlib import Path

from beholden.actions import Council
from beholden.actions.home import Home

WEB = Path(__file__).parents[2] / "src" / "beholden" / "doors" / "web"
# What no page does or shows by itself.
NOT_BY_A_PAGE = {
    "advice_rows": "a table for the command line; the pages of the board and of a use show advice",
    "agreement_findings": "check_agreement tells them, which the form of an agreement asks",
    "apply": "it reads a folder of the server; each of its steps has its page",
    "area_history": "the page of an area shows it from the record that it has read already",
    "ask_witness": "it writes the line that is taken to a witness, on the server",
    "backup": "it writes every record to a folder of the server",
    "check_certificate": "whoever is shown a certificate asks the API, which needs no key for it",
    "choices_hold": "it proves to a resident, by command or the API, that a choice was heeded",
    "compare_outcomes": "the page of an outcome compares what it has read already",
    "concealments_public": "your_say tells them, which the public page shows",
    "crisis_form": "it prints the form of a file; the page of a crisis has fields in its place",
    "decide_pairs": "it reads a file of decisions; a page takes one pair at a time",
    "export": "register_file gives the same documents on the public pages",
    "export_all": "it writes to a folder of the server; each document is on the public pages",
    "find_usage": "it gives a resident's answer in the form of another standard, to a program",
    "interests_touching": "meeting_at_work tells them with the meeting",
    "keep_dates": "the server asks for it by itself, whoever comes; no page is for it",
    "known_use": "use_document says what it knows, as the paper of a use",
    "plan_statements": "it reads a folder of the server",
    "prepare_feeds": "it prints what a superuser runs on the server of the feeds",
    "public_board_as_data": "the JSON of the page is made of what the page has read",
    "public_use_as_data": "the JSON of the page is made of what the page has read",
    "rehearse": "it writes files for an analyst's own machine",
    "rehearse_question": "it runs on made-up data on an analyst's own machine",
    "release_for_review": "release_in_work shows it, with what somebody may do about it",
    "scheduled_answer": "schedule_shown has the answer with its schedule",
    "scheduled_questions": "saved_questions has them, each beside its question",
    "state_agreement": "a page keeps a draft, and offers it once it is whole",
    "take_cosignature": "it reads a file that a witness gave, on the server",
    "uses_reached": "it lists by command and the API which opt-outs reach which use",
    "verify_ledger": "the page that verifies the log does so in the reader's own browser",
    "write_papers": "it writes to a folder of the server; the pages show each paper",
}


def _is_of_council(node: ast.AST) -> bool:
    """Return whether this is an attribute of ``council``, a visit's own or one by that name."""
    if not isinstance(node, ast.Attribute):
        return False
    of = node.value
    return "council" in (getattr(of, "id", ""), getattr(of, "attr", ""))


def test_every_act_is_reached_by_a_page_or_says_why_not():
    asked = set()
    for file in WEB.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        asked |= {node.attr for node in ast.walk(tree) if _is_of_council(node)}
    acts = {
        name
        for name, value in vars(Council).items()
        if callable(value) and not name.startswith("_") and not hasattr(Home, name)
    } - {"holding"}
    assert len(acts) > 150
    assert sorted(acts - asked) == sorted(NOT_BY_A_PAGE)
