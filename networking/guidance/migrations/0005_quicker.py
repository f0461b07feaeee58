"""Notes say how their bytes are read, those that are there already from their latest versions; lists get indexes."""

import django.db.models.deletion
from django.db import migrations, models

_MARKS = [(b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")]


def encoding_of(raw):
    """As the import finds it: the mark at the head, else UTF-8, else windows-1251."""
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return name
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "cp1251"
    return "utf-8"


def look(apps, schema_editor):
    versions = apps.get_model("guidance", "NoteVersion").objects.order_by("pk").values_list("note_id", "raw")
    found = {note: encoding_of(bytes(raw)) for note, raw in versions.iterator(chunk_size=200)}
    notes = apps.get_model("guidance", "Note").objects
    for name in sorted({*found.values()}):
        pks = [pk for pk, encoding in found.items() if encoding == name]
        for start in range(0, len(pks), 500):
            notes.filter(pk__in=pks[start : start + 500]).update(encoding=name)


def cut(apps, schema_editor):
    """No index takes words without end, so from now on none is kept."""
    notes = apps.get_model("guidance", "Note").objects
    for pk, text in notes.values_list("pk", "search_text").iterator(chunk_size=200):
        kept = "".join(f" {word[:100]}" for word in text.split())
        if kept != text:
            notes.filter(pk=pk).update(search_text=kept)


class Migration(migrations.Migration):

    dependencies = [
        ("guidance", "0004_twins"),
    ]

    operations = [
        migrations.AddField(
            model_name="note",
            name="encoding",
            field=models.CharField(blank=True, editable=False, max_length=12),
        ),
        migrations.AlterField(
            model_name="note",
            name="changed_at",
            field=models.DateTimeField(verbose_name="changed"),
        ),
        migrations.AlterField(
            model_name="note",
            name="sort_key",
            field=models.CharField(editable=False, max_length=400),
        ),
        migrations.AlterField(
            model_name="notelink",
            name="key",
            field=models.CharField(blank=True, max_length=600),
        ),
        migrations.AlterField(
            model_name="notelink",
            name="source",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="links", to="guidance.note"),
        ),
        migrations.AlterField(
            model_name="notelink",
            name="target",
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="links_here", to="guidance.note"),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(fields=["sort_key", "language", "twin", "trashed_at"], name="guidance_by_name"),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(fields=["folder", "sort_key", "language", "twin", "trashed_at"], name="guidance_by_folder"),
        ),
        migrations.AddIndex(
            model_name="note",
            index=models.Index(fields=["-changed_at", "sort_key"], name="guidance_by_change"),
        ),
        migrations.AddIndex(
            model_name="notelink",
            index=models.Index(fields=["source", "target", "rule"], name="guidance_leads_to"),
        ),
        migrations.AddIndex(
            model_name="notelink",
            index=models.Index(fields=["target", "source", "rule"], name="guidance_led_here"),
        ),
        migrations.AddIndex(
            model_name="notelink",
            index=models.Index(condition=models.Q(("target", None)), fields=["key", "source", "rule", "target"], name="guidance_leads_nowhere"),
        ),
        migrations.AddIndex(
            model_name="notetag",
            index=models.Index(fields=["key", "note", "name"], name="guidance_tagged"),
        ),
        migrations.RunPython(look, migrations.RunPython.noop),
        migrations.RunPython(cut, migrations.RunPython.noop),
    ]
