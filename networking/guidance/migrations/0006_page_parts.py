"""Notes keep their list of contents and what their checklists are called; those that are there are made anew at start."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("guidance", "0005_quicker"),
    ]

    operations = [
        migrations.AddField(
            model_name="note",
            name="contents",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="note",
            name="tasks",
            field=models.JSONField(default=list, editable=False),
        ),
    ]
