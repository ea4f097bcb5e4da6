"""The starter: a process that has the libraries loaded and forks workers when it is asked to.

``python -I -B starter.py CONTROL_FD WORKER_PY``. Each message on the control socket brings the
descriptors of one worker (requests, replies and, for most, an image); what goes back is a
descriptor of the new process, or ``-`` alone where this system gives none. It ends when nobody
holds the other end, and its workers die with it. It has one thread, or what it forks could not be
put in jail.
"""

from __future__ import annotations

import errno
import importlib.util
import os
import socket
import sys
from contextlib import suppress
from types import ModuleType


def worker_module(path: str) -> ModuleType:
    """Load the worker's module by its path: the package is never imported."""
    spec = importlib.util.spec_from_file_location("worker", path)
    if spec is None or spec.loader is None:
        raise ImportError("worker")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fork(control: socket.socket, worker: ModuleType, descriptors: list[int]) -> int:
    """Start one worker and return its process id."""
    process = os.fork()
    if process:
        return process
    try:
        control.close()
        requests, replies, *image = descriptors
        worker.main(image[0] if image else None, requests, replies)
    finally:
        os._exit(0)


def has_handles() -> bool:
    """Return whether this system gives handles of processes (Linux 5.3), without which no jail."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except AttributeError:
        return False
    except OSError as error:
        return error.errno not in (errno.ENOSYS, errno.EPERM)
    return True


def main(control_descriptor: str, worker_path: str) -> None:
    """Load the libraries, then start one worker for each message."""
    worker = worker_module(worker_path)
    control = socket.socket(fileno=int(control_descriptor))
    start = fork if has_handles() else None
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 3)
        if not message:
            return
        process = start(control, worker, descriptors) if start else 0
        for descriptor in descriptors:
            os.close(descriptor)
        if not process:
            control.send(b"-")
            continue
        handle = os.pidfd_open(process)
        socket.send_fds(control, [b"."], [handle])
        os.close(handle)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


if __name__ == "__main__":
    main(*sys.argv[1:3])
