"""The register's tables, each made once with all its constraints, so that none is remade."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=80, unique=True)),
                ('office', models.CharField(max_length=200)),
                ('organisation', models.CharField(max_length=200)),
                ('active', models.BooleanField(default=True)),
                ('added_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('code',),
                'constraints': [models.CheckConstraint(condition=models.Q(('code__length__gt', 0)), name='person_has_code'), models.CheckConstraint(condition=models.Q(('office__length__gt', 0)), name='person_has_office')],
            },
        ),
        migrations.CreateModel(
            name='PersonRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to='records.person')),
                ('role', models.CharField(max_length=40)),
                ('given_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'role'), name='role_held_once')],
            },
        ),
        migrations.CreateModel(
            name='Dataset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('steward', models.CharField(max_length=200)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('retention', models.CharField(blank=True, max_length=200)),
                ('made_up', models.BooleanField(default=False)),
                ('registered_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('name',),
                'constraints': [models.CheckConstraint(condition=models.Q(('steward', ''), _negated=True), name='dataset_has_steward')],
            },
        ),
        migrations.CreateModel(
            name='DatasetVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dataset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='records.dataset')),
                ('number', models.PositiveIntegerField()),
                ('path', models.CharField(max_length=300)),
                ('fingerprint', models.CharField(max_length=80)),
                ('source_fingerprint', models.CharField(blank=True, max_length=80)),
                ('rows', models.PositiveBigIntegerField()),
                ('columns', models.JSONField()),
                ('quality', models.JSONField()),
                ('registered_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('dataset', 'number'),
                'constraints': [models.UniqueConstraint(fields=('dataset', 'number'), name='one_version_per_number'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='versions_count_from_one')],
            },
        ),
        migrations.CreateModel(
            name='KeyColumn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='records.datasetversion')),
                ('column', models.CharField(max_length=40)),
                ('number', models.PositiveIntegerField()),
                ('path', models.CharField(max_length=300)),
                ('fingerprint', models.CharField(max_length=80)),
                ('rows', models.PositiveBigIntegerField()),
                ('matched', models.PositiveBigIntegerField()),
                ('method', models.JSONField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('version', 'column', 'number'),
                'constraints': [models.UniqueConstraint(fields=('version', 'column', 'number'), name='one_key_per_number'), models.CheckConstraint(condition=models.Q(('matched__lte', models.F('rows'))), name='matched_within_rows')],
            },
        ),
        migrations.CreateModel(
            name='DataUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('title', models.CharField(max_length=300)),
                ('purpose', models.TextField()),
                ('owner', models.CharField(max_length=200)),
                ('accountable_officer', models.CharField(max_length=200)),
                ('why_data', models.TextField(blank=True)),
                ('people_affected', models.CharField(blank=True, max_length=200)),
                ('personal_data', models.BooleanField()),
                ('special_category', models.BooleanField()),
                ('review', models.CharField(choices=[('light', 'Light'), ('full', 'Full')], max_length=10)),
                ('canvas', models.JSONField(default=dict)),
                ('statement', models.JSONField()),
                ('made_up', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('stated', 'Stated'), ('approved', 'Approved'), ('declined', 'Declined')], default='stated', max_length=10)),
                ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('stated_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('name',),
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='use_has_purpose'), models.CheckConstraint(condition=models.Q(('personal_data', True), ('special_category', False), _connector='OR'), name='special_category_is_personal'), models.CheckConstraint(condition=models.Q(('personal_data', False), ('review', 'full'), _connector='OR'), name='personal_data_owe_full_review'), models.CheckConstraint(condition=models.Q(('state__in', ('stated', 'approved', 'declined'))), name='use_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Consequence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consequences', to='records.datause')),
                ('order', models.PositiveSmallIntegerField()),
                ('what', models.TextField()),
                ('kind', models.CharField(choices=[('positive', 'Positive'), ('negative', 'Negative')], max_length=8)),
                ('intended', models.BooleanField()),
                ('likelihood', models.CharField(blank=True, max_length=40)),
                ('severity', models.CharField(blank=True, max_length=40)),
                ('response', models.TextField(blank=True)),
                ('measure', models.TextField(blank=True)),
                ('who', models.CharField(blank=True, max_length=200)),
                ('by', models.DateField(blank=True, null=True)),
                ('stance', models.CharField(blank=True, max_length=10)),
            ],
            options={
                'ordering': ('use', 'order'),
                'constraints': [models.UniqueConstraint(fields=('use', 'order'), name='one_consequence_per_place'), models.CheckConstraint(condition=models.Q(('stance__in', ('', 'act', 'influence', 'monitor'))), name='stance_known'), models.CheckConstraint(condition=models.Q(('kind__in', ('positive', 'negative'))), name='consequence_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Advice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='advice', to='records.datause')),
                ('meeting', models.DateField()),
                ('quorum', models.BooleanField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('use', 'meeting', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('quorum', True)), name='advice_has_quorum'), models.UniqueConstraint(fields=('use', 'meeting'), name='one_advice_per_meeting')],
            },
        ),
        migrations.CreateModel(
            name='AdvicePoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('advice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='points', to='records.advice')),
                ('point', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('condition', models.JSONField(null=True)),
            ],
            options={
                'ordering': ('advice', 'point'),
                'constraints': [models.UniqueConstraint(fields=('advice', 'point'), name='one_point_per_number')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='records.datause')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('office', models.CharField(max_length=200)),
                ('on', models.DateField()),
                ('yes', models.BooleanField()),
                ('because', models.TextField()),
                ('on_advice', models.JSONField(default=dict)),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('use', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('because', ''), _negated=True), name='decision_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('version', models.PositiveIntegerField()),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='records.datause')),
                ('starts', models.DateField()),
                ('ends', models.DateField()),
                ('document', models.JSONField()),
                ('terms', models.JSONField()),
                ('terms_hash', models.CharField(max_length=80)),
                ('state', models.CharField(choices=[('offered', 'Offered'), ('in_force', 'In force'), ('superseded', 'Superseded'), ('ended', 'Ended'), ('withdrawn', 'Withdrawn')], default='offered', max_length=12)),
                ('stated_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('stated_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('name', 'version'),
                'constraints': [models.UniqueConstraint(fields=('name', 'version'), name='one_agreement_per_version'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='agreement_versions_count_from_one'), models.UniqueConstraint(condition=models.Q(('state', 'in_force')), fields=('use',), name='one_agreement_in_force'), models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='agreement_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('ended', 'withdrawn'))), models.Q(('ended_at__isnull', True), ('state__in', ('offered', 'in_force', 'superseded'))), _connector='OR'), name='ended_agreement_has_moment')],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='records.agreement')),
                ('party', models.CharField(max_length=200)),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('terms_hash', models.CharField(max_length=80)),
                ('signed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('agreement', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('party', ''), _negated=True), name='signature_has_party'), models.UniqueConstraint(fields=('agreement', 'party'), name='party_signs_once')],
            },
        ),
        migrations.CreateModel(
            name='Extract',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extracts', to='records.datause')),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='extracts', to='records.agreement')),
                ('version', models.PositiveIntegerField()),
                ('facts', models.JSONField()),
                ('datasets', models.JSONField()),
                ('state', models.CharField(choices=[('current', 'Current'), ('destroyed', 'Key destroyed')], default='current', max_length=10)),
                ('sealed_at', models.DateTimeField()),
                ('destroyed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ('use', 'version'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'current')), fields=('use',), name='one_current_extract'), models.UniqueConstraint(fields=('use', 'version'), name='one_extract_per_version'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='extract_versions_count_from_one'), models.CheckConstraint(condition=models.Q(models.Q(('destroyed_at__isnull', False), ('state', 'destroyed')), models.Q(('destroyed_at__isnull', True), ('state', 'current')), _connector='OR'), name='destroyed_extract_has_moment')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='records.datause')),
                ('agreement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='records.agreement')),
                ('extract', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='records.extract')),
                ('question', models.TextField()),
                ('allowed', models.BooleanField()),
                ('facts', models.JSONField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('asked_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('asked_at', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('allowed', False), models.Q(('agreement__isnull', False), ('extract__isnull', False)), _connector='OR'), name='answer_has_extract')],
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=80)),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='records.datause')),
                ('receipt', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='records.receipt')),
                ('title', models.CharField(max_length=300)),
                ('checked', models.JSONField()),
                ('state', models.CharField(choices=[('requested', 'Requested'), ('approved', 'Approved'), ('declined', 'Declined'), ('published', 'Published')], default='requested', max_length=10)),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('requested_at', models.DateTimeField()),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                ('because', models.TextField(blank=True)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('path', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'ordering': ('requested_at', 'id'),
                'constraints': [models.CheckConstraint(condition=models.Q(('reviewed_by__isnull', True), models.Q(('reviewed_by', models.F('requested_by')), _negated=True), _connector='OR'), name='release_reviewed_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at__isnull', True), ('reviewed_by__isnull', True), ('state', 'requested')), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False), ('state__in', ('approved', 'declined', 'published'))), _connector='OR'), name='reviewed_release_has_reviewer'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', True)), _connector='OR'), name='published_release_has_moment')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='records.datause')),
                ('on', models.DateField()),
                ('statement', models.JSONField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.person')),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('use', 'on', 'id'),
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='LedgerHead',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('size', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_ledger_head')],
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('index', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ('act', models.CharField(max_length=40)),
                ('use', models.CharField(blank=True, max_length=80)),
                ('body', models.TextField()),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('index',),
                'constraints': [],
            },
        ),
    ]
