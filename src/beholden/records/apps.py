"""The Django app of the records."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The records, under the label ``records``."""

    name = "beholden.records"
    label = "records"
    verbose_name = "Register of data uses"
