"""How many notes lead to each note: kept with it, so that what is linked most is found without counting every link."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import F

from networking.guidance.models import Note, NoteLink


def count_led() -> dict[int, int]:
    """The number of notes that lead to each note, for those to which any does.

    A note and its twin count as one, as no reader has both; one of a language does not count for one of another.
    """
    twinned = Note.objects.filter(twin__isnull=False).values_list("pk", "twin_id", "language")
    twins = {pk: (min(pk, twin or pk), language) for pk, twin, language in twinned}
    led: dict[int, set[int]] = defaultdict(set)
    pairs = NoteLink.objects.filter(target__isnull=False).exclude(source=F("target")).order_by()
    for source, target in pairs.values_list("source_id", "target_id").distinct().iterator():
        pair, theirs = twins.get(source, (source, "")), twins.get(int(target or 0))
        if theirs is None or source not in twins or pair[1] == theirs[1]:
            led[int(target or 0)].add(pair[0])
    return {pk: len(sources) for pk, sources in led.items()}


def keep_led() -> int:
    """Let each note know its number; says how many did not."""
    right = count_led()
    kept = dict(Note.every.filter(led__gt=0).order_by().values_list("pk", "led"))
    wrong: dict[int, list[int]] = defaultdict(list)
    for pk in right.keys() | kept.keys():
        if right.get(pk, 0) != kept.get(pk, 0):
            wrong[right.get(pk, 0)].append(pk)
    for number, pks in wrong.items():
        for start in range(0, len(pks), 500):
            Note.every.filter(pk__in=pks[start : start + 500]).update(led=number)
    return sum(map(len, wrong.values()))
