"""Notes keep their list of contents, what their checklists are called and how many notes lead to them.

Those that are there are made anew at the next start.
"""

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
        migrations.AddField(
            model_name="note",
            name="led",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(fields=["-led", "sort_key", "language", "twin", "trashed_at"], name="guidance_by_led"),
        ),
    ]
