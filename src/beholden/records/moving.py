"""A step of a migration that is a function of ours and not one of Django's changes of tables."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db import router
from django.db.migrations import RunPython


class InPython(RunPython):
    """Runs a function, for which the models of that moment are made only where it asks for one.

    Django makes all of them for each such step. Nearly all of ours put up guards and ask for none,
    and that was a fifth of the wait for a new home's tables.
    """

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        """Run the function."""
        del to_state
        if router.allow_migrate(schema_editor.connection.alias, app_label, **self.hints):
            run: Any = self.code
            run(ModelsOfThen(from_state), schema_editor)


class ModelsOfThen:
    """The models as they were at one moment of the migrations, in the place of Django's apps."""

    def __init__(self, state: Any) -> None:
        self._state = state

    @cached_property
    def _apps(self) -> Any:
        """What Django had put off until somebody asks is made up for; once, or none would fit."""
        self._state.clear_delayed_apps_cache()
        return self._state.apps

    def get_model(self, app_label: str, name: str) -> Any:
        """Return a model; what one step asks for are of one moment, and related to each other."""
        return self._apps.get_model(app_label, name)
