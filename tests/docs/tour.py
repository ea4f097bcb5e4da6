"""Takes the pictures of docs/tour.md anew, from the home that `make demo` leaves.

    PYTHONPATH=tests python -m docs.tour [STOP...]                               (make tour)

The demonstration's home is copied first, so it stays as it was. Whoever looks signs in on the page
for it, with the made-up password of the demonstration, and clicks and types like anybody else.
"""

from __future__ import annotations

import base64
import re
import shutil
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from browser import chromium
from browser.people import Person
from browser.serving import Served, served_home
from browser.visiting import Windows
from waiting import until

from beholden.actions import Council, open_council, read_statement
from beholden.records import reading

from .stops import AGREEMENT, BY_NEIGHBOURHOOD, PARTNER, STOPS, USE, Stop

ROOT = Path(__file__).parents[2]
DEMO, PICTURES = ROOT / "demo", ROOT / "docs" / "pictures" / "tour"
RESIDENT = "rhian@example.org"
TABLE, TITLE = "cold-and-in-arrears", "Households in cold homes and in arrears, by neighbourhood"
_TO_THE_TOP = "one => window.scrollTo(0, one.getBoundingClientRect().top + window.scrollY - 8)"
_QUALITY = 80  # of WebP: letters stay sharp, and the whole tour is under a megabyte


@dataclass
class Guide:
    """Takes each picture, in one window for each person who looks."""

    served: Served
    windows: Windows
    passwords: Mapping[str, str]
    people: dict[str, Person] = field(default_factory=dict)

    def take(self, stop: Stop) -> Path:
        """Open a page as the person of a stop, do what is done there, and keep the picture."""
        person = self.people.get(stop.who) or self._comes(stop)
        person.visit.look(replace(stop.mode, height=stop.height))
        answer = person.visit.open(stop.path.format(**self.served.examples))
        if not answer.ok:
            raise ValueError(f"{stop.path} was answered with {answer.status}")
        stop.first(person)
        if stop.top:
            person.page.locator(stop.top).first.evaluate(_TO_THE_TOP)
        return _kept(person, stop.name)

    def _comes(self, stop: Stop) -> Person:
        visit = self.windows.open(self.served.address, stop.mode)
        person = self.people[stop.who] = Person(visit, journey="tour")
        if stop.who == "resident":
            self._shows_a_code(person)
        elif stop.who:
            self._signs_in(person, stop.who)
        return person

    def _signs_in(self, person: Person, code: str) -> None:
        person.visit.open("/sign-in/")
        person.types("E-mail address", f"{code}@ashmere.example")
        person.types("Password", self.passwords[code])
        person.sends("Sign in")

    def _shows_a_code(self, resident: Person) -> None:
        resident.visit.open("/your-code/")
        resident.page.locator("[name=address]").fill(RESIDENT)
        resident.sends("Send a code")
        resident.page.locator("[name=code]").fill(str(until(self._code)))
        resident.sends("Go on")

    def _code(self) -> str:
        """Return the code that the server sent, as its console tells; empty until it is there."""
        sent = self.served.said.read_text(encoding="utf-8").partition(f"To: {RESIDENT}\n")[2]
        found = re.search(r"\b\d{6}\b", sent)
        return found[0] if found else ""


def main() -> None:
    """Take the pictures that are named, or all."""
    wanted = [stop for stop in STOPS if stop.name in sys.argv[1:] or not sys.argv[1:]]
    if not (DEMO / "ashmere").is_dir():
        sys.exit("There is no made-up borough in demo/: run `make demo` first.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        home = _copied(Path(folder))
        program = chromium.found() or sys.exit(chromium.LACKING)
        with served_home(home, **_furnished(home)) as served, chromium.running(program) as browser:
            windows = Windows(browser, Path(folder))
            guide = Guide(served, windows, _passwords())
            for stop in wanted:
                kept = guide.take(stop)
                sys.stdout.write(f"{kept.relative_to(ROOT)}: {kept.stat().st_size:,} bytes\n")
            for visit in windows.visits:
                visit.close()


def _copied(folder: Path) -> Path:
    for name in ("ashmere", "ashmere.keys"):
        shutil.copytree(DEMO / name, folder / name)
    return folder / "ashmere"


def _passwords() -> dict[str, str]:
    lines = (DEMO / "sign-ins.txt").read_text(encoding="utf-8").splitlines()
    given = [line.split() for line in lines if "@ashmere.example" in line]
    return {address.partition("@")[0]: password for address, password, *_ in given}


def _furnished(home: Path) -> dict[str, str]:
    """Let an agreement and a release await somebody; return what only this council knows."""
    with closing(open_council(home)) as council:
        _offer(council)
        receipt = council.ask(by="analyst", use=USE, question=BY_NEIGHBOURHOOD).receipt.id
        asked = council.request_release(by="analyst", receipt=receipt, name=TABLE, title=TITLE)
        with council.at_work():
            (met,) = reading.meetings()
        return {"release": asked.id, "met": met.on.isoformat()}


def _offer(council: Council) -> None:
    """Offer a version of the agreement that has the partner in it; all others sign."""
    stated = DEMO / "ashmere-stated" / "agreements" / f"{USE}.yaml"
    document = read_statement(stated)
    inside = list(document["between"])
    document["between"] = [*inside, PARTNER]
    document["outputs"]["aggregate"]["to"].append(PARTNER)
    council.state_agreement(by="dpo", document=document)
    with council.at_work():
        stewards = {p.organisation: p.code for p in reading.people() if "steward" in p.roles}
    for party in inside:
        council.sign_agreement(by=stewards[party], agreement=AGREEMENT)


def _kept(person: Person, name: str) -> Path:
    """Keep what the window shows as WebP, which Playwright itself does not write."""
    person.page.evaluate("document.activeElement.blur()")
    given = {"format": "webp", "quality": _QUALITY}
    picture = person.visit.tools.send("Page.captureScreenshot", given)
    path = PICTURES / f"{name}.webp"
    path.write_bytes(base64.b64decode(picture["data"]))
    return path


if __name__ == "__main__":
    main()
