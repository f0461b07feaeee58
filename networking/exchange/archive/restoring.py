"""An archive comes into an empty account: all of it in one transaction, or nothing."""

from __future__ import annotations

import secrets
from io import BytesIO
from itertools import islice
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _
from PIL import Image

from contacts.columns import field_of
from contacts.photos import FORMATS, MOST_PIXELS
from networking.exchange.archive import ids as inner
from networking.exchange.archive.packing import unpacked
from networking.exchange.archive.reading import Archive, BadArchive, damaged
from networking.exchange.archive.tables import SETTINGS, Pairs, Table, pairs, shared_key, tables
from networking.exchange.archive.writing import ACCOUNT

if TYPE_CHECKING:
    from networking.accounts.models import User

ROWS = 1_000
Line = tuple[int, Any]


def is_empty(owner: User) -> bool:
    """Whether nothing is in an account but settings."""
    ours = (one.model for one in tables() if one.label not in SETTINGS)
    return not any(model._base_manager.filter(owner=owner.pk).exists() for model in ours)


def restore(owner: User, file: IO[bytes]) -> dict[str, int]:
    """Bring an archive into an empty account; returns how many rows each table got.

    Raises BadArchive, with nothing changed, when the account is not empty or the archive cannot be believed.
    """
    archive = Archive(file)
    restoring = _Restoring(owner, archive)
    try:
        with transaction.atomic():
            # One after another: of two at the same time the second finds the account full.
            get_user_model()._base_manager.select_for_update().get(pk=owner.pk)
            if not is_empty(owner):
                raise BadArchive(_("The account is not empty: an archive comes into an empty one only."))
            restoring.run()
    except BaseException as error:
        restoring.forget_files()
        if isinstance(error, DatabaseError | ValueError | OverflowError) and not isinstance(error, BadArchive):
            raise damaged(restoring.where) from error
        raise
    return restoring.counts


class _Restoring:
    def __init__(self, owner: User, archive: Archive) -> None:
        self.owner, self.archive = owner, archive
        self.ids = inner.Ids()
        self.counts: dict[str, int] = {}
        self.natural: dict[str, dict[Any, Any]] = {}
        self.made: list[str] = []
        # What can be said only when everybody is there: rows with links to later ones, and texts with mentions.
        self.links: list[tuple[Table, int, str, int]] = []
        self.texts: list[tuple[Table, int, str, str]] = []
        self.where = ""

    def run(self) -> None:
        # What holds numbers in its texts waits until every number is known.
        for table in sorted(tables(), key=_waits):
            self._table(table)
        for pair in pairs():
            self._pairs(pair)
        self._lead()
        self._settings()

    def forget_files(self) -> None:
        for name in self.made:
            default_storage.delete(name)

    def _table(self, table: Table) -> None:
        self.where = table.file
        new = self.ids.rows.setdefault(table.label, {})
        if table.label in SETTINGS:
            table.model._base_manager.filter(owner=self.owner.pk).delete()
        lines = self.archive.lines(table.file)
        size = min(ROWS, connection.ops.bulk_batch_size([*table.fields], [None] * ROWS) or ROWS)
        while some := [*islice(lines, size)]:
            rows = [self._row(table, line) for line in some]
            fields = [one for one in table.model._meta.concrete_fields if not one.primary_key]
            key = table.model._meta.pk
            # As they were, with the days on which they were made: nothing is filled in.
            insert = table.model._base_manager.all()._insert  # type: ignore[attr-defined]  # how Django itself does it
            made = insert([row for row, _later in rows], fields=fields, returning_fields=[key], using=None, raw=True)
            for (_number, said), (pk,), (_row, later) in zip(some, made, rows, strict=True):
                if said["id"] in new:
                    raise damaged(table.file)
                new[said["id"]] = pk
                self._remember(table, pk, later)
        if len(new) != self.archive.count(table.label):
            raise damaged(table.file)
        self.counts[table.label] = len(new)

    def _remember(self, table: Table, pk: int, later: dict[str, Any]) -> None:
        for name, value in later.items():
            if name in table.links:
                self.links.append((table, pk, name, value))
            else:
                self.texts.append((table, pk, name, value))

    def _row(self, table: Table, line: Line) -> tuple[models.Model, dict[str, Any]]:
        """A row that is not saved yet, and what of it has to wait."""
        number, said = line
        self.where = f"{table.file}, {number}"
        if not isinstance(said, dict) or not isinstance(said.get("id"), int):
            raise damaged(self.where)
        row: Any = table.model(owner_id=self.owner.pk)
        later: dict[str, Any] = {}
        for field in table.fields:
            # A column that is younger than the archive keeps its default.
            if field.name not in said:
                continue
            try:
                value = self._value(table, field, said[field.name], later)
            except (ValidationError, TypeError, ArithmeticError) as error:
                raise damaged(f"{self.where}, {field.name}") from error
            setattr(row, field.attname, value)
        return row, later

    def _value(self, table: Table, field: models.Field[Any, Any], value: Any, later: dict[str, Any]) -> Any:
        if field.name in table.links:
            return self._link(table, field, value, later)
        if isinstance(field, models.ForeignKey):
            return self._shared(field, value)
        if isinstance(field, models.FileField):
            return self._file(value)
        value = unpacked(field, value)
        if mend := inner.INNER.get(f"{table.label}.{field.name}"):
            value = mend(value, self.ids)
        if isinstance(value, str) and "@[" in value and isinstance(field, models.CharField | models.TextField):
            if inner.PEOPLE in self.counts:
                return inner.text(value, self.ids, field.max_length)
            later[field.name] = value
        return inner.inner_texts(value, self.ids) if isinstance(value, dict | list) else value

    def _link(self, table: Table, field: models.Field[Any, Any], value: Any, later: dict[str, Any]) -> int | None:
        label = table.links[field.name]
        if value is None:
            if not field.null:
                raise ValidationError("null")
            return None
        if label in self.counts:
            pk = self.ids.of(label, value)
            if pk is None:
                raise ValidationError("link")
            return pk
        if not field.null:
            raise ValidationError("link")
        later[field.name] = value
        return None

    def _shared(self, field: models.ForeignKey[Any, Any], value: Any) -> Any:
        key, model = shared_key(field), field.remote_field.model
        if not key:
            # What this leads to stays behind, see LEFT_OUT.
            return None
        if key == "pk":
            return self.owner.pk if value == "me" else None
        label = model._meta.label
        if label not in self.natural:
            self.natural[label] = dict(model._base_manager.values_list(key, "pk"))
        return self.natural[label].get(value) if isinstance(value, str) else None

    def _file(self, name: Any) -> str:
        """Keep a photo under a new name; empty when the archive has none of it."""
        if not isinstance(name, str):
            raise ValidationError("kind")
        data = self.archive.file(name) if name else None
        if data is None:
            return ""
        _check_photo(data, name)
        kept = f"photos/{self.owner.pk}/{secrets.token_hex(16)}.jpg"
        self.made.append(default_storage.save(kept, ContentFile(data)))
        self.ids.files[name] = self.made[-1]
        return self.made[-1]

    def _pairs(self, pair: Pairs) -> None:
        self.where = pair.file
        mine, theirs = pair.model._meta.label, pair.target_model._meta.label
        lines, count = self.archive.lines(pair.file), 0
        while some := [*islice(lines, ROWS)]:
            pair.through._base_manager.bulk_create(self._joined(pair, mine, theirs, said) for _number, said in some)
            count += len(some)
        if count != self.archive.count(pair.label):
            raise damaged(pair.file)
        self.counts[pair.label] = count

    def _joined(self, pair: Pairs, mine: str, theirs: str, said: Any) -> models.Model:
        one, other = said if isinstance(said, list) and len(said) == 2 else (None, None)
        here, there = self.ids.of(mine, one), self.ids.of(theirs, other)
        if here is None or there is None:
            raise damaged(pair.file)
        return pair.through(**{f"{pair.source}_id": here, f"{pair.target}_id": there})

    def _lead(self) -> None:
        """Say what had to wait."""
        for table, pk, name, old in self.links:
            self.where = table.file
            new = self.ids.of(table.links[name], old)
            if new is None:
                raise damaged(f"{table.file}, {name}")
            table.model._base_manager.filter(pk=pk).update(**{name: new})
        for table, pk, name, said in self.texts:
            longest = field_of(table.model, name).max_length
            table.model._base_manager.filter(pk=pk).update(**{name: inner.text(said, self.ids, longest)})

    def _settings(self) -> None:
        """The language, time zone and colours of the account; its name only where it has none."""
        said = self.archive.manifest["account"]
        for name in ACCOUNT:
            if name in said and not (name == "name" and self.owner.name):
                try:
                    setattr(self.owner, name, unpacked(field_of(self.owner, name), said[name]))
                except ValidationError as error:
                    raise damaged(f"manifest.json, {name}") from error
        self.owner.save(update_fields=ACCOUNT)


def _waits(table: Table) -> bool:
    return any(f"{table.label}.{field.name}" in inner.INNER for field in table.fields)


def _check_photo(data: bytes, name: str) -> None:
    where = PurePosixPath(name).name[:80]
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            small = picture.width * picture.height <= MOST_PIXELS
    except Exception as error:  # a decoder may raise anything on bytes that were made to break it
        raise damaged(where) from error
    if not small:
        raise damaged(where)
