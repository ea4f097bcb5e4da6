"""Who gave a role: nobody gives themselves one, and after the first somebody gives each."""

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.moving import InPython
from beholden.records.triggers import Change, Guard, put_up, take_down

GUARDS = (
    # The first of all is the first administrator's, who comes with the home. Roles from before this
    # migration have nobody either, and stay as they are.
    Guard(
        "role_given_by_somebody",
        "records_personrole",
        Change.INSERT,
        "NEW.given_by_id IS NULL AND EXISTS (SELECT 1 FROM records_personrole)",
    ),
    # Else one could be given to another and then be moved.
    Guard("role_stays_as_given", "records_personrole", Change.UPDATE),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(_apps, schema_editor):
    """Take the guards down."""
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Adds a column and its constraint, then the triggers, which a rebuilt table would lose."""

    dependencies = [
        ('records', '0021_drafted_by'),
    ]

    operations = [
        migrations.AddField(
            model_name='personrole',
            name='given_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person'),
        ),
        migrations.AddConstraint(
            model_name='personrole',
            constraint=models.CheckConstraint(condition=models.Q(('given_by__isnull', True), models.Q(('given_by', models.F('person')), _negated=True), _connector='OR'), name='role_given_by_another'),
        ),
        InPython(forwards, backwards),
    ]
