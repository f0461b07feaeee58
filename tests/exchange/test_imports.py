"""From a file to the network and back: the preview, the choice, the run in steps, the undo."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contacts.models import Channel, Contact, ImportantDate, Interaction, Trash
from contacts.recounting import recount
from networking.accounts.models import User
from networking.exchange.actions import bringing, carrying_out, undoing
from networking.exchange.actions.preview import preview
from networking.exchange.models import Choice, ContactSource, ImportBatch, ImportRow, State, Verdict
from tests.exchange.places import FILES
from tests.factories import make_channel, make_contact, make_promise

pytestmark = pytest.mark.django_db


def looked_at(owner: User, data: bytes | Path, **options: Any) -> ImportBatch:
    content = data.read_bytes() if isinstance(data, Path) else data
    return preview(owner=owner, file=BytesIO(content), name="file", **options)


def brought_in(owner: User, data: bytes | Path, **options: Any) -> ImportBatch:
    batch = looked_at(owner, data, **options)
    while batch.state in (State.PREVIEW, State.RUNNING):
        batch = carrying_out.run_step(owner=owner, batch=batch)
    return batch


def taken_back(owner: User, batch: ImportBatch) -> ImportBatch:
    while batch.state != State.UNDONE:
        batch = undoing.undo_step(owner=owner, batch=batch)
    return batch


def cards(*names: str) -> bytes:
    return "".join(f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEND:VCARD\n" for name in names).encode()


def test_three_files_of_one_life_are_one_person_and_the_middle_one_can_be_undone(owner: User) -> None:
    brought_in(owner, FILES / "life.vcf")
    middle = brought_in(owner, FILES / "life.csv")
    brought_in(owner, FILES / "life.json", talks=True)
    person = Contact.objects.for_owner(owner).get()
    assert (person.company, str(person.met_on), person.about) == ("Globex", "2019-01-03", "Met at the fair")
    assert {one.format for one in ContactSource.objects.for_owner(owner)} == {"vcard", "linkedin", "telegram"}
    assert {one.kind for one in person.channels.all()} == {"phone", "email", "linkedin"}
    assert [str(day) for day in Interaction.objects.for_owner(owner).order_by("day").values_list("day", flat=True)] == [
        "2024-11-14",
        "2024-11-20",
    ]
    taken_back(owner, middle)
    person = Contact.objects.for_owner(owner).get()
    assert (person.company, person.position, person.met_on) == ("", "", None)
    assert {one.kind for one in person.channels.all()} == {"phone", "email"}
    assert {one.format for one in ContactSource.objects.for_owner(owner)} == {"vcard", "telegram"}
    assert Interaction.objects.for_owner(owner).count() == 2
    assert [one for one in recount(mend=False) if one.wrong] == []


@pytest.mark.parametrize("name", ["life.vcf", "life.csv", "life.json"])
def test_the_same_file_twice_brings_nothing_new(owner: User, name: str) -> None:
    brought_in(owner, FILES / name, talks=True)
    before = [model.objects.count() for model in (Contact, Channel, ImportantDate, Interaction, ContactSource)]
    again = brought_in(owner, FILES / name, talks=True)
    assert [row.verdict for row in again.rows.all()] == [Verdict.SAME]
    assert [model.objects.count() for model in (Contact, Channel, ImportantDate, Interaction, ContactSource)] == before


def test_nothing_is_written_before_the_owner_says_so(owner: User) -> None:
    batch = looked_at(owner, FILES / "life.vcf")
    assert batch.rows.get().verdict == Verdict.NEW
    assert not Contact.objects.exists()
    assert not Channel.objects.exists()


def test_what_was_said_is_never_kept(owner: User) -> None:
    brought_in(owner, FILES / "life.json", talks=True)
    everything = [str(row) for row in ImportRow.objects.values()] + [str(row) for row in Interaction.objects.values()]
    assert everything
    assert "secret" not in " ".join(everything)


def test_days_of_talks_stay_away_unless_wished(owner: User) -> None:
    brought_in(owner, FILES / "life.json")
    assert Contact.objects.for_owner(owner).get().family_name == "Orlova"
    assert not Interaction.objects.exists()


def test_a_known_person_shows_field_by_field_what_would_change(owner: User) -> None:
    person = make_contact(owner=owner, given_name="Vera", family_name="Orlova", company="Acme")
    make_channel(contact=person, kind="email", value="vera@example.com")
    row = looked_at(owner, FILES / "life.csv").rows.get()
    assert (row.verdict, row.choice, row.contact) == (Verdict.DIFFERS, Choice.ADD, person)
    said = {one["field"]: (one["before"], one["after"], one["adds"]) for one in row.changes}
    assert said == {
        "company": ("Acme", "Globex", False),
        "position": ("", "Engineer", True),
        "met_on": ("", "2019-01-03", True),
        "channel": ("", "https://www.linkedin.com/in/vera-example", True),
    }


@pytest.mark.parametrize(("choice", "company"), [(Choice.ADD, "Acme"), (Choice.REPLACE, "Globex")])
def test_only_replacing_takes_what_differs_and_undoing_gives_it_back(owner: User, choice: str, company: str) -> None:
    person = make_contact(owner=owner, given_name="Vera", family_name="Orlova", company="Acme")
    make_channel(contact=person, kind="email", value="vera@example.com")
    batch = looked_at(owner, FILES / "life.csv")
    carrying_out.choose_rows(batch=batch, choices={batch.rows.get().pk: choice})
    batch = carrying_out.run_step(owner=owner, batch=batch)
    person.refresh_from_db()
    assert (person.company, person.position) == (company, "Engineer")
    taken_back(owner, batch)
    person.refresh_from_db()
    assert (person.company, person.position, person.met_on) == ("Acme", "", None)
    assert [one.value for one in person.channels.all()] == ["vera@example.com"]


def test_a_namesake_waits_for_the_owner(owner: User) -> None:
    make_contact(owner=owner, given_name="Vera", family_name="Orlova")
    batch = brought_in(owner, cards("Vera Orlova"))
    row = batch.rows.get()
    assert (row.verdict, row.choice, row.done) == (Verdict.DOUBLE, Choice.SKIP, False)
    assert row.reason == "the same name" or "имя" in row.reason
    assert Contact.objects.for_owner(owner).count() == 1


def test_two_rows_of_one_file_that_are_one_person_become_one(owner: User) -> None:
    data = b"First Name,Last Name,Email,Company\nVera,Orlova,vera@example.com,\nVera,Orlova,vera@example.com,Globex\n"
    brought_in(owner, data)
    assert Contact.objects.for_owner(owner).get().company == "Globex"


def test_a_run_that_was_killed_goes_on_where_it_stood(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying_out, "ROWS_A_STEP", 2)
    batch = looked_at(owner, cards("Anna Ash", "Boris Birch", "Clara Cedar", "Dan Date", "Emma Elm"))
    batch = carrying_out.run_step(owner=owner, batch=batch)
    assert (batch.state, Contact.objects.count()) == (State.RUNNING, 2)
    bring = bringing.bring_new

    def killed(**said: Any) -> None:
        bring(**said)
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(carrying_out, "bring_new", killed)
        with pytest.raises(KeyboardInterrupt):
            carrying_out.run_step(owner=owner, batch=batch)
    assert Contact.objects.count() == 2
    while batch.state != State.DONE:
        batch = carrying_out.run_step(owner=owner, batch=batch)
    assert sorted(Contact.objects.values_list("given_name", flat=True)) == ["Anna", "Boris", "Clara", "Dan", "Emma"]


TWICE = b"First Name,Last Name,Email,Phone\nVera,Orlova,vera@example.com,\nVera,Orlova,vera@example.com,+79160000055\n"


def test_undoing_takes_back_somebody_who_stands_twice_in_the_file(owner: User) -> None:
    batch = brought_in(owner, TWICE)
    assert Contact.objects.for_owner(owner).get().channels.count() == 2
    batch = taken_back(owner, batch)
    assert not batch.rows.filter(kept=True).exists()
    assert not Contact.objects.for_owner(owner).exists()
    assert not ContactSource.objects.exists()


def test_undoing_keeps_all_of_somebody_who_stands_twice_and_was_worked_on(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "ROWS_A_STEP", 1)
    batch = brought_in(owner, TWICE)
    make_promise(contact=Contact.objects.get())
    batch = taken_back(owner, batch)
    assert [row.place for row in batch.rows.filter(kept=True)] == [0]
    assert Contact.objects.for_owner(owner).get().channels.count() == 2


def test_what_was_not_taken_is_not_said_to_have_been(client_of_owner: Client, owner: User) -> None:
    person = make_contact(owner=owner, given_name="Vera", family_name="Orlova", company="Acme")
    make_channel(contact=person, kind="email", value="vera@example.com")
    batch = looked_at(owner, FILES / "life.csv")
    page = client_of_owner.get(batch.get_absolute_url()).content.decode()
    assert "<del>Acme</del>" in page
    assert page.count("только если взять всё из файла") == 1
    carrying_out.run_step(owner=owner, batch=batch)
    page = client_of_owner.get(batch.get_absolute_url()).content.decode()
    assert "<ins>Engineer</ins>" in page
    assert "<del>Acme</del>" not in page


def test_two_previews_of_one_file_bring_everybody_in_once(owner: User) -> None:
    data = cards("Anna Ash", "Boris Birch")
    one, other = looked_at(owner, data), looked_at(owner, data)
    carrying_out.run_step(owner=owner, batch=one)
    other = carrying_out.run_step(owner=owner, batch=other)
    assert Contact.objects.for_owner(owner).count() == 2
    taken_back(owner, other)
    assert Contact.objects.for_owner(owner).count() == 2


def test_a_namesake_who_was_added_knowingly_is_not_added_twice(owner: User) -> None:
    make_contact(owner=owner, given_name="Vera", family_name="Orlova")
    one, other = looked_at(owner, cards("Vera Orlova")), looked_at(owner, cards("Vera Orlova"))
    for batch in (one, other):
        carrying_out.choose_rows(batch=batch, choices={batch.rows.get().pk: Choice.CREATE})
        carrying_out.run_step(owner=owner, batch=batch)
    assert Contact.objects.for_owner(owner).count() == 2


def test_undoing_keeps_whom_the_owner_has_worked_on(owner: User) -> None:
    batch = brought_in(owner, cards("Anna Ash", "Boris Birch", "Clara Cedar"))
    anna = Contact.objects.get(given_name="Anna")
    make_promise(contact=anna)
    boris = Contact.objects.get(given_name="Boris")
    boris.city = "Tver"
    boris.save()
    batch = taken_back(owner, batch)
    assert {*Contact.objects.for_owner(owner)} == {anna, boris}
    assert [row.name for row in batch.rows.filter(kept=True)] == ["Anna Ash", "Boris Birch"]
    Trash.objects.for_owner(owner).get().put_back()
    assert Contact.objects.for_owner(owner).count() == 3


def test_a_value_edited_since_stays(owner: User) -> None:
    person = make_contact(owner=owner, given_name="Vera", family_name="Orlova")
    make_channel(contact=person, kind="email", value="vera@example.com")
    batch = brought_in(owner, FILES / "life.csv")
    person.refresh_from_db()
    person.company = "Globex International"
    person.save()
    taken_back(owner, batch)
    person.refresh_from_db()
    assert (person.company, person.position) == ("Globex International", "")


def test_after_an_undo_the_file_can_come_in_again(owner: User) -> None:
    taken_back(owner, brought_in(owner, FILES / "life.vcf"))
    assert not Contact.objects.for_owner(owner).exists()
    brought_in(owner, FILES / "life.vcf")
    assert Contact.objects.for_owner(owner).get().given_name == "Vera"


def test_a_stranger_is_no_double(owner: User, stranger: User) -> None:
    other = make_contact(owner=stranger, given_name="Vera", family_name="Orlova")
    make_channel(contact=other, kind="email", value="vera@example.com")
    assert looked_at(owner, FILES / "life.csv").rows.get().verdict == Verdict.NEW


def upload(client: Client, path: Path) -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(reverse("exchange:imports"), {"file": file}, follow=True)


def test_by_hand_in_the_browser_without_scripts(client_of_owner: Client, owner: User) -> None:
    page = upload(client_of_owner, FILES / "life.vcf")
    assert "Vera Orlova" in page.content.decode()
    batch = ImportBatch.objects.for_owner(owner).get()
    row = batch.rows.get()
    client_of_owner.post(reverse("exchange:batch_choose", args=[batch.pk]), {f"row_{row.pk}": "skip"})
    row.refresh_from_db()
    assert row.choice == Choice.SKIP
    client_of_owner.post(reverse("exchange:batch_choose", args=[batch.pk]), {"verdict": "new", "all": "create"})
    client_of_owner.post(reverse("exchange:batch_run", args=[batch.pk]))
    assert Contact.objects.for_owner(owner).get().family_name == "Orlova"
    page = client_of_owner.get(batch.get_absolute_url())
    assert reverse("exchange:batch_undo", args=[batch.pk]) in page.content.decode()
    client_of_owner.post(reverse("exchange:batch_undo", args=[batch.pk]))
    assert not Contact.objects.for_owner(owner).exists()


def test_what_the_page_says_counts_when_the_rows_are_brought_in(client_of_owner: Client, owner: User) -> None:
    batch = looked_at(owner, cards("Anna Ash", "Boris Birch"))
    anna = batch.rows.get(name="Anna Ash")
    page = client_of_owner.get(batch.get_absolute_url()).content.decode()
    address = reverse("exchange:batch_run", args=[batch.pk])
    assert f'form="import-rows" formaction="{address}"' in page
    client_of_owner.post(address, {f"row_{anna.pk}": "skip"})
    assert [one.given_name for one in Contact.objects.for_owner(owner)] == ["Boris"]


def test_with_htmx_a_run_shows_how_far_it_is(
    client_of_owner: Client, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying_out, "ROWS_A_STEP", 1)
    batch = looked_at(owner, cards("Anna Ash", "Boris Birch"))
    address = reverse("exchange:batch_run", args=[batch.pk])
    part = client_of_owner.post(address, headers={"HX-Request": "true"})
    assert 'value="50"' in part.content.decode()
    assert "<html" not in part.content.decode()


def test_a_file_of_another_kind_is_refused_in_words(client_of_owner: Client) -> None:
    file = SimpleUploadedFile("contacts.vcf", b"\x89PNG\r\n\x1a\n" + bytes(200))
    page = client_of_owner.post(reverse("exchange:imports"), {"file": file})
    assert page.status_code == 422
    assert not ImportBatch.objects.exists()


def test_problems_stand_on_the_page_with_their_lines(client_of_owner: Client, owner: User) -> None:
    batch = looked_at(owner, cards("Anna Ash") + b"BEGIN:VCARD\nVERSION:3.0\nFN:Cut Off\n" + cards("Boris Birch"))
    assert [row.name for row in batch.rows.all()] == ["Anna Ash", "Boris Birch"]
    assert [(one[0], one[1]) for one in batch.problems] == [("broken_card", 5)]
    assert "5" in client_of_owner.get(batch.get_absolute_url()).content.decode().split("row-aside")[1][:40]


def test_pages_of_rows_follow_one_another(client_of_owner: Client, owner: User) -> None:
    batch = looked_at(owner, cards(*(f"Person{n:03d} Name{n:03d}" for n in range(60))))
    first = client_of_owner.get(batch.get_absolute_url()).content.decode()
    assert "Person049" in first
    assert "Person050" not in first
    second = client_of_owner.get(f"{batch.get_absolute_url()}?after=49").content.decode()
    assert "Person050" in second
    assert "Person049" not in second


@pytest.mark.parametrize("count", [1, 3])
def test_a_preview_asks_the_same_number_of_questions(
    client_of_owner: Client, owner: User, django_assert_num_queries: Any, count: int
) -> None:
    batch = looked_at(owner, cards(*["Anna Ash", "Boris Birch", "Clara Cedar"][:count]))
    client_of_owner.get(batch.get_absolute_url())
    with django_assert_num_queries(6):
        client_of_owner.get(batch.get_absolute_url())


def test_rows_of_a_file_go_when_they_can_be_undone_no_more(owner: User) -> None:
    came = brought_in(owner, FILES / "life.vcf")
    waits = looked_at(owner, b"Name,Where\nAnna Ash,Tver\n")
    running, fresh = looked_at(owner, cards("Boris Birch")), brought_in(owner, cards("Clara Cedar"))
    ImportBatch.objects.filter(pk=running.pk).update(state=State.RUNNING)
    long_ago = timezone.now() - timedelta(days=30, minutes=1)
    for batch in (came, waits, running):
        ended = long_ago if batch == came else None
        ImportBatch.objects.filter(pk=batch.pk).update(ended_at=ended, created_at=long_ago, updated_at=long_ago)
    people = Contact.objects.count()
    said = StringIO()
    call_command("purge_trash", "--dry-run", stdout=said)
    assert "2 imports" in said.getvalue()
    assert ImportBatch.objects.count() == 4
    call_command("purge_trash", stdout=said)
    assert {*ImportBatch.objects.all()} == {running, fresh}
    assert {*ImportRow.every.values_list("batch_id", flat=True)} == {running.pk, fresh.pk}
    assert Contact.objects.count() == people
    assert ContactSource.objects.count() == people
    assert looked_at(owner, FILES / "life.vcf").rows.get().verdict == Verdict.SAME


def test_the_command_says_what_it_would_do_and_does_it(owner: User) -> None:
    said = StringIO()
    options = {"owner": owner.email, "json": True, "stdout": said}
    call_command("import_contacts", FILES / "life.vcf", dry_run=True, **options)
    assert json.loads(said.getvalue())["rows"] == {"new": 1}
    assert not Contact.objects.exists()
    assert not ImportBatch.objects.exists()
    call_command("import_contacts", FILES / "life.vcf", **options)
    assert json.loads(said.getvalue().splitlines()[-1])["done"] == 1
    assert Contact.objects.for_owner(owner).get().given_name == "Vera"


def test_the_command_names_what_is_wrong(owner: User) -> None:
    with pytest.raises(CommandError, match="nobody"):
        call_command("import_contacts", FILES / "life.vcf", owner="nobody@example.com")
    with pytest.raises(CommandError):
        call_command("import_contacts", FILES / "none.vcf", owner=owner.email)
