"""The worker: a process that does what is due, once or until it is told to end."""

from .beside import WorkerBeside
from .looping import Told, work_on
from .pages_jobs import PAGES, forget_what_passed

__all__ = ["PAGES", "Told", "WorkerBeside", "forget_what_passed", "work_on"]
