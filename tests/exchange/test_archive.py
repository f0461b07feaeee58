"""Everything goes out as an archive and comes into an empty account: equal, or not at all."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts.actions.journal import values_of
from contacts.mentions.keeping import recount
from contacts.mentions.tokens import TOKEN, token
from contacts.models import Change, Contact
from contacts.owned import Owned
from networking.accounts.models import User
from networking.exchange.archive import reading
from networking.exchange.archive.ids import INNER, NO_NUMBERS
from networking.exchange.archive.reading import BadArchive
from networking.exchange.archive.restoring import is_empty, restore
from networking.exchange.archive.tables import LEFT_OUT, NATURAL, shared_key, tables
from networking.exchange.archive.writing import Writing
from tests.factories import make_community, make_contact, make_entry, make_interaction, make_tag, make_user
from tests.merge_network import make_world
from tests.network import fill

pytestmark = pytest.mark.django_db
Content = dict[str, list[dict[str, Any]]]


def archived(owner: User) -> bytes:
    return b"".join(Writing(owner).pieces())


def content(owner: User) -> Content:
    """Every row of somebody, with each number of a row made its place among those of its table."""
    ours = [model for model in apps.get_models() if issubclass(model, Owned) and model._meta.label not in LEFT_OUT]
    place = {
        model._meta.label: {pk: at for at, pk in enumerate(_of(model, owner).values_list("pk", flat=True))}
        for model in ours
    }
    found = {}
    for model in ours:
        found[model._meta.label] = [_plain(row, place) for row in _of(model, owner)]
    people = _of(Contact, owner).prefetch_related("tags")
    found["tags"] = [{"tags": sorted(tag.name for tag in one.tags.all())} for one in people]
    return found


def _of(model: Any, owner: User) -> models.QuerySet[Any]:
    return model._base_manager.filter(owner=owner).order_by("pk")  # type: ignore[no-any-return]


def _plain(row: Any, place: dict[str, dict[int, int]]) -> dict[str, Any]:
    said = values_of(row)
    del said["id"], said["owner_id"]
    for field in row._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.name != "owner" and said[field.attname] is not None:
            label = field.remote_field.model._meta.label
            said[field.attname] = None if label in LEFT_OUT else place.get(label, {}).get(said[field.attname], "shared")
        elif isinstance(field, models.FileField) and said[field.name]:
            with default_storage.open(said[field.name], "rb") as file:
                said[field.name] = hash(file.read())
    if "fields" in said and isinstance(row, Change):
        said["fields"] = _history(said["fields"], place)
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    people = place["contacts.Contact"]
    return dict(json.loads(TOKEN.sub(lambda one: f"@[{one[1]} #{people.get(int(one[2]), 'nobody')}]", text)))


# What the history tells of rows beside a person, and the numbers in it.
_TOLD = {
    "date": {"id": "contacts.ImportantDate"},
    "mentorship": {"id": "contacts.Mentorship"},
    "relationship": {"id": "contacts.Relationship", "own_kind_id": "contacts.RelationshipKind"},
    "community": {"id": "communities.Community", "membership": "communities.Membership"},
}


def _places(said: dict[str, Any], numbers: dict[str, str], place: dict[str, dict[int, int]]) -> dict[str, Any]:
    found = {name: (label, said[name]) for name, label in numbers.items() if said.get(name) is not None}
    return {name: place[label].get(number, "gone") for name, (label, number) in found.items()}


def _history(fields: dict[str, Any], place: dict[str, dict[int, int]]) -> dict[str, Any]:
    tables_of = {"introduced_by_id": "contacts.Contact", "trash_id": "contacts.Trash"}
    led: dict[str, Any] = {}
    for name, label in tables_of.items():
        if name in fields:
            led[name] = [place[label].get(one, one and "gone") for one in fields[name]]
    for name, numbers in _TOLD.items():
        if name in fields:
            led[name] = [one and one | _places(one, numbers, place) for one in fields[name]]
    if "photo" in fields:
        led["photo"] = [bool(one) for one in fields["photo"]]
    return fields | led


def goes_round(owner: User) -> User:
    """Bring everything of somebody into a new account, and compare."""
    data, before = archived(owner), content(owner)
    other = make_user(email="other@example.org")
    restore(other, io.BytesIO(data))
    after = content(other)
    for label, rows in before.items():
        assert after[label] == rows, label
    return other


def test_a_row_of_everything_goes_round(owner: User) -> None:
    fill(owner, date(2026, 11, 20))
    make_community(owner=owner, entry=make_entry(name="Entry"))
    other = goes_round(owner)
    assert content(other)["communities.Community"][-1]["entry_id"] == "shared"
    assert not is_empty(other)
    assert recount(mend=False) == 0


@settings(max_examples=12, deadline=None, suppress_health_check=[*HealthCheck])
@given(seed=st.integers(0, 10_000))
def test_a_random_network_goes_round(owner: User, seed: int) -> None:
    User.objects.exclude(pk=owner.pk).delete()
    for table in reversed(tables()):
        table.model._base_manager.filter(owner=owner).delete()
    world = make_world(owner, seed)
    for one in world.people[:3]:
        other = world.dice.choice(world.people)
        one.about = f"{token(other.name, other.pk)} and {token('Nobody', 10**9)}"
        one.save()
        make_interaction(owner=owner, contacts=[one], note=f"with {token(one.name, one.pk)}")
    goes_round(owner)
    assert recount(mend=False) == 0


def test_a_mention_leads_to_the_person_as_they_are_now(owner: User) -> None:
    anna = make_contact(owner=owner, name="Anna Petrova")
    make_contact(owner=owner, name="Boris", about=f"{token('Anna Petrova', anna.pk)}, {token('Gone', 10**9)}")
    restored = goes_round(owner)
    again = Contact.objects.get(owner=restored, given_name="Anna")
    boris = Contact.objects.get(owner=restored, given_name="Boris")
    assert boris.about == f"{token('Anna Petrova', again.pk)}, {token('Gone', 0)}"


def test_the_archive_reads_well_without_the_product(owner: User) -> None:
    owner.language = "ru"
    fill(owner, date(2026, 11, 20))
    with ZipFile(io.BytesIO(archived(owner))) as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        people = [json.loads(line) for line in archive.read("tables/contacts.Contact.jsonl").splitlines()]
        names = archive.namelist()
        index = archive.read("index.html").decode()
    assert (manifest["format"], manifest["version"]) == ("svyazi-archive", 1)
    assert manifest["rows"]["contacts.Contact"] == len(people) == 2
    assert people[0]["given_name"] == "Первый"
    assert len([name for name in names if name.startswith("files/photos/")]) == 1
    assert "restore_archive" in index
    assert not [name for name in names if "feeds" in name or "accounts" in name]
    assert "password" not in json.dumps(manifest)


def test_nothing_of_somebody_else_is_in_the_archive(owner: User, stranger: User) -> None:
    make_contact(owner=stranger, name="Canary Bird")
    make_tag(owner=stranger, name="canary")
    assert b"anary" not in b"".join(_texts(archived(owner)))


def _texts(data: bytes) -> Iterator[bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        yield from (archive.read(name) for name in archive.namelist())


def test_an_account_that_is_not_empty_is_left_alone(owner: User, stranger: User) -> None:
    make_contact(owner=owner, name="Anna")
    make_contact(owner=stranger, name="Boris")
    with pytest.raises(BadArchive, match=r"not empty|не пуст"):
        restore(stranger, io.BytesIO(archived(owner)))
    assert [one.name for one in Contact.objects.filter(owner=stranger)] == ["Boris"]


def changed(data: bytes, **files: bytes | None) -> bytes:
    """The archive with some files other than they were; None takes one away."""
    made = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            short = name.rpartition("/")[2].split(".")[-2]
            if short not in files:
                new.writestr(name, old.read(name))
            elif (value := files[short]) is not None:
                new.writestr(name, value)
    return made.getvalue()


def resigned(data: bytes, table: str, turn: Any) -> bytes:
    """The archive with every row of a table changed, and sums that agree."""
    from hashlib import sha256

    with ZipFile(io.BytesIO(data)) as old:
        name = next(one for one in old.namelist() if one.endswith(f".{table}.jsonl"))
        rows = [turn(json.loads(line)) for line in old.read(name).splitlines()]
        manifest = json.loads(old.read("manifest.json"))
    lines = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    manifest["sha256"][name] = sha256(lines).hexdigest()
    return changed(data, **{table: lines, "manifest": json.dumps(manifest).encode()})


TAMPERED = {
    "another owner's person": ("Channel", lambda row: row | {"contact": 10**9}),
    "a link to nothing": ("Channel", lambda row: row | {"contact": None}),
    "a text for a number": ("Contact", lambda row: row | {"tie": "much"}),
    "a number out of bounds": ("Contact", lambda row: row | {"tie": 9}),
    "a huge number": ("Contact", lambda row: row | {"trust": 10**30}),
    "a text that is too long": ("Contact", lambda row: row | {"company": "x" * 201}),
    "a list for a text": ("Contact", lambda row: row | {"company": ["x"]}),
    "a text for a list": ("Contact", lambda row: row | {"roles": "mentor"}),
    "no such choice": ("Channel", lambda row: row | {"kind": "pigeon"}),
    "no such day": ("Contact", lambda row: row | {"met_on": "2026-02-30"}),
    "half a letter": ("Contact", lambda row: row | {"company": "\ud800"}),
    "a zero byte": ("Contact", lambda row: row | {"company": "a\x00b"}),
    "no number": ("Contact", lambda row: row | {"id": "1"}),
    "the same number twice": ("Contact", lambda row: row | {"id": 7}),
    "no row": ("Contact", lambda row: [1]),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_a_tampered_archive_is_refused_and_leaves_nothing(owner: User, case: str) -> None:
    fill(owner, date(2026, 11, 20))
    other = make_user(email="other@example.org")
    before = _photos()
    with pytest.raises(BadArchive):
        restore(other, io.BytesIO(resigned(archived(owner), *TAMPERED[case])))
    assert is_empty(other)
    assert _photos() == before


def _photos() -> list[str]:
    root = Path(default_storage.path("photos"))
    return sorted(str(path) for path in root.rglob("*.jpg"))


def _broken(data: bytes) -> dict[str, bytes]:
    return {
        "no zip": b"hello",
        "empty": b"",
        "cut": data[: len(data) // 2],
        "another zip": changed(data, manifest=None),
        "no json": changed(data, manifest=b"{"),
        "of tomorrow": changed(data, manifest=b'{"format": "svyazi-archive", "version": 2}'),
        "no parts": changed(data, manifest=b'{"format": "svyazi-archive", "version": 1}'),
        "deep": changed(data, manifest=b"[" * 100_000),
        "a table away": changed(data, Contact=None),
        "a row away": changed(data, Tag=b""),
        "a row changed": changed(data, Tag=b'{"id":1,"name":"x"}\n'),
        "a bomb": changed(data, Tag=b" " * 30_000_000),
        "not a photo": re.sub(rb"\xff\xd8\xff", b"\x00\x00\x00", data),
    }


def test_a_broken_archive_is_refused_with_a_word(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(owner, date(2026, 11, 20))
    monkeypatch.setattr(reading, "FREE_BYTES", 1_000_000)
    other = make_user(email="other@example.org")
    for case, data in _broken(archived(owner)).items():
        with pytest.raises(BadArchive) as told:
            restore(other, io.BytesIO(data))
        assert len(str(told.value)) > 20, case
        assert is_empty(other), case


@settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1, max_size=4))
def test_no_flipped_byte_is_believed(owner: User, flips: list[tuple[float, int]]) -> None:
    User.objects.filter(email="other@example.org").delete()
    if not Contact.objects.filter(owner=owner).exists():
        make_contact(owner=owner, name="Anna", about="text " * 50)
    other = make_user(email="other@example.org")
    whole = bytearray(archived(owner))
    for where, how in flips:
        whole[int(where * len(whole))] ^= how
    try:
        restore(other, io.BytesIO(bytes(whole)))
    except BadArchive:
        assert is_empty(other)
    else:
        after, before = content(other), content(owner)
        assert after["contacts.Contact"] == before["contacts.Contact"]


def test_every_place_where_numbers_of_rows_may_hide_is_known() -> None:
    labels = {table.label for table in tables()}
    for label in {*LEFT_OUT, *NATURAL}:
        assert apps.get_model(label), label
    assert "contacts.Contact" in labels
    for table in tables():
        for field in table.fields:
            shared_key(field)
            if isinstance(field, models.JSONField):
                known = {*INNER, *NO_NUMBERS}
                assert f"{table.label}.{field.name}" in known, "say in archive/ids.py whether it holds numbers of rows"
    for one in {*INNER, *NO_NUMBERS}:
        label, _dot, name = one.rpartition(".")
        assert apps.get_model(label)._meta.get_field(name)
