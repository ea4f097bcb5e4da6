"""No account that nobody opened: who did stands in the register before the account does (S9)."""

from django.db import migrations

from beholden.records.moving import InPython
from beholden.records.triggers import Change, Guard, changed, put_up, take_down

# The person of an account, and when theirs was last taken away.
_THEIRS = "records_person AS who ON who.id = {table}.person_id WHERE who.code = NEW.person"
_LAST_TAKEN = "SELECT MAX(taken_at) FROM records_accounttaken WHERE person_id = who.id"
_OPENED = (
    f"EXISTS (SELECT 1 FROM records_wayin AS way JOIN {_THEIRS.format(table='way')}"
    f" AND way.given_at >= COALESCE(({_LAST_TAKEN}), way.given_at))"
)
_AWAITED = (
    f"EXISTS (SELECT 1 FROM records_accounttaken AS taken JOIN {_THEIRS.format(table='taken')}"
    " AND taken.given_by_id IS NULL)"
)

GUARDS = (
    Guard(
        "account_opened_on_record",
        "accounts_account",
        Change.INSERT,
        f"NOT {_OPENED} OR {_AWAITED}",
    ),
    Guard("account_stays_theirs", "accounts_account", Change.UPDATE, changed("person")),
)


def forwards(_apps, schema_editor):
    """Put the guards up; the accounts that there are were opened already (records, 0038)."""
    put_up(GUARDS, schema_editor)


def backwards(_apps, schema_editor):
    """Take the guards down; no row of any table is touched."""
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Adds triggers to the accounts, which look into the register."""

    dependencies = (
        ("accounts", "0003_codes_of_residents"),
        ("records", "0038_ways_in"),
    )
    operations = (InPython(forwards, backwards),)
