"""Run inside a worker's jail by test_jail: try what a taken-over engine might, report by name.

``python -I in_jail.py IMAGE_FD REPLY_FD WORKER_PY OUTSIDE`` with the settings on its input.
"""

import ctypes
import errno
import importlib.util
import json
import mmap
import os
import platform
import socket
import sys
import threading

image, replies, worker_path, outside = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
spec = importlib.util.spec_from_file_location("worker", worker_path)
worker = importlib.util.module_from_spec(spec)
spec.loader.exec_module(worker)
X86 = platform.machine() == "x86_64"
CALLS = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "unshare": (272, 97),
    "mount": (165, 40),
    "bpf": (321, 280),
    "io_uring_setup": (425, 425),
    "userfaultfd": (323, 282),
    "keyctl": (250, 219),
    "perf_event_open": (298, 241),
    "prctl": (157, 167),
    "memfd_create": (319, 279),
    "pidfd_open": (434, 434),
    "setuid": (105, 146),
    "chroot": (161, 51),
    "landlock_create_ruleset": (444, 444),
    "seccomp": (317, 277),
    "sendfile": (40, 71),
    "dup": (32, 23),
    "execveat": (322, 281),
}
libc = ctypes.CDLL(None, use_errno=True)


def call(name):
    ctypes.set_errno(0)
    if libc.syscall(CALLS[name][0 if X86 else 1], 0, 0, 0, 0, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), "")


def process():
    if os.fork() == 0:
        os._exit(0)


TRIES = {
    "read a file": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "write a file": lambda: os.open(outside, os.O_WRONLY | os.O_CREAT),
    "list a directory": lambda: os.listdir("/"),
    "look at a file": lambda: os.stat("/etc/passwd"),
    "remove a file": lambda: os.unlink(outside),
    "read its own environment": lambda: os.open("/proc/self/environ", os.O_RDONLY),
    "open its image again": lambda: os.open(f"/proc/self/fd/{image}", os.O_RDONLY),
    "write to its image": lambda: os.write(image, b"x"),
    "write to its error stream": lambda: os.write(2, b"x"),
    "open a socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "open a local socket": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
    "start a process": process,
    "run a program": lambda: os.execv("/bin/true", ["true"]),
    "signal its parent": lambda: os.kill(os.getppid(), 0),
    "make memory executable": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC),
    **{name: (lambda name=name: call(name)) for name in CALLS},
}


def outcome(attempt):
    try:
        attempt()
    except OSError as error:
        return errno.errorcode.get(error.errno, str(error.errno))
    except (RuntimeError, ValueError) as error:
        return type(error).__name__
    return "done"


def in_a_thread_that_ran_before():
    """Try from a thread that was started before the jail closed: it must be bound too."""
    gate.wait()
    results["a thread from before: read a file"] = outcome(TRIES["read a file"])
    finished.set()


results, gate, finished = {}, threading.Event(), threading.Event()
settings = json.loads(sys.stdin.buffer.read())
walls = worker.jail()
real_filter = walls.filter_calls


def start_a_thread_then_filter(*, reply):
    threading.Thread(target=in_a_thread_that_ran_before, daemon=True).start()
    real_filter(reply=reply)


walls.filter_calls = start_a_thread_then_filter
walls.forbid_more_threads = lambda: None
worker.jail = lambda: walls
desk = worker.enclose(image, replies, settings)
for name, attempt in TRIES.items():
    results[name] = outcome(attempt)
gate.set()
finished.wait(5)
results["rows still readable"] = str(
    desk.connection.execute("SELECT count(*) FROM sealed.council_tax").fetchone()[0]
)
worker.reply(replies, b"T", json.dumps(results).encode())
os._exit(0)
