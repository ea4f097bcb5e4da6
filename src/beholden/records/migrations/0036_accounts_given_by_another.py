"""Accounts that were taken away: whoever did so gives nobody a way in again (S9)."""

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.going_back import records_of, refuse_to_let_go
from beholden.records.moving import InPython
from beholden.records.triggers import Change, Guard, changed, never_deleted, put_up, take_down

GUARDS = (
    # Else who took it could be written over by whoever would give it again.
    Guard(
        "account_taken_stays",
        "records_accounttaken",
        Change.UPDATE,
        f"OLD.given_by_id IS NOT NULL OR {changed('id', 'person_id', 'taken_by_id', 'taken_at')}",
    ),
    *never_deleted("accounttaken"),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(apps, schema_editor):
    """Take the guards down, unless who may not give an account again would be forgotten."""
    refuse_to_let_go(
        records_of(apps, schema_editor, "AccountTaken").filter(given_by__isnull=True),
        of="accounts that were taken away and not given again",
        next_step="Have another administrator give each, then go back.",
    )
    take_down(GUARDS, schema_editor)


def _person(related_name="+", null=False):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to="records.person",
        null=null,
    )


class Migration(migrations.Migration):
    """Adds a table, then its triggers."""

    dependencies = (("records", "0035_judged_with_reason"),)
    operations = (
        migrations.CreateModel(
            name="AccountTaken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("taken_at", models.DateTimeField()),
                ("given_at", models.DateTimeField(null=True)),
                ("given_by", _person(null=True)),
                ("person", _person(related_name="accounts_taken")),
                ("taken_by", _person()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("given_by__isnull", True)),
                        fields=("person",),
                        name="account_taken_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("given_by__isnull", True),
                            models.Q(("given_by", models.F("taken_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="account_given_by_another",
                    ),
                ],
            },
        ),
        InPython(forwards, backwards),
    )
