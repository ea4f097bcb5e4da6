from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_sessions_and_passing'),
    ]

    operations = [
        migrations.CreateModel(
            name='ResidentCode',
            fields=[
                ('asked', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('address', models.CharField(max_length=64)),
                ('code', models.CharField(max_length=64)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('expires', models.DateTimeField(db_index=True)),
            ],
        ),
    ]
