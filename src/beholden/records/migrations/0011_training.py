"""Training: courses, attempts with their marks, certificates, and which right needs which course."""

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

GUARDS = (
    *only_added_to("courseversion"),
    *never_replaced(
        "courseversion", one_course_per_version="code = NEW.code AND version = NEW.version"
    ),
    Guard(
        "course_goes_forward",
        "records_courseversion",
        Change.INSERT,
        "EXISTS (SELECT 1 FROM records_courseversion"
        " WHERE code = NEW.code AND version > NEW.version)",
    ),
    *only_added_to("courseattempt"),
    *never_replaced("courseattempt"),
    *only_added_to("sectionread"),
    *never_replaced(
        "sectionread", section_read_once="attempt_id = NEW.attempt_id AND section = NEW.section"
    ),
    *only_added_to("courseresult"),
    *never_replaced("courseresult", "attempt_id"),
    *only_added_to("certificate"),
    *never_replaced("certificate", records_certificate_result_id_key="result_id = NEW.result_id"),
    Guard(
        "certificate_of_a_pass",
        "records_certificate",
        Change.INSERT,
        "NOT EXISTS (SELECT 1 FROM records_courseresult"
        " WHERE attempt_id = NEW.result_id AND passed)",
    ),
    *only_added_to("trainingrule"),
    *never_replaced("trainingrule"),
)


def forwards(_apps, schema_editor):
    """Put the guards up."""
    put_up(GUARDS, schema_editor)


def backwards(_apps, schema_editor):
    """Take the guards down."""
    take_down(GUARDS, schema_editor)


class Migration(migrations.Migration):
    """Makes six tables, each once with all its constraints, then their triggers."""

    dependencies = [
        ('records', '0010_opt_outs'),
    ]

    operations = [
        migrations.CreateModel(
            name='CourseVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80)),
                ('version', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('audience', models.CharField(max_length=20)),
                ('text', models.TextField()),
                ('fingerprint', models.CharField(max_length=80)),
                ('published_on', models.DateField()),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'ordering': ('code', 'version'),
                'constraints': [
                    models.UniqueConstraint(fields=('code', 'version'), name='one_course_per_version'),
                    models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='course_versions_count_from_one'),
                ],
            },
        ),
        migrations.CreateModel(
            name='CourseAttempt',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('begun_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='records.courseversion')),
            ],
            options={
                'ordering': ('begun_at', 'id'),
            },
        ),
        migrations.CreateModel(
            name='SectionRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.PositiveIntegerField()),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='read', to='records.courseattempt')),
            ],
            options={
                'ordering': ('attempt', 'section'),
                'constraints': [models.UniqueConstraint(fields=('attempt', 'section'), name='section_read_once')],
            },
        ),
        migrations.CreateModel(
            name='TrainingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('statement', models.JSONField()),
                ('holds_from', models.DateField()),
                ('stated_at', models.DateTimeField()),
                ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.CreateModel(
            name='CourseResult',
            fields=[
                ('attempt', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='result', serialize=False, to='records.courseattempt')),
                ('answers', models.JSONField()),
                ('score', models.PositiveSmallIntegerField()),
                ('passed', models.BooleanField()),
                ('marked_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('score__lte', 100)), name='score_is_in_per_cent')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('issued', models.DateField()),
                ('expires', models.DateField()),
                ('salt', models.CharField(max_length=32)),
                ('fingerprint', models.CharField(max_length=80)),
                ('entry', models.PositiveBigIntegerField()),
                ('result', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='certificate', to='records.courseresult')),
            ],
            options={
                'ordering': ('issued', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('expires__gt', models.F('issued'))), name='certificate_lasts_a_while')],
            },
        ),
        InPython(forwards, backwards),
    ]
