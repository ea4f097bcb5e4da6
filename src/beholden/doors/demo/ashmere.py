"""The main job on the made-up Borough of Ashmere: five departments' lists, two data uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...actions import Council
from ...actions.reporting import (
    Checked,
    PublicUse,
    full_disk_is_unavailable,
    make_borough,
    table_with_keys,
    write_borough,
)
from ...kernel import Progress
from .asking import ANALYST, PROTECTION_OFFICER, Asked, after_the_end, ask_all, ask_in_vain
from .first_match import tell_matching
from .measuring import LinkQuality, MatchQuality, link_quality, match_quality
from .officers import found_council
from .sign_ins import give_sign_ins
from .stating import Dates, write_stated
from .truth import Compared, compare_uptake, compare_warm_homes

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "Borough of Ashmere (made up)"
CONTACT = {
    "data_protection": "data-protection@ashmere.example",
    "post": "Data-protection officer, Town Hall, Market Square, Ashmere (made up)",
}
WARM_HOMES, UPTAKE = "warm-homes", "vaccination-uptake"
IN_NEED = """\
select neighbourhood, tenure, count(*) as households
from council_tax join places using (uprn)
join energy_certificates using (uprn) left join support_scheme using (uprn)
where in_arrears and rating = 'cold' and enrolled is not true
group by all order by 3 desc"""
VACCINATED = """\
select neighbourhood, count(*) filter (where vaccinated) as vaccinated, count(*) as invited
from vaccinations join places using (uprn)
group by 1 order by 1"""
NO_NAMES = "select liable_name from council_tax"
NO_NUMBERS = "select nhs_number from vaccinations"
# Who has the addresses of which dataset matched.
MATCHED = {
    "council_tax": "revenues",
    "housing_tenancies": "housing",
    "energy_certificates": "climate",
    "support_scheme": "social-care",
    "vaccinations": "public-health",
}
OFFICERS = (
    "revenues",
    "housing",
    "climate",
    "public-health",
    "social-care",
    "addressing",
    "owner",
    "dpo",  # advises on the impact assessment, and offers the agreement below
    "secretary",
    "director",
    "dpo",
)


@dataclass(frozen=True, slots=True)
class Released:
    """A table that was checked, approved by a second person and published."""

    id: str
    title: str
    checked: Checked


@dataclass(frozen=True, slots=True)
class Story:
    """One data use of the borough, from its page to its release."""

    use: PublicUse
    asked: Asked
    released: Released
    compared: Compared


@dataclass(frozen=True, slots=True)
class AshmereRun:
    """What the run on the made-up borough found."""

    households: int
    seed: int
    people: int
    matches: tuple[MatchQuality, ...]
    links: LinkQuality
    warm_homes: Story
    uptake: Story
    entries: int
    root: str


def run_ashmere(
    directory: Path,
    *,
    becomes: Path,
    households: int,
    seed: int,
    dates: Dates,
    progress: Progress,
) -> AshmereRun:
    """Do the main job on the made-up borough, leaving the home in ``directory``/ashmere.

    The directory is moved to ``becomes`` afterwards.
    """
    progress(f"{NAME}: making the borough up", 0, 0)
    truth = make_files(directory, households=households, seed=seed, dates=dates)
    stated = directory / "ashmere-stated"
    council = found_council(
        directory / "ashmere",
        name=NAME,
        stated=stated,
        officers=OFFICERS,
        progress=progress,
        **CONTACT,
    )
    keep_neighbourhoods(council, stated / "data")
    match_all(council, progress)
    link_people(council, progress)
    sealed = _seal_both(council, progress)
    progress(f"{NAME}: asking", 0, 0)
    allowed, refused = _ask_both(council)
    released = _release_both(council, allowed, progress)
    progress(f"{NAME}: the agreements end, on a copy", 0, 0)
    again = {WARM_HOMES: (IN_NEED, sealed[WARM_HOMES]), UPTAKE: (VACCINATED, sealed[UPTAKE])}
    ended = after_the_end(council, asked=again, day=dates.day_after)
    progress(f"{NAME}: a sign-in for everybody", 0, 0)
    give_sign_ins(council, directory, served_from=becomes / "ashmere")
    progress(f"{NAME}: comparing with the truth", 0, 0)
    asked = {use: Asked(use, allowed[use], refused[use], ended[use]) for use in sealed}
    return _told(council, truth, asked=asked, released=released, size=(households, seed))


def _seal_both(council: Council, progress: Progress) -> dict[str, str]:
    """Seal both uses; return the extract of each."""
    sealed = {}
    for use in (WARM_HOMES, UPTAKE):
        progress(f"{NAME}: sealing {use}", 0, 0)
        sealed[use] = council.seal(by=PROTECTION_OFFICER, use=use).id
    return sealed


def _ask_both(council: Council) -> tuple[dict[str, Any], dict[str, Any]]:
    """Ask of each use what it allows and what it does not; return the answers and the refusals."""
    allowed = {
        use: ask_all(council, use=use, questions=(question,))
        for use, question in ((WARM_HOMES, IN_NEED), (UPTAKE, VACCINATED))
    }
    refused = {
        WARM_HOMES: ask_in_vain(council, use=WARM_HOMES, question=NO_NAMES),
        UPTAKE: ask_in_vain(council, use=UPTAKE, question=NO_NUMBERS),
    }
    return allowed, refused


def make_files(
    directory: Path, *, households: int, seed: int, dates: Dates
) -> Mapping[str, pa.Table]:
    """Write the departments' files, the stated files and, apart, the truth; return the truth."""
    stated = directory / "ashmere-stated"
    borough = make_borough(households=households, seed=seed)
    paths = write_borough(borough, stated / "data")
    with full_disk_is_unavailable():
        (stated / "data" / "truth").rename(directory / "ashmere-truth")
    housing = paths["housing_tenancies"]
    words = {"housing_file": housing.name, "housing_form": housing.suffix.removeprefix(".")}
    write_stated("ashmere", stated, dates=dates, words=words)
    return borough.truth


def keep_neighbourhoods(council: Council, data: Path) -> None:
    """Have the borough's neighbourhoods kept, so that what is asked and released has a map."""
    council.keep_areas(
        by="addressing",
        source=data / "neighbourhoods.geojson",
        name="neighbourhoods",
        title="Neighbourhoods of Ashmere",
        code="code",
        label="name",
        attribution="Made-up boundaries of the made-up Borough of Ashmere; they are no real place.",
        made_up=True,
    )


def match_all(council: Council, progress: Progress) -> None:
    """Give every address of every list its UPRN."""
    for number, (dataset, steward) in enumerate(MATCHED.items()):
        said = f"{NAME}: matching the addresses of {dataset}"
        tell_matching(said, progress, done=number, total=len(MATCHED))
        council.match(by=steward, dataset=dataset, gazetteer="gazetteer")


def link_people(council: Council, progress: Progress) -> None:
    """Give every row of the vaccination list the person that it is about."""
    progress(f"{NAME}: linking people in vaccinations", 0, 0)
    council.link(by="public-health", datasets=["vaccinations"])


def release(council: Council, *, receipt: str, name: str, title: str) -> Released:
    """Have an answer checked, approved by a second person and published."""
    state = council.request_release(by=ANALYST, receipt=receipt, name=name, title=title)
    council.review_release(
        by=PROTECTION_OFFICER,
        release_id=state.id,
        approve=True,
        because="Every withheld cell has its reason, and nothing small is left.",
    )
    council.publish(by="publisher", release_id=state.id)
    return Released(state.id, title, state.checked)


def _release_both(
    council: Council, allowed: Mapping[str, Any], progress: Progress
) -> dict[str, Released]:
    titles = {
        WARM_HOMES: "Households in arrears and in cold homes who do not yet get help",
        UPTAKE: "Winter vaccination by neighbourhood",
    }
    released = {}
    for use, title in titles.items():
        progress(f"{NAME}: releasing {use}", 0, 0)
        receipt = allowed[use][0].answered.receipt.id
        released[use] = release(council, receipt=receipt, name=use, title=f"{title} (made up)")
    return released


def _told(
    council: Council,
    truth: Mapping[str, pa.Table],
    *,
    asked: Mapping[str, Asked],
    released: Mapping[str, Released],
    size: tuple[int, int],
) -> AshmereRun:
    tables = {name: table_with_keys(council, dataset=name) for name in (*MATCHED, "places")}
    verified = council.verify_ledger()
    compared = {
        WARM_HOMES: compare_warm_homes(tables, truth),
        UPTAKE: compare_uptake(tables, truth),
    }
    stories = {
        use: Story(council.public_use(name=use), asked[use], released[use], compared[use])
        for use in asked
    }
    council.close()
    return AshmereRun(
        households=size[0],
        seed=size[1],
        people=truth["people"].num_rows,
        matches=_matches(tables, truth),
        links=link_quality(
            "vaccinations",
            tables["vaccinations"]["person"].to_pylist(),
            truth["vaccinations"]["person"].to_pylist(),
        ),
        warm_homes=stories[WARM_HOMES],
        uptake=stories[UPTAKE],
        entries=verified.size if verified.ok else 0,
        root=verified.root,
    )


def _matches(
    tables: Mapping[str, pa.Table], truth: Mapping[str, pa.Table]
) -> tuple[MatchQuality, ...]:
    """Return how well each list was matched, beside the truth."""
    known = frozenset(tables["places"]["uprn"].to_pylist())
    return tuple(
        match_quality(
            name,
            tables[name]["uprn"].to_pylist(),
            truth[name]["uprn"].to_pylist(),
            gazetteer=known,
        )
        for name in MATCHED
    )
