"""Forms that were begun and not sent: their person's alone, and gone when they are sent or old."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a table. It has no triggers: nothing in it is on record."""

    dependencies = (("records", "0036_accounts_given_by_another"),)
    operations = (
        migrations.CreateModel(
            name="BegunForm",
            fields=[
                ("id", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("address", models.CharField(max_length=1000)),
                ("sealed", models.BinaryField()),
                ("kept_at", models.DateTimeField(db_index=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="begun_forms",
                        to="records.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "address"), name="form_begun_once"),
                ],
            },
        ),
    )
