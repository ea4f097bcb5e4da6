"""The jail: what a worker gives up before it answers a question. Linux, no root, only ctypes.

Standard library only, and no import of the package: the worker loads this file by its path. Order
matters: rights and files first (they bind the threads that start later), the filter of system
calls last and for all threads at once (TSYNC), or the engine's own threads would go free.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import struct

NOBODY = 65534
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_SIGKILL = 9
_EPERM, _ENOSYS = 1, 38


class JailFailed(Exception):
    """A part of the jail that must hold could not be put up; named by its step."""


def _failed(step: str) -> Exception:
    """Return what to raise of a call that failed: a want of room passes, all else is JailFailed."""
    passes = ctypes.get_errno() in (errno.ENOMEM, errno.EAGAIN)
    return MemoryError(step) if passes else JailFailed(step)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: int, *, step: str) -> None:
    if _libc().prctl(option, value, 0, 0, 0) != 0:
        raise _failed(step)


def limit_resources(*, cpu_seconds: int) -> None:
    """Bound processor time, and let no file grow, no core be dumped, no memory be locked."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))
    resource.setrlimit(resource.RLIMIT_MSGQUEUE, (0, 0))


def limit_memory(more_bytes: int) -> None:
    """Bound the address space to so many bytes more than are mapped now.

    Call this when the engine and its threads run: what they reserve differs from start to start.
    """
    with open("/proc/self/statm", "rb") as file:
        mapped = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + more_bytes, mapped + more_bytes))


def forbid_more_threads() -> None:
    """Let the kernel refuse any further thread or process (RLIMIT_NPROC; root is not bound)."""
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def drop_rights() -> None:
    """Become nobody where the worker was started as root; give up new rights and inspection."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, step="no_new_privs")
    _prctl(_PR_SET_DUMPABLE, 0, step="dumpable")
    _prctl(_PR_SET_PDEATHSIG, _SIGKILL, step="pdeathsig")


def one_thread() -> None:
    """Raise JailFailed if other threads run already: Landlock would not bind them."""
    if len(os.listdir("/proc/self/task")) != 1:
        raise JailFailed("threads")


# Landlock (Linux 5.13; landlock(7)): the highest access bit by version of the interface.
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_FS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_READ_FILE, _PATH_BENEATH = 1 << 2, 1
# The engine reads its limits here as it starts and stops where it cannot; the filter of system
# calls, which comes after, closes these too.
KERNEL_TABLES = ("/proc", "/sys/fs/cgroup", "/sys/devices/system/cpu")


def close_file_system() -> bool:
    """Forbid all files but the kernel's tables, and TCP and signals where offered, by Landlock.

    Return False where the system does not offer Landlock.
    """
    call = _libc().syscall
    version = call(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    if version < 1:
        return False
    files = (1 << _LANDLOCK_FS[min(version, 5)]) - 1
    fields = [files] + ([0b11] if version >= 4 else []) + ([0b11] if version >= 6 else [])
    rules = struct.pack(f"={len(fields)}Q", *fields)
    ruleset = call(_LANDLOCK_CREATE, rules, ctypes.c_size_t(len(rules)), ctypes.c_uint32(0))
    if ruleset < 0:
        raise _failed("landlock")
    for path in filter(os.path.isdir, KERNEL_TABLES):
        _let_read(ruleset, path)
    if call(_LANDLOCK_RESTRICT, ruleset, ctypes.c_uint32(0)) != 0:
        raise _failed("landlock")
    os.close(ruleset)
    return True


def _let_read(ruleset: int, path: str) -> None:
    directory = os.open(path, os.O_PATH | os.O_CLOEXEC)
    rule = struct.pack("=Qi", _READ_FILE, directory)
    added = _libc().syscall(_LANDLOCK_ADD, ruleset, _PATH_BENEATH, rule, ctypes.c_uint32(0))
    os.close(directory)
    if added != 0:
        raise _failed("landlock")


# System calls that an engine with its file already open needs, as (x86_64, aarch64).
ALLOWED = {
    "read": (0, 63),
    "pread64": (17, 67),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "brk": (12, 214),
    "madvise": (28, 233),
    "futex": (202, 98),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "membarrier": (324, 283),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "getcpu": (309, 168),
    "gettid": (186, 178),
    "getpid": (39, 172),
    "clock_gettime": (228, 113),
    "gettimeofday": (96, 169),
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "getrandom": (318, 278),
    "rt_sigprocmask": (14, 135),
    "rt_sigaction": (13, 134),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
# Allowed for some arguments only.
_WRITE, _CLONE, _CLONE3 = (1, 64), (56, 220), (435, 435)
_MMAP, _MPROTECT, _TGKILL = (9, 222), (10, 226), (234, 131)
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE_THREAD, _PROT_EXEC = 0x00010000, 0x4
_FILTER_MODE, _TSYNC = 1, 1

# Classic BPF (bpf(4)): load a word, jump if equal / if any bit set / if greater or equal, return.
_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_KILL, _REFUSE, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_X32 = 0x40000000

_Step = tuple[int, int, int, int]


def _load(offset: int) -> _Step:
    return (_LOAD, 0, 0, offset)


def _give(verdict: int) -> _Step:
    return (_RETURN, 0, 0, verdict)


def _if_argument(number: int, index: int, test: _Step) -> list[_Step]:
    """Return steps that allow call ``number`` where the test of one argument holds, else refuse."""
    return [
        (_EQUAL, 0, 4, number),
        _load(_ARGUMENTS + 8 * index),
        test,
        _give(_REFUSE | _EPERM),
        _give(_ALLOW),
    ]


def filter_steps(machine: str, *, reply: int, process: int) -> list[_Step]:
    """Return the filter's program: what is not named is refused with EPERM.

    ``reply`` is the only descriptor that may be written; ``process`` the only target of a signal.
    A new thread is allowed, a new process is not; nothing may be made executable.
    """
    which = 0 if machine == "x86_64" else 1
    steps = [
        _load(_ARCHITECTURE),
        (_EQUAL, 1, 0, _AUDIT_ARCH[machine]),
        _give(_KILL),
        _load(_NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        _give(_KILL),
    ]
    for numbers in ALLOWED.values():
        steps += [(_EQUAL, 0, 1, numbers[which]), _give(_ALLOW)]
    # clone3 keeps its flags in memory, where a filter cannot look: the C library falls back.
    steps += [(_EQUAL, 0, 1, _CLONE3[which]), _give(_REFUSE | _ENOSYS)]
    steps += _if_argument(_WRITE[which], 0, (_EQUAL, 1, 0, reply))
    steps += _if_argument(_TGKILL[which], 0, (_EQUAL, 1, 0, process))
    steps += _if_argument(_CLONE[which], 0, (_ANY_BIT, 1, 0, _CLONE_THREAD))
    steps += _if_argument(_MMAP[which], 2, (_ANY_BIT, 0, 1, _PROT_EXEC))
    steps += _if_argument(_MPROTECT[which], 2, (_ANY_BIT, 0, 1, _PROT_EXEC))
    return [*steps, _give(_REFUSE | _EPERM)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_char_p)]


def filter_calls(*, reply: int) -> None:
    """Put the filter on all threads of this process; raise JailFailed where it cannot be."""
    machine = platform.machine()
    if machine not in _SECCOMP:
        raise JailFailed("machine")
    steps = filter_steps(machine, reply=reply, process=os.getpid())
    code = b"".join(struct.pack("=HBBI", op, yes, no, value) for op, yes, no, value in steps)
    program = _Program(len(steps), code)
    call = _libc().syscall
    done = call(_SECCOMP[machine], _FILTER_MODE, ctypes.c_uint(_TSYNC), ctypes.byref(program))
    if done != 0:
        raise _failed("seccomp")
