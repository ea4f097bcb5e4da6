"""The pages: what they tell, and that anybody can read them with any reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest

from beholden.kernel import BadInput, Clause, DatasetVersion, Receipt, Refusal
from beholden.release import (
    Chart,
    CheckedTable,
    Code,
    Facts,
    Heading,
    No,
    Paragraph,
    PublicUse,
    Report,
    Rules,
    Section,
    Table,
    UsePage,
    chart_of,
    check,
    receipt_facts,
    report_page,
)
from beholden.release.release_page import release_page

from .cases import MILLBROOK, public_use, publication

CHECKED = check(MILLBROOK, Rules.load())
CHART = chart_of(CHECKED, title="Households by neighbourhood and tenure")
HOSTILE = "<script>alert('x')</script> & \"quoted\" {{ 7 * 7 }}"
VOID = {"meta", "link", "br", "hr", "img", "input", "path", "line"}
RECEIPT = Receipt(
    "answer-77aa",
    "warm-homes",
    "So that …",
    "warm-homes-2026",
    "sha256:" + "ab" * 32,
    "select 1",
    "select 1",
    (Clause("outputs › aggregate", "to Public Health Intelligence"),),
    (DatasetVersion("council_tax", 3, "sha256:00", 20000, {}),),
    4120,
    31,
    {"LowCount": 3, "Dominance": 1},
    "analyst",
    "2026-12-02T09:14:00Z",
    38,
    "portable",
)


def report() -> Report:
    blocks = (
        Paragraph("Five departments, no shared identifier."),
        Heading("The question"),
        Code("select neighbourhood, count(*)", "As asked:"),
        CheckedTable("Households", CHECKED),
        Table("Two columns", ("place", "households"), (("a", 1234), ("b", None)), "A note."),
        Table("Empty", ("place", "households"), ()),
        Chart(CHART, "A chart."),
        Chart(CHART),
        receipt_facts(RECEIPT),
        Facts((("a", "b"),)),
        No(Refusal("no", "why", "clause", "next", "the steward"), "select uprn"),
        No(Refusal("no", "why")),
        UsePage(public_use()),
    )
    sections = (Section("Same name", blocks), Section("Same name", blocks), Section("Third", ()))
    return Report(
        "A report",
        "What a run found.",
        sections,
        made_up=True,
        council="Borough of Ashmere",
        figures=(("matched", "98 %"),),
    )


def of_use(use: PublicUse) -> Report:
    sections = (Section("The use", (UsePage(use),)),)
    return Report("A use", "Its page.", sections, made_up=use.made_up, council=use.council)


BARE = public_use(
    canvas=(),
    consequences=(),
    advice=(),
    decision=None,
    agreements=(),
    receipts=(),
    releases=(),
    timeline=(),
    measures=(),
    triage=None,
    design_reviews=(),
    dpia_advice=(),
    made_up=False,
)
PAGES = {
    "report": report_page(report()),
    "report of a bare use": report_page(of_use(BARE)),
    "release": release_page(CHECKED, about=publication(), chart=CHART),
}


class Reader(HTMLParser):
    """Reads a page as a checker does: tags with their attributes and the words within."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def named(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes, _ in self.tags if tag in names]

    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _, _ in self.tags if re.fullmatch(r"h[1-6]", tag)]


@pytest.fixture(params=sorted(PAGES))
def page(request: pytest.FixtureRequest) -> str:
    return PAGES[request.param]


def test_every_tag_is_closed_in_order(page: str) -> None:
    read = Reader(page)
    assert (read.faults, read.open) == ([], [])


def test_a_page_has_one_first_heading_and_no_level_is_left_out(page: str) -> None:
    levels = Reader(page).headings()
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_page_has_its_landmarks_its_language_and_a_way_past_the_head(page: str) -> None:
    read = Reader(page)
    assert read.named("html") == [{"lang": "en-GB"}]
    assert [len(read.named(mark)) for mark in ("header", "main", "footer")] == [1, 1, 1]
    assert read.named("a")[0] == {"class": "skip", "href": "#main"}
    assert read.named("main")[0]["id"] == "main"
    assert "width=device-width" in (read.named("meta")[1]["content"] or "")


def test_every_table_has_a_caption_and_every_header_a_scope(page: str) -> None:
    read = Reader(page)
    assert len(read.named("table")) == len(read.named("caption"))
    scopes = {attributes.get("scope") for attributes in read.named("th")}
    assert scopes <= {"col", "row", "rowgroup"}


def test_ids_are_unique_and_every_reference_finds_its_id(page: str) -> None:
    read = Reader(page)
    ids = [attributes["id"] for _, attributes, _ in read.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    within = [
        href[1:]
        for attributes in read.named("a")
        for href in [attributes["href"] or ""]
        if href.startswith("#")
    ]
    labels = [a["aria-labelledby"] for _, a, _ in read.tags if "aria-labelledby" in a]
    assert set(within) | set(labels) <= set(ids)


def test_nothing_runs_and_nothing_is_fetched(page: str) -> None:
    read = Reader(page)
    assert read.named("script", "link", "iframe", "img", "object", "embed", "form") == []
    for _, attributes, _ in read.tags:
        assert not any(name.startswith("on") for name in attributes)
        for name in ("src", "href", "action", "xlink:href"):
            assert "//" not in (attributes.get(name) or "")
    assert "url(" not in page
    assert "@import" not in page


def test_made_up_data_are_marked_at_the_head_of_every_page() -> None:
    for name, text in PAGES.items():
        marked = 'aria-label="Made-up data"' in text and "(made-up data)</title>" in text
        assert marked == (name != "report of a bare use")


def test_a_report_marks_the_part_that_is_made_up_where_the_rest_is_real() -> None:
    made_up = Section("Made up", (Paragraph("x"),), made_up=True)
    sections = (Section("Real", ()), made_up)
    text = report_page(Report("A report", "Lead.", sections, made_up=False))
    assert text.count("Made-up data.") == 1
    assert text.index("Real</h2>") < text.index("Made-up data.")


def hostile_pages() -> Iterator[str]:
    use = public_use(title=HOSTILE, purpose=HOSTILE, owner=HOSTILE, object_to=HOSTILE)
    hurt = replace(use.receipts[0], question=HOSTILE, by_role=HOSTILE)
    use = replace(use, receipts=(hurt,), timeline=(replace(use.timeline[0], what=HOSTILE),))
    yield report_page(of_use(use))
    yield release_page(
        CHECKED,
        about=publication(title=HOSTILE, question=HOSTILE),
        chart=chart_of(CHECKED, title=HOSTILE),
    )
    blocks = (
        Paragraph(HOSTILE),
        Code(HOSTILE, HOSTILE),
        Table(HOSTILE, (HOSTILE, "n"), ((HOSTILE, 1),), HOSTILE),
        Facts(((HOSTILE, HOSTILE),), HOSTILE),
        No(Refusal(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE), HOSTILE),
    )
    yield report_page(Report(HOSTILE, HOSTILE, (Section(HOSTILE, blocks),), made_up=False))


@pytest.mark.parametrize("text", list(hostile_pages()))
def test_hostile_words_are_words(text: str) -> None:
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "49" not in re.sub(r"<style>.*?</style>|<svg.*?</svg>", "", text, flags=re.S)
    read = Reader(text)
    assert (read.faults, read.open) == ([], [])


SVG = '<svg xmlns="http://www.w3.org/2000/svg"'
NO_DRAWINGS = (
    "<p>not a chart</p>",
    "<svg></svg>",
    f"{SVG}>",
    f"{SVG}><script>1</script></svg>",
    f'{SVG} onload="1"></svg>',
    f'{SVG}><path OnClick="1"/></svg>',
    f'{SVG}><a href="https://example.org">x</a></svg>',
    f'{SVG} xmlns:xlink="http://www.w3.org/1999/xlink"><g xlink:href="x"/></svg>',
    f'{SVG}><set attributeName="href" to="x"/></svg>',
    f"{SVG}></svg>{SVG}></svg>",
    f'{SVG} style="background:url(x)"></svg>',
    f'{SVG} style="background:&#117;rl(x)"></svg>',
    f'{SVG} style="background:u\\72l(x)"></svg>',
    f"{SVG}><style>@import 'x'</style></svg>",
    f"{SVG}><foreignObject></foreignObject></svg>",
    f"{SVG}><p xmlns='http://www.w3.org/1999/xhtml'>x</p></svg>",
    f"{SVG}><desc><![CDATA[<script>1</script>]]></desc></svg>",
    f"{SVG}><!--><script>1</script>--></svg>",
)


@pytest.mark.parametrize("svg", NO_DRAWINGS)
def test_a_chart_that_could_run_or_fetch_does_not_get_into_a_report(svg: str) -> None:
    with pytest.raises(BadInput, match="not a chart"):
        report_page(Report("t", "l", (Section("s", (Chart(svg),)),), made_up=False))


@pytest.mark.parametrize("words", ["Mill url(x)", "href=", "Elm onx=1", "javascript:1", HOSTILE])
def test_words_in_a_chart_are_words_whatever_they_say(words: str) -> None:
    chart = chart_of(CHECKED, title=words)
    told = report_page(Report("t", "l", (Section("s", (Chart(chart),)),), made_up=False))
    assert chart in told


def test_a_use_in_a_report_tells_what_it_promises() -> None:
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", PAGES["report"]))
    for words in (
        "offer grants and debt advice",
        "Director of Resources",
        "371 of 400 hoped for",
        "nobody had foreseen it",
        "Smallest group by neighbourhood: 20",
        "Accepted as a term",
        "The need is urgent.",
        "summed or averaged, never shown for one",
        "only rows where liable_to is null",
        "Stop on 1 February 2027 unless reviewed",
        "31 cells shown , 4 withheld",
        "Not public",
        "approved by the Head of Information Governance",
        "Information Commissioner",
        "Certificates are missing for one home in nine.",
        "Ledger entry 13.",
    ):
        assert words in text or words.replace(" ,", ",") in text, words


def test_the_page_of_a_release_shows_withheld_cells_as_withheld() -> None:
    assert PAGES["release"].count('<abbr title="withheld">[c]</abbr>') == 4
    assert "fewer than 10" in PAGES["release"]
    assert "Open Government Licence v3.0" in PAGES["release"]


def test_a_receipt_is_told_in_words() -> None:
    pairs = dict(receipt_facts(RECEIPT).pairs)
    assert pairs["Cells"] == "31 shown, 4 withheld (LowCount 3, Dominance 1)"
    assert pairs["Agreement"] == "warm-homes-2026 (abababababab…)"
    assert pairs["Counted"] == "4,120"
    assert pairs["Isolation"] == "portable"


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, relative luminance)."""
    light = sorted((_luminance(one), _luminance(other)))
    return (light[1] + 0.05) / (light[0] + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


STYLE = files("beholden.release").joinpath("templates/style.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--(\w+):(#[0-9a-f]{3,6})", STYLE))


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"),
        ("ink", "card"),
        ("soft", "paper"),
        ("soft", "card"),
        ("soft", "#f2f0ea"),
        ("link", "paper"),
        ("link", "card"),
        ("no", "#fdf4f4"),
        ("no", "#fbe9eb"),
        ("#134a43", "wash"),
        ("#fff", "deep"),
        ("#c9dadd", "deep"),
        ("#2b2200", "sun"),
        ("#2b3a41", "paper"),
        ("ink", "#f1efe8"),
    ],
)
def test_words_stand_out_from_their_ground(text: str, ground: str) -> None:
    for colour in (text, ground):
        assert colour in COLOURS or colour in STYLE
    assert _contrast(COLOURS.get(text, text), COLOURS.get(ground, ground)) >= 4.5
