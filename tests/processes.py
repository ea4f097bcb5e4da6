"""Processes that tests start, and kill: each a copy of one that has imported what acts use."""

import multiprocessing

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["preloaded", "actions.councils"])
