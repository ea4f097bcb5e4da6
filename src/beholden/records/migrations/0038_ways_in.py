"""Who gave whom a way in: no account is handed over by who may be who took it away (S9)."""

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.assuming import assume_ways_in
from beholden.records.going_back import records_of, refuse_to_let_go
from beholden.records.moving import InPython
from beholden.records.triggers import Change, Guard, never_replaced, only_added_to, put_up, take_down

# Whoever may stand behind somebody: who gave them a way in, who gave these one, and so on.
_BEHIND = (
    "{name}(who) AS ({first} UNION SELECT way.given_by_id FROM records_wayin AS way"
    " JOIN {name} ON way.person_id = {name}.who)"
)
_TAKER = (
    "SELECT taken_by_id FROM records_accounttaken WHERE id ="
    " (SELECT MAX(id) FROM records_accounttaken WHERE person_id = NEW.person_id)"
)
_MAY_BE_ONE = (
    f"EXISTS (WITH RECURSIVE {_BEHIND.format(name='taker', first=_TAKER)},"
    f" {_BEHIND.format(name='giver', first='SELECT NEW.given_by_id')}"
    " SELECT 1 FROM taker JOIN giver ON taker.who = giver.who)"
)
_TAKEN_BEFORE = "EXISTS (SELECT 1 FROM records_accounttaken WHERE person_id = NEW.person_id)"
_ON_RECORD = (
    "EXISTS (SELECT 1 FROM records_wayin WHERE person_id = NEW.person_id"
    " AND given_by_id = NEW.given_by_id AND given_at = NEW.given_at)"
)

GUARDS = (
    *only_added_to("wayin"),
    *never_replaced("wayin"),
    *never_replaced("accounttaken"),
    Guard(
        "account_given_from_elsewhere",
        "records_wayin",
        Change.INSERT,
        f"{_TAKEN_BEFORE} AND (NEW.given_by_id = NEW.person_id OR {_MAY_BE_ONE})",
    ),
    Guard(
        "account_given_on_record",
        "records_accounttaken",
        Change.UPDATE,
        "NEW.given_by_id IS NOT NULL AND (NEW.given_by_id = NEW.person_id"
        f" OR (NOT COALESCE(NEW.sent, false) AND NOT {_ON_RECORD}))",
    ),
    Guard(
        "account_begins_taken",
        "records_accounttaken",
        Change.INSERT,
        "NEW.given_by_id IS NOT NULL",
    ),
)


def forwards(apps, schema_editor):
    """Assume that whoever was there first opened every account there is; put the guards up."""
    assume_ways_in(
        people=records_of(apps, schema_editor, "Person"),
        roles=records_of(apps, schema_editor, "PersonRole"),
        ways=records_of(apps, schema_editor, "WayIn"),
        signing_in=_with_account(schema_editor.connection),
    )
    put_up(GUARDS, schema_editor)


def _with_account(connection):
    """Return the codes of those who have an account; a register without pages has none."""
    with connection.cursor() as cursor:
        if "accounts_account" not in connection.introspection.table_names(cursor):
            return []
        cursor.execute("SELECT person FROM accounts_account")
        return [code for (code,) in cursor.fetchall()]


def backwards(apps, schema_editor):
    """Take the guards down, unless who may not give an account again would be forgotten."""
    refuse_to_let_go(
        records_of(apps, schema_editor, "AccountTaken").filter(given_by__isnull=True),
        of="accounts that were taken away and not given again",
        next_step="Have another administrator give each, then go back.",
    )
    take_down(GUARDS, schema_editor)


def _person(related_name="+"):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to="records.person",
    )


class Migration(migrations.Migration):
    """Adds a table and a column, then the triggers."""

    dependencies = (("records", "0037_begun_forms"),)
    operations = (
        migrations.CreateModel(
            name="WayIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_at", models.DateTimeField()),
                ("assumed", models.BooleanField(default=False)),
                ("given_by", _person()),
                ("person", _person(related_name="ways_in")),
            ],
        ),
        # Without a value of its own: SQLite would else build the table anew and lose its triggers.
        migrations.AddField("accounttaken", "sent", models.BooleanField(null=True)),
        InPython(forwards, backwards),
    )
