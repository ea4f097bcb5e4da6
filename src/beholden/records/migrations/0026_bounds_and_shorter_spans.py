"""A crisis keeps to its days in the database too; what is kept is kept shorter by two people."""

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.going_back import records_of, refuse_to_let_go
from beholden.records.moving import InPython
from beholden.records.triggers import (
    Change,
    Guard,
    days_from,
    never_replaced,
    only_added_to,
    put_up,
    take_down,
)

# Moments are kept in UTC, and the council's day may be the one before or after.
_UNTIL = days_from("NEW.confirmed_at", "NEW.until")
_REVIEW = days_from("NEW.confirmed_at", "NEW.review_by")
_HELD = (
    'COALESCE((SELECT s.days FROM records_span AS s WHERE s."of" = NEW."of"'
    " AND (s.shortens IS NOT TRUE OR EXISTS"
    " (SELECT 1 FROM records_spanconfirmation AS c WHERE c.span_id = s.id))"
    " ORDER BY s.id DESC LIMIT 1),"
    " CASE NEW.\"of\" WHEN 'members' THEN 730 WHEN 'complaints' THEN 1095 ELSE 0 END)"
)

GUARDS = (
    Guard(
        "opening_keeps_to_its_days",
        "records_opening",
        Change.UPDATE,
        # Later changes, and a review after the end, are refused as they were before.
        "OLD.confirmed_at IS NULL AND NEW.confirmed_at IS NOT NULL AND NEW.review_by <= NEW.until"
        " AND ("
        f"NOT {_UNTIL} BETWEEN NEW.days - 2 AND NEW.days"
        f" OR NOT {_REVIEW} BETWEEN NEW.review_within - 2 AND NEW.review_within"
        f" OR {days_from('NEW.review_by', 'NEW.until')} <> NEW.days - NEW.review_within)",
    ),
    # Two people (S9): fewer days destroy what is past them.
    Guard(
        "shorter_span_waits",
        "records_span",
        Change.INSERT,
        "NEW.\"of\" IN ('members', 'complaints') AND NEW.shortens IS NOT TRUE"
        f" AND NEW.days < {_HELD}",
    ),
    *only_added_to("spanconfirmation"),
    *never_replaced("spanconfirmation", records_spanconfirmation_span_id_key="span_id = NEW.span_id"),
    Guard(
        "span_shortened_by_two_people",
        "records_spanconfirmation",
        Change.INSERT,
        "EXISTS (SELECT 1 FROM records_span"
        " WHERE id = NEW.span_id AND stated_by_id = NEW.confirmed_by_id)",
    ),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(apps, schema_editor):
    """Take the guards down, once no shorter span waits: without its column it would hold."""
    spans = records_of(apps, schema_editor, "Span")
    newest = spans.order_by().values("of").annotate(newest=models.Max("id")).values("newest")
    refuse_to_let_go(
        spans.filter(pk__in=newest, shortens=True, confirmation__isnull=True),
        of="the second person's word on a shorter span, which would hold at once",
        next_step="State what holds anew, or have it confirmed: beholden subject spans.",
    )
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Adds a column that old rows leave empty, and a table; then the triggers.

    A span from before has nothing in the column, and holds as it did.
    """

    dependencies = [
        ('records', '0025_api_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='span',
            name='shortens',
            field=models.BooleanField(null=True),
        ),
        migrations.CreateModel(
            name='SpanConfirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('confirmed_at', models.DateTimeField()),
                ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('span', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='confirmation', to='records.span')),
            ],
        ),
        InPython(forwards, backwards),
    ]
