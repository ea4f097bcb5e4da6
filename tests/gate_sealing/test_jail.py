"""The jail holds: what a worker cannot do, tried from inside (docs/reference/isolation.md)."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest
from waiting import PATIENCE, until

from beholden.gate.extract.extracts import Extract, open_extract
from beholden.gate.extract.image import closing, freeze, memory_file
from beholden.gate.running import jail, starting, worker
from beholden.gate.running.engine import end_workers, run
from beholden.gate.running.limits import Cancel, Limits
from beholden.kernel import BadQuestion, BeholdenError, OutOfLimits
from gate_sealing.made_up import Bench, MadeUpPlan

IN_JAIL = Path(__file__).with_name("in_jail.py")
SETTINGS = {"jail": True, "memory_mb": 2048, "cpu_seconds": 60}
ENDLESS = "SELECT count(*) FROM range(1000000000000)"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, Extract]:
    bench = Bench(tmp_path_factory.mktemp("jail"))
    return bench, bench.seal()


# What goes wrong at a wall, and as what the worker ends: NoJail is the machine's own no.
AT_A_WALL = {
    "the kernel refuses": (jail.JailFailed("seccomp"), worker.NoJail),
    "rights are wanting": (PermissionError(1, ""), worker.NoJail),
    "there is no /proc": (FileNotFoundError(2, ""), worker.NoJail),
    "there is no room": (MemoryError(), MemoryError),
    "there is no descriptor left": (OSError(24, ""), OSError),
}


@pytest.mark.parametrize("name", AT_A_WALL)
def test_only_what_the_machine_refuses_is_no_jail(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault, ends = AT_A_WALL[name]

    def wall(**_: object) -> None:
        raise fault

    walls = SimpleNamespace(limit_resources=wall, JailFailed=jail.JailFailed)
    monkeypatch.setattr(worker, "jail", lambda: walls)
    with pytest.raises(ends) as caught:
        worker.enclose(None, 1, SETTINGS)
    assert isinstance(caught.value, worker.NoJail) == (ends is worker.NoJail)


@pytest.mark.parametrize(("why", "passes"), [(errno.ENOMEM, True), (errno.EPERM, False)])
def test_a_call_that_fails_for_want_of_room_is_no_refusal(why: int, passes: bool) -> None:
    ctypes.set_errno(why)
    assert isinstance(jail._failed("seccomp"), MemoryError if passes else jail.JailFailed)


@pytest.fixture(scope="module")
def tried(
    sealed: tuple[Bench, Extract], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Run in_jail.py as the engine runs its worker and return what came of each attempt."""
    bench, extract = sealed
    outside = tmp_path_factory.mktemp("outside") / "file"
    outside.write_text("untouched")
    theirs_reads, theirs = os.pipe()
    with closing(memory_file()) as image, closing(theirs_reads):
        open_extract(extract, bench.keys.read(extract.id), image)
        freeze(image)
        with (
            closing(theirs),
            subprocess.Popen(
                [
                    sys.executable,
                    "-I",
                    "-B",
                    str(IN_JAIL),
                    str(image),
                    str(theirs),
                    str(starting.WORKER),
                    str(outside),
                ],
                stdin=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=(image, theirs),
                env={},
            ) as process,
        ):
            _, errors = process.communicate(json.dumps(SETTINGS).encode())
        assert process.returncode == 0, errors.decode()
        kind, content = worker.receive(theirs_reads)
    assert kind == b"T"
    assert outside.read_text() == "untouched"
    return json.loads(content)


REFUSED = """
read a file | write a file | list a directory | look at a file | remove a file
read its own environment | open its image again | write to its image | write to its error stream
open a socket | open a local socket | start a process | run a program | signal its parent
make memory executable | a thread from before: read a file
ptrace | process_vm_readv | unshare | mount | bpf | io_uring_setup | userfaultfd | keyctl
perf_event_open | prctl | memfd_create | pidfd_open | setuid | chroot | landlock_create_ruleset
seccomp | sendfile | dup | execveat
"""


@pytest.mark.parametrize(
    "attempt", [a.strip() for a in REFUSED.replace("\n", "|").split("|") if a.strip()]
)
def test_from_inside_nobody_can(tried: dict[str, str], attempt: str) -> None:
    assert tried[attempt] == "EPERM"


def test_every_attempt_is_in_the_table(tried: dict[str, str]) -> None:
    named = {a.strip() for a in REFUSED.replace("\n", "|").split("|")}
    assert set(tried) - named == {"rows still readable"}


def test_inside_the_engine_still_answers(tried: dict[str, str]) -> None:
    assert tried["rows still readable"] == "32"


WAYS_OUT = """
SELECT * FROM read_csv('{outside}')
SELECT * FROM '{outside}'
SELECT * FROM read_text('/etc/passwd')
SELECT * FROM read_blob('/etc/passwd')
SELECT * FROM read_blob('/proc/self/fd/3')
SELECT * FROM read_blob('/proc/self/fd/4')
SELECT * FROM read_blob('/proc/self/environ')
SELECT * FROM read_parquet('{outside}')
SELECT * FROM read_json('{outside}')
SELECT * FROM read_duckdb('/proc/self/fd/3')
SELECT * FROM read_duckdb('/proc/self/fd/4')
SELECT * FROM glob('/etc/*')
SELECT * FROM sniff_csv('{outside}')
COPY council_tax TO '{outside}'
COPY (SELECT 1) TO '.tmp/leak.csv'
COPY (SELECT 1) TO '/dev/stdout'
ATTACH '{outside}.db' AS other
ATTACH '/proc/self/fd/3' AS again
ATTACH '/proc/self/fd/4' AS again
EXPORT DATABASE '{outside}.d'
INSTALL httpfs
LOAD httpfs
LOAD '{outside}'
SET enable_external_access = true
SET lock_configuration = false
SET max_execution_time = 0
SET memory_limit = '64GB'
SET temp_directory = '/tmp'
SET threads = 64
RESET lock_configuration
PRAGMA enable_external_access
CREATE SECRET s (TYPE s3)
CREATE TABLE council_tax2 AS SELECT 1
DELETE FROM council_tax
DROP TABLE council_tax
UPDATE council_tax SET tenure = 'x'
SELECT * FROM 'https://example.org/x.csv'
"""


@pytest.mark.parametrize("sql", [line for line in WAYS_OUT.splitlines() if line])
def test_no_statement_leads_out(sealed: tuple[Bench, Extract], tmp_path: Path, sql: str) -> None:
    bench, extract = sealed
    outside = tmp_path / "outside"
    outside.write_text("a,b\n1,2\n")
    with pytest.raises((BadQuestion, OutOfLimits)):
        run(MadeUpPlan(sql.format(outside=outside)), extract, keys=bench.keys)
    assert [path.name for path in tmp_path.iterdir()] == ["outside"]
    assert outside.read_text() == "a,b\n1,2\n"


def test_every_thread_of_a_worker_is_filtered_and_without_rights(
    sealed: tuple[Bench, Extract],
) -> None:
    with _asking(sealed) as threads:
        for status in threads:
            assert status["Seccomp"] == "2"
            assert status["NoNewPrivs"] == "1"
            assert int(status["CapEff"], 16) == 0
            assert status["Uid"].split()[0] != "0"
        assert len(threads) > 2


def test_a_worker_has_three_descriptors_of_ours_and_an_empty_environment(
    sealed: tuple[Bench, Extract],
) -> None:
    with open("/etc/hostname", "rb") as secret, _asking(sealed) as threads:
        os.set_inheritable(secret.fileno(), True)
        process = int(threads[0]["Tgid"])
        assert process != os.getpid()
        if os.geteuid() == 0:
            names = {os.readlink(path) for path in Path(f"/proc/{process}/fd").iterdir()}
            assert not any(name.startswith(("/etc", "socket:", "/work", "/home")) for name in names)
            environment = Path(f"/proc/{process}/environ").read_bytes()
            assert b"PATH=" not in environment
            assert b"HOME=" not in environment


class _asking:
    """While a worker answers an endless question, the status of each of its threads."""

    def __init__(self, sealed: tuple[Bench, Extract]) -> None:
        self.bench, self.extract = sealed

    def __enter__(self) -> list[dict[str, str]]:
        end_workers()  # or an idle one might be looked at
        self.cancel = Cancel()
        self.thread = threading.Thread(target=self._ask)
        self.thread.start()
        return _threads_of_the_worker()

    def _ask(self) -> None:
        with pytest.raises(BeholdenError):
            run(
                MadeUpPlan(ENDLESS),
                self.extract,
                keys=self.bench.keys,
                limits=Limits(seconds=2 * PATIENCE),
                cancel=self.cancel,
            )

    def __exit__(self, *error: object) -> None:
        self.cancel.stop()
        self.thread.join()


def _threads_of_the_worker() -> list[dict[str, str]]:
    """Return the threads of a jailed process that a child of ours, the starter, has forked."""
    threads = until(_threads_of_a_jailed_worker)
    assert threads, "no jailed worker was seen"
    return threads


def _threads_of_a_jailed_worker() -> list[dict[str, str]]:
    seen = [s for p in Path("/proc").glob("[0-9]*") if (s := _statuses(p))]
    starters = {s[0]["Tgid"] for s in seen if s[0]["PPid"] == str(os.getpid())}
    for statuses in seen:
        if statuses[0]["PPid"] in starters and statuses[0]["Seccomp"] == "2":
            return statuses
    return []


def _statuses(process: Path) -> list[dict[str, str]]:
    try:
        texts = [(task / "status").read_text() for task in (process / "task").iterdir()]
    except OSError:
        return []
    return [
        dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line) for text in texts
    ]


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filters_jumps_stay_inside_it_and_end_in_a_verdict(machine: str) -> None:
    steps = jail.filter_steps(machine, reply=5, process=77)
    assert len(steps) < 256
    for place, (operation, yes, no, _) in enumerate(steps):
        if operation != jail._RETURN:
            assert place + 1 + max(yes, no) < len(steps)
    assert steps[-1][0] == jail._RETURN


def verdict(
    steps: list[tuple[int, int, int, int]], number: int, *arguments: int, machine: str
) -> int:
    """Run a filter as the kernel does (only the operations that it uses)."""
    data = {0: number, 4: jail._AUDIT_ARCH[machine]}
    data.update({16 + 8 * place: value for place, value in enumerate(arguments)})
    held = place = 0
    while True:
        operation, yes, no, value = steps[place]
        if operation == jail._RETURN:
            return value
        if operation == jail._LOAD:
            held, jump = data.get(value, 0), 0
        else:
            tests = {
                jail._EQUAL: held == value,
                jail._ANY_BIT: bool(held & value),
                jail._AT_LEAST: held >= value,
            }
            jump = yes if tests[operation] else no
        place += 1 + jump


ALLOW, EPERM, ENOSYS = 0x7FFF0000, 0x00050001, 0x00050026
CALLS: list[tuple[str, tuple[int, int], tuple[int, ...], int]] = [
    ("write to the reply", (1, 64), (5,), ALLOW),
    ("write elsewhere", (1, 64), (4,), EPERM),
    ("read", (0, 63), (3,), ALLOW),
    ("open", (257, 56), (), EPERM),
    ("a new thread", (56, 220), (0x10F00,), ALLOW),
    ("a new process", (56, 220), (17,), EPERM),
    ("clone3", (435, 435), (), ENOSYS),
    ("memory", (9, 222), (0, 4096, 3), ALLOW),
    ("executable memory", (9, 222), (0, 4096, 7), EPERM),
    ("protect", (10, 226), (0, 4096, 1), ALLOW),
    ("make executable", (10, 226), (0, 4096, 5), EPERM),
    ("signal itself", (234, 131), (77,), ALLOW),
    ("signal another", (234, 131), (1,), EPERM),
    ("socket", (41, 198), (), EPERM),
    ("execve", (59, 221), (), EPERM),
]


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize(
    ("name", "numbers", "arguments", "expected"),
    CALLS,
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_what_the_filter_says_of_a_call(
    machine: str, name: str, numbers: tuple[int, int], arguments: tuple[int, ...], expected: int
) -> None:
    steps = jail.filter_steps(machine, reply=5, process=77)
    number = numbers[0 if machine == "x86_64" else 1]
    assert verdict(steps, number, *arguments, machine=machine) == expected


def test_a_call_of_another_machine_or_of_the_x32_kind_kills() -> None:
    steps = jail.filter_steps("x86_64", reply=5, process=77)
    assert verdict(steps, 0, machine="aarch64") == 0x80000000
    assert verdict(steps, 0x40000000, machine="x86_64") == 0x80000000
