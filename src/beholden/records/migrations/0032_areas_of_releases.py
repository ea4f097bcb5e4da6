"""What is approved is published: the version of areas that a release is mapped on."""

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.going_back import records_of, refuse_to_let_go
from beholden.records.moving import InPython
from beholden.records.triggers import (
    Change,
    Guard,
    never_replaced,
    only_added_to,
    put_up,
    take_down,
)

GUARDS = (
    *only_added_to("releaseareas"),
    *never_replaced("releaseareas", key="release_id"),
    Guard(
        "release_mapped_before_its_review",
        "records_releaseareas",
        Change.INSERT,
        "NOT EXISTS (SELECT 1 FROM records_release"
        " WHERE id = NEW.release_id AND state = 'requested')",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(apps, schema_editor):
    """Take the guards down, once no map waits for its review or to be published."""
    refuse_to_let_go(
        records_of(apps, schema_editor, "ReleaseAreas").filter(
            release__state__in=("requested", "approved")
        ),
        of="maps of releases that are not published yet",
        next_step="Publish or decline these releases: beholden release list.",
    )
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Makes one table, then its triggers."""

    dependencies = [
        ('records', '0031_counted_quickly'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReleaseAreas',
            fields=[
                ('release', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='on_areas', serialize=False, to='records.release')),
                ('areas', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.areasversion')),
            ],
        ),
        InPython(forwards, backwards),
    ]
