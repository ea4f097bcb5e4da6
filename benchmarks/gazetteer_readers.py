"""Time and memory of reading a made-up AddressBase Premium supply, and of building texts of it.

    python -m benchmarks.gazetteer_readers [--properties 1000000] [--directory DIR] [--json FILE]

Every address, street and UPRN is made up. Each property has a BLPU, an approved LPI, a delivery
point, a classification and, one in ten, an organisation; one in twenty is Welsh as well. The supply
is one zip of volumes of a million records, as delivered. CPU seconds are user and system of the
reading process; the peak is of its memory, and of the folder for temporary files.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

VOLUME = 1_000_000
DAY = "2026-01-05"
STREETS = ("MILL LANE", "QUARRY ROAD", "HIGH STREET", "CHURCH WALK", "STATION APPROACH")


def street_records(streets: int) -> Iterator[str]:
    for n in range(streets):
        usrn, name = 10_000_001 + n, f"{STREETS[n % 5]} {n // 5}"
        yield f'11,"I",{{}},{usrn},1,6815,2,{DAY},1,8,0,{DAY},,{DAY},{DAY},1,1,1,1,1,1,1,1,10'
        yield f'15,"I",{{}},{usrn},"{name}","","ASHMERE","ASHMERE","ENG",{DAY},,{DAY},{DAY}'
        yield f'15,"I",{{}},{usrn},"HEOL {n}","","ASHMERE","ASHMERE","CYM",{DAY},,{DAY},{DAY}'


def property_records(n: int, streets: int) -> Iterator[str]:
    uprn, usrn, number = 906_700_000_000 + n, 10_000_001 + n % streets, n // streets + 1
    east, north = 300_000 + n % 100_000, 200_000 + n // 100_000
    code = f"ZX{n % streets % 90 + 1} {n % streets // 90 % 9 + 1}AB"
    flat = f'{n % 7 + 1},"",,"","FLAT"' if n % 3 == 0 else ',"",,"",""'
    name = f"{STREETS[n % streets % 5]} {n % streets // 5}"
    yield (
        f'21,"I",{{}},{uprn},1,2,{DAY},,{east}.00,{north}.00,,,1,6815,"E",{DAY},,{DAY},{DAY},'
        f'"D","{code}",0'
    )
    for language, sign in (("ENG", "L"), ("CYM", "W"))[: 1 + (n % 20 == 0)]:
        yield (
            f'24,"I",{{}},{uprn},"{sign}{n:013}","{language}",1,{DAY},,{DAY},{DAY},{flat},'
            f'{number},"",,"","",{usrn},"1","","","Y"'
        )
    yield (
        f'32,"I",{{}},{uprn},"C{n:013}","RD04","AddressBase Premium Classification Scheme",1.0,'
        + (f"{DAY},,{DAY},{DAY}")
    )
    sub = f"FLAT {n % 7 + 1}" if n % 3 == 0 else ""
    yield (
        f'28,"I",{{}},{uprn},{50_000_000 + n},"","","{sub}","",{number},"","{name}","","",'
        f'"ASHMERE","{code}","S","1A","","","","","","",{DAY},{DAY},,{DAY},{DAY}'
    )
    if n % 10 == 0:
        yield f'31,"I",{{}},{uprn},"O{n:013}","MADE UP TRADERS {n % 5000}","",{DAY},,{DAY},{DAY}'


def make_supply(path: Path, properties: int) -> int:
    """Write a made-up supply; return how many bytes it has when unpacked."""
    streets = max(1, properties // 40)

    def records() -> Iterator[str]:
        yield from street_records(streets)
        for n in range(properties):
            yield from property_records(n, streets)

    size, place, volume, lines = 0, 0, 0, list[str]()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:

        def close(last: bool) -> None:
            nonlocal volume, size
            volume += 1
            head = f'10,"MADE UP",9999,{DAY},{volume},{DAY},09:00:00,"2.1","F"'
            tail = f"99,{0 if last else volume + 1},{len(lines)},{DAY},09:00:00"
            text = "\r\n".join([head, *lines, tail]) + "\r\n"
            archive.writestr(f"AddressBasePremium_FULL_{DAY}_{volume:03}.csv", text)
            size += len(text)
            lines.clear()

        for record in records():
            place += 1
            lines.append(record.format(place))
            if len(lines) == VOLUME:
                close(False)
        close(True)
    return size


READ = """
import json, os, resource, sys, threading, time
from pathlib import Path
from beholden.linkage.gazetteers import read_gazetteer
peak, going = 0, True
def watch():
    global peak
    while going:
        size = 0
        for path in Path(os.environ["TMPDIR"]).rglob("*"):
            try:
                size += path.stat().st_size if path.is_file() else 0
            except OSError:
                continue
        peak = max(peak, size)
        time.sleep(0.2)
threading.Thread(target=watch, daemon=True).start()
before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
listing = read_gazetteer(sys.argv[1])
wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
going = False
print(json.dumps({
    "rows": listing.rows, "uprns": listing.facts["uprns"], "kinds": listing.facts["kinds"],
    "findings": [finding.code for finding in listing.findings],
    "wall_seconds": round(wall, 1),
    "cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
    "peak_memory_mb": after.ru_maxrss // 1024, "peak_disk_mb": peak // 2**20,
}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--properties", type=int, default=1_000_000)
    parser.add_argument("--directory", type=Path, help="where to write [default: a temporary one]")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.directory) as folder:
        supply, temporary = Path(folder) / "supply.zip", Path(folder) / "temporary"
        temporary.mkdir()
        size = make_supply(supply, given.properties)
        done = subprocess.run(
            [sys.executable, "-c", READ, str(supply)],
            env=os.environ | {"TMPDIR": str(temporary)},
            capture_output=True,
            text=True,
            check=True,
        )
        packed = supply.stat().st_size
    figures = {
        "properties": given.properties,
        "unpacked_mb": size // 2**20,
        "packed_mb": packed // 2**20,
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
        **json.loads(done.stdout),
    }
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures["whole_process_cpu_seconds"] = round(children.ru_utime + children.ru_stime, 1)
    text = json.dumps(figures, indent=1)
    print(text)
    if given.json:
        given.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
