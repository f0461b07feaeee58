"""A website is an address: what is typed anew is checked, what stands already does not hinder, imports go on."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from communities.editors import EDITORS
from communities.models import CatalogueChannel, CatalogueSuggestion
from communities.models.community import CommunityChannel
from communities.tables.channels import read_channels
from contacts.forms.channels import guess_kind, is_website, read_channel
from contacts.models import Channel, Contact
from contacts.models.channel import ChannelKind
from networking.accounts.models import User
from tests.factories import make_channel, make_community, make_contact, make_entry, make_suggestion, make_user

SAID = "Это не адрес сайта: чушь"


@pytest.mark.parametrize(
    "address",
    ["example.com", "https://example.com/a?b=c#d", "HTTP://Example.COM:8080/x", "пример.рф/страница", "www.a-b.co.uk",
     "http://wiki/team", "https://localhost:8000", "http://10.0.0.5/a", "example.com/моя страница", "a_b.example.org",
     "https://user@example.com/", "example.com.", "http://[::1]/x"],
)  # fmt: skip
def test_an_address_of_the_web(address: str) -> None:
    assert is_website(address)


@pytest.mark.parametrize(
    "address",
    ["чушь", "nonsense", "сайт компании", "http://", "https:///x", "ftp://example.com", "javascript:alert(1)", "a..b",
     ".com", "example.", "см. ниже. ок", "example com", "1.5", "@anna", "https://a b.com", "-a.com"],
)  # fmt: skip
def test_no_address_of_the_web(address: str) -> None:
    assert not is_website(address)


def test_words_with_a_dot_among_them_are_no_website() -> None:
    assert guess_kind("Клуб им. Ленина, вход со двора.там") == ChannelKind.OTHER
    assert guess_kind("example.com/страница") == ChannelKind.WEBSITE


@pytest.mark.django_db
def test_nonsense_is_refused_beside_the_field_and_kept_there(client_of_owner: Client, owner: User) -> None:
    for address in (reverse("contacts:add"), reverse("communities:add")):
        sent = {"given_name": "Анна", "name": "Клуб", "kind": "sig", "channels_text": "Website: чушь\n@anna"}
        answer = client_of_owner.post(address, sent)
        assert answer.status_code == 422
        assert answer.context["form"]["channels_text"].errors == [SAID]
        assert "Website: чушь\n@anna</textarea>" in answer.content.decode()
    assert not Contact.objects.exists()
    sent = {"given_name": "Анна", "channels_text": "Website: anna.example\nСайт: https://anna.example/blog (блог)"}
    client_of_owner.post(reverse("contacts:add"), sent)
    kept = Channel.objects.for_owner(owner).values_list("kind", "value")
    assert [*kept] == [("website", "anna.example"), ("website", "https://anna.example/blog")]


@pytest.mark.django_db
def test_what_stands_already_does_not_hinder_a_person(client_of_owner: Client, owner: User) -> None:
    anna = make_contact(owner=owner, name="Анна Петрова")
    make_channel(contact=anna, kind="website", value="чушь")
    make_channel(contact=anna, kind="email", value="нет")
    address = reverse("contacts:edit", args=[anna.pk])
    form = client_of_owner.get(address).context["form"]
    stood = form["channels_text"].value()
    sent = {"given_name": "Анна", "version": form["version"].value(), "channels_text": stood, "city": "Омск"}
    assert client_of_owner.post(address, sent).status_code == 302
    anna.refresh_from_db()
    assert anna.city == "Омск"
    assert sorted(anna.channels.values_list("value", flat=True)) == ["нет", "чушь"]
    sent |= {"version": str(anna.version), "channels_text": f"{stood}\nWebsite: чушь2"}
    answer = client_of_owner.post(address, sent)
    assert answer.context["form"]["channels_text"].errors == ["Это не адрес сайта: чушь2"]


@pytest.mark.django_db
def test_what_stands_already_does_not_hinder_a_community(client_of_owner: Client, owner: User) -> None:
    club = make_community(owner=owner, name="Клуб")
    CommunityChannel.objects.create(owner=owner, community=club, kind="website", value="чушь")
    address = reverse("communities:edit", args=[club.pk])
    form = client_of_owner.get(address).context["form"]
    sent = {"name": "Клуб", "kind": club.kind, "version": form["version"].value(), "city": "Омск"}
    sent["channels_text"] = form["channels_text"].value()
    assert client_of_owner.post(address, sent).status_code == 302
    club.refresh_from_db()
    assert (club.city, club.channels.get().value) == ("Омск", "чушь")
    sent |= {"version": str(club.version), "channels_text": "Website: чушь вторая"}
    assert client_of_owner.post(address, sent).status_code == 422


@pytest.mark.django_db
def test_a_suggestion_gives_no_nonsense_to_everybody(client_of_owner: Client, owner: User) -> None:
    sent = {"name": "Клуб", "kind": "sig", "channels_text": "Website: чушь"}
    answer = client_of_owner.post(reverse("communities:suggestion_add"), sent)
    assert answer.context["form"]["channels_text"].errors == [SAID]
    row = make_suggestion(owner=owner, name="Клуб", channels=[["website", "чушь"]])
    address = reverse("communities:suggestion_edit", args=[row.pk])
    text = client_of_owner.get(address).context["form"]["channels_text"].value()
    sent |= {"version": str(row.version), "channels_text": text, "city": "Омск"}
    assert client_of_owner.post(address, sent).status_code == 302
    assert CatalogueSuggestion.objects.get().city == "Омск"


@pytest.mark.django_db
def test_an_entry_in_the_admin(owner: User) -> None:
    editor = make_user(email="editor@example.org", is_staff=True)
    editor.groups.add(Group.objects.get(name=EDITORS))
    desk = Client()
    desk.force_login(editor)
    entry = make_entry(name="Клуб", slug="klub")
    channel = CatalogueChannel.objects.create(entry=entry, kind="website", value="чушь")
    address = reverse("admin:communities_catalogueentry_change", args=[entry.pk])
    page = desk.get(address)
    fields = page.context["adminform"].form
    sent = {name: fields[name].value() or "" for name in fields.fields} | {
        "is_published": "on", "city": "Омск", "channels-TOTAL_FORMS": "2", "channels-INITIAL_FORMS": "1",
        "channels-0-id": str(channel.pk), "channels-0-entry": str(entry.pk), "channels-0-kind": "website",
        "channels-0-value": "чушь", "channels-1-entry": str(entry.pk), "channels-1-kind": "website",
        "channels-1-value": "ерунда",
    }  # fmt: skip
    refused = desk.post(address, sent)
    assert "Это не адрес сайта: ерунда" in refused.content.decode()
    assert SAID not in refused.content.decode()
    assert desk.post(address, sent | {"channels-1-value": "klub.example"}).status_code == 302
    entry.refresh_from_db()
    assert entry.city == "Омск"


def test_a_table_of_the_catalogue_still_comes_in() -> None:
    assert read_channels("website: чушь") == [["website", "чушь"]]


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("телега: t.me/habr_com", (ChannelKind.TELEGRAM, "t.me/habr_com")),
        ("Почта: anna@example.org", (ChannelKind.EMAIL, "anna@example.org")),
        ("слак: python-perm", (ChannelKind.SLACK, "python-perm")),
        ("тел: +7 916 000-00-00", (ChannelKind.PHONE, "+7 916 000-00-00")),
        ("Рассылка: list@example.org", (ChannelKind.EMAIL, "list@example.org")),
        ("Почтовая рассылка: list@example.org", (ChannelKind.EMAIL, "list@example.org")),
        ("чат: @club", (ChannelKind.TELEGRAM, "@club")),
        ("Группа: vk.com/club", (ChannelKind.VK, "vk.com/club")),
        ("Чат: в коридоре", (ChannelKind.OTHER, "Чат: в коридоре")),
        ("Jabber: anna@jabber.example", (ChannelKind.OTHER, "Jabber: anna@jabber.example")),
        ("Скайп: anna.petrova", (ChannelKind.OTHER, "Скайп: anna.petrova")),
        ("@@habr", (ChannelKind.TELEGRAM, "@habr")),
        ("тг: @@habr", (ChannelKind.TELEGRAM, "@habr")),
        ("Зал: второй этаж", (ChannelKind.OTHER, "Зал: второй этаж")),
    ],
)
def test_a_kind_is_known_by_what_people_call_it(line: str, read: tuple[ChannelKind, str]) -> None:
    assert read_channel(line) == read


@pytest.mark.parametrize(
    ("kind", "value", "href"),
    [
        ("telegram", "https://t.me/+AbCdEfGhI1JkL", "https://t.me/+AbCdEfGhI1JkL"),
        ("telegram", "t.me/joinchat/QwErTy", "https://t.me/joinchat/QwErTy"),
        ("telegram", "T.me/SomeBot?start=AbC", "https://t.me/SomeBot?start=AbC"),
        ("telegram", "@Anna_P", "tg://resolve?domain=Anna_P"),
        ("telegram", "+7 916 000-00-00", "tg://resolve?phone=79160000000"),
        ("website", "https://discord.gg/XyZ12Ab", "https://discord.gg/XyZ12Ab"),
        ("website", "Example.org/Path?Q=A", "https://Example.org/Path?Q=A"),
        ("website", "http://intranet/page", "http://intranet/page"),
        ("linkedin", "https://www.linkedin.com/company/acme", "https://www.linkedin.com/company/acme"),
        ("linkedin", "ru.linkedin.com/in/Foo", "https://ru.linkedin.com/in/Foo"),
        ("vk", "vk.com/wall-1?w=Q", "https://vk.com/wall-1?w=Q"),
        ("vk", "anna", "https://vk.com/anna"),
    ],
)
def test_a_link_leads_where_it_says(owner: User, kind: str, value: str, href: str) -> None:
    made = make_channel(contact=make_contact(owner=owner), kind=kind, value=value)
    assert made.href == href
