"""What an office has undertaken to do for a use by a day, and what happens when it does not."""

from .arising import undertake_conditions, undertake_considered
from .closing import (
    agree_undertaking,
    ask_more_time,
    ask_withdrawal,
    close_undertaking,
    set_aside,
)
from .giving import add_undertaking, state_undertaking
from .keeping import keep_undertakings, refuse_stopped, stopped_by

__all__ = [
    "add_undertaking",
    "agree_undertaking",
    "ask_more_time",
    "ask_withdrawal",
    "close_undertaking",
    "keep_undertakings",
    "refuse_stopped",
    "set_aside",
    "state_undertaking",
    "stopped_by",
    "undertake_conditions",
    "undertake_considered",
]
