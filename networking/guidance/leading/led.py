"""How many notes lead to each note: kept with it, so that what is linked most is found without counting every link."""

from __future__ import annotations

from collections import Counter, defaultdict

from django.db import connection, transaction
from django.db.models import Count, F

from networking.guidance.models import Note, NoteLink

_KEEP = "UPDATE guidance_note SET led = %s WHERE id = %s"


def count_led() -> dict[int, int]:
    """The number of notes that lead to each note, for those to which any does.

    A note and its twin count as one, as no reader has both; one of a language does not count for one of another.
    """
    twinned = Note.objects.filter(twin__isnull=False).order_by()
    twins = {pk: (min(pk, twin or pk), said) for pk, twin, said in twinned.values_list("pk", "twin_id", "language")}
    links = NoteLink.objects.filter(target__isnull=False).exclude(source=F("target")).order_by()
    # Most notes have no twin: theirs the database counts itself.
    alone = links.exclude(source__in=twinned.values("pk")) if twins else links
    led = Counter(dict(alone.values_list("target_id").annotate(Count("source", distinct=True))))
    pairs: dict[int, set[int]] = defaultdict(set)
    others = links.filter(source__in=twinned.values("pk")).values_list("source_id", "target_id").distinct()
    for source, target in others.iterator() if twins else ():
        pair, theirs = twins[source], twins.get(int(target or 0))
        if theirs is None or pair[1] == theirs[1]:
            pairs[int(target or 0)].add(pair[0])
    led.update({pk: len(sources) for pk, sources in pairs.items()})
    return led


def keep_led() -> int:
    """Let each note know its number; says how many did not."""
    right = count_led()
    kept = dict(Note.every.filter(led__gt=0).order_by().values_list("pk", "led"))
    # One after another as they lie in the table: a row is long, and is written anew as a whole.
    wrong = [pk for pk in sorted(right.keys() | kept.keys()) if right.get(pk, 0) != kept.get(pk, 0)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(_KEEP, [(right.get(pk, 0), pk) for pk in wrong])
    return len(wrong)
