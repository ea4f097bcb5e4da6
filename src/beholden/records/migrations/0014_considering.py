"""Triage, canvases in versions, design reviews and advice on the DPIA; nothing of it is replaced."""

import django.db.models.deletion
from django.db import migrations, models

from beholden.records.moving import InPython
from beholden.records.triggers import (
    Change,
    Guard,
    never_replaced,
    only_added_to,
    put_up,
    take_down,
)

_AREAS = (
    "sources", "rights", "limitations", "ethical-legislative", "reasons", "positive-effects",
    "negative-effects", "mitigations", "engaging", "communicating", "openness", "sharing",
    "implementation", "review", "actions",
)

_SEEN = (
    "(EXISTS (SELECT 1 FROM records_advice WHERE use_id = NEW.use_id)"
    " OR EXISTS (SELECT 1 FROM records_decision WHERE use_id = NEW.use_id))"
)


def _own(person):
    """Return the fault of somebody who judges a use that they stated (S9)."""
    return (
        "EXISTS (SELECT 1 FROM records_datause"
        f" WHERE id = NEW.use_id AND stated_by_id = NEW.{person}_id)"
    )


GUARDS = (
    *only_added_to("triage"),
    *never_replaced("triage"),
    Guard("triage_before_advice", "records_triage", Change.INSERT, _SEEN),
    *only_added_to("canvasversion"),
    *never_replaced(
        "canvasversion",
        one_canvas_version_per_number=(
            "use_id = NEW.use_id AND area = NEW.area AND number = NEW.number"
        ),
    ),
    *only_added_to("designreview"),
    *never_replaced("designreview"),
    Guard("design_reviewed_by_another", "records_designreview", Change.INSERT, _own("reviewed_by")),
    *only_added_to("dpiaadvice"),
    *never_replaced("dpiaadvice"),
    Guard("dpia_advised_by_another", "records_dpiaadvice", Change.INSERT, _own("advised_by")),
)


def forwards(apps, schema_editor):
    """Give every area that a use answered already its first version, then put the guards up."""
    first_versions(apps, schema_editor.connection.alias)
    put_up(GUARDS, schema_editor)


def first_versions(apps, alias):
    """Keep what each use says in a plain text as the first version of that area."""
    versions = apps.get_model("records", "CanvasVersion").objects.using(alias)
    for use in apps.get_model("records", "DataUse").objects.using(alias).select_related("stated_by"):
        canvas = use.canvas if isinstance(use.canvas, dict) else {}
        for area in _AREAS:
            text = canvas.get(area)
            if isinstance(text, str) and text.strip():
                versions.create(
                    use=use,
                    area=area,
                    number=1,
                    status="complete",
                    text=text.strip(),
                    said={"says": text.strip(), "status": "complete"},
                    filled_by=use.stated_by,
                    office=use.stated_by.office,
                    filled_at=use.stated_at,
                )


def backwards(_apps, schema_editor):
    """Take the guards down."""
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Adds two columns that may be empty, which SQLite does without remaking a table, and four tables."""

    dependencies = [
        ('records', '0013_members_kept'),
    ]

    operations = [
        migrations.AddField(
            model_name='consequence',
            name='affects',
            field=models.TextField(null=True),
        ),
        migrations.AddField(
            model_name='decision',
            name='dpia',
            field=models.JSONField(null=True),
        ),
        migrations.CreateModel(
            name='Triage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField(default=dict)),
                ('owed', models.JSONField()),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='triages', to='records.datause')),
            ],
            options={
                'ordering': ('use', 'id'),
            },
        ),
        migrations.CreateModel(
            name='CanvasVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('area', models.CharField(max_length=40)),
                ('number', models.PositiveSmallIntegerField()),
                ('status', models.CharField(max_length=12)),
                ('text', models.TextField(blank=True)),
                ('said', models.JSONField()),
                ('office', models.CharField(max_length=200)),
                ('filled_at', models.DateTimeField()),
                ('advised', models.PositiveSmallIntegerField(default=0)),
                ('filled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='canvas_versions', to='records.datause')),
            ],
            options={
                'ordering': ('use', 'area', 'number'),
                'constraints': [models.UniqueConstraint(fields=('use', 'area', 'number'), name='one_canvas_version_per_number'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='canvas_versions_count_from_one'), models.CheckConstraint(condition=models.Q(('status__in', ('not begun', 'in progress', 'for review', 'complete'))), name='canvas_status_known')],
            },
        ),
        migrations.CreateModel(
            name='DesignReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=200)),
                ('on', models.DateField()),
                ('findings', models.JSONField()),
                ('verdict', models.CharField(max_length=24)),
                ('conditions', models.JSONField(default=list)),
                ('recorded_at', models.DateTimeField()),
                ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='design_reviews', to='records.datause')),
            ],
            options={
                'ordering': ('use', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('verdict__in', ('approved', 'approved with conditions', 'not approved'))), name='design_verdict_known')],
            },
        ),
        migrations.CreateModel(
            name='DpiaAdvice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(max_length=200)),
                ('on', models.DateField()),
                ('says', models.TextField()),
                ('proceed', models.CharField(max_length=20)),
                ('residual_risk', models.CharField(max_length=6)),
                ('recorded_at', models.DateTimeField()),
                ('advised_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dpia_advice', to='records.datause')),
            ],
            options={
                'ordering': ('use', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('says', ''), _negated=True), name='dpia_advice_says_something'), models.CheckConstraint(condition=models.Q(('proceed__in', ('yes', 'with measures', 'no'))), name='dpia_advice_known'), models.CheckConstraint(condition=models.Q(('residual_risk__in', ('low', 'medium', 'high'))), name='residual_risk_known')],
            },
        ),
        InPython(forwards, backwards),
    ]
