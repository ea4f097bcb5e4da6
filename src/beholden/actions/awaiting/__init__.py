"""What awaits each officer, decided from the record: what, why, since when, by when."""

from .asking import awaiting
from .items import Awaiting, Awaits
from .listed_tasks import TaskState, UseTask, UseTasks
from .next_steps import UseAtWork, uses_at_work
from .tasks import use_tasks

__all__ = [
    "Awaiting",
    "Awaits",
    "TaskState",
    "UseAtWork",
    "UseTask",
    "UseTasks",
    "awaiting",
    "use_tasks",
    "uses_at_work",
]
