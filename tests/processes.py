"""Processes that tests start, and kill: each a copy of one that has imported what acts use."""

import multiprocessing
import os
import sys
from multiprocessing import forkserver
from unittest.mock import patch

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["preloaded", "actions.councils"])
if "preloaded" not in sys.modules:  # in a copy it is there
    # It leaves out without a word what it cannot find, and of our path it is told by the variable.
    with patch.dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)):
        forkserver.ensure_running()
