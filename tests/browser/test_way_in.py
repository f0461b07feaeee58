"""Somebody new brings their life in: three files of one person, and the middle one is taken back. It is counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from contacts.models import Contact, Interaction
from networking.accounts.models import User
from networking.exchange.models import ContactSource
from tests.browser.test_every_page import AXE
from tests.browser.test_new_user import Person
from tests.browsing import Opener, settle

pytestmark = pytest.mark.browser
# As they are in life: the phone knows no e-mail, and LinkedIn gives none of those who hide it.
PHONE = "BEGIN:VCARD\nVERSION:3.0\nUID:7\nN:Орлова;Вера;;;\nFN:Вера Орлова\nTEL;TYPE=CELL:8 916 000-00-55\nEND:VCARD\n"
LINKEDIN = (
    'Notes:\n"Some words of theirs"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\n'
    "Вера,Орлова,https://www.linkedin.com/in/vera-example,,Globex,Инженер,03 Jan 2019\n"
)
TELEGRAM = """{"contacts": {"list": [{"user_id": 77, "first_name": "Вера", "last_name": "Орлова",
 "phone_number": "+79160000055", "date": "2024-01-03T10:00:00"}]},
 "chats": {"list": [{"name": "Вера Орлова", "type": "personal_chat", "id": 77, "messages": [
  {"id": 1, "type": "message", "date": "2024-11-14T09:12:44", "text": "тайна"}]}]}}"""


class Traveller(Person):
    """Somebody who chooses files, and looks whether each page fits and is clean."""

    def choose(self, path: Path) -> None:
        self.page.locator("input[type=file]").set_input_files(path)
        self.touches += 1

    def look(self) -> None:
        settle(self.page)
        self.page.evaluate(AXE)
        wrong = self.page.evaluate("async () => (await axe.run()).violations.map(v => v.nodes[0].html)")
        assert wrong == [], self.page.url
        assert self.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = [tmp_path / "контакты.vcf", tmp_path / "Connections.csv", tmp_path / "result.json"]
    for path, text in zip(made, (PHONE, LINKEDIN, TELEGRAM), strict=True):
        path.write_text(text, "utf-8")
    return made


@pytest.mark.parametrize("width", [1280, 360])
def test_three_files_of_one_life_are_one_person_and_the_middle_one_is_taken_back(
    open_page: Opener, owner: User, errors: list[str], files: list[Path], width: int
) -> None:
    phone, linkedin, telegram = files
    page = open_page("/contacts/", width=width)
    person, costs = Traveller(page), {}

    person.press(".empty-state a[href='/exchange/import/']")
    person.look()
    person.choose(phone)
    person.press("main form button[type=submit]")
    expect(page.locator(".import-row")).to_contain_text("новый человек")
    expect(page.locator(".import-row")).to_contain_text("8 916 000-00-55")
    person.look()
    assert not Contact.objects.exists()
    person.press("button[formaction$='/run/']")
    expect(page.locator(".import-result")).to_have_text("Добавлено: 1")
    person.look()
    costs["phone"] = person.cost()

    person.press("#import-progress a[href='/exchange/import/']")
    person.choose(linkedin)
    person.press("main form button[type=submit]")
    expect(page.locator(".import-row")).to_contain_text("возможно, вы знакомы · то же имя")
    person.look()
    page.locator(".import-row select").select_option("add")
    person.touches += 1
    person.press("button[formaction$='/run/']")
    expect(page.locator(".import-result")).to_have_text("Дополнено: 1")
    costs["LinkedIn"] = person.cost()

    person.press("#import-progress a[href='/exchange/import/']")
    person.choose(telegram)
    person.press("input[name=talks]")
    person.press("main form button[type=submit]")
    expect(page.locator(".import-row")).to_contain_text("уже есть, но с новыми сведениями")
    person.press("button[formaction$='/run/']")
    expect(page.locator(".import-result")).to_have_text("Дополнено: 1")
    costs["Telegram"] = person.cost()

    vera = Contact.objects.for_owner(owner).get()
    assert (vera.company, str(vera.met_on), Interaction.objects.count()) == ("Globex", "2019-01-03", 1)
    assert {one.format for one in ContactSource.objects.for_owner(owner)} == {"vcard", "linkedin", "telegram"}

    person.press(".crumbs a")
    person.press("main a:has-text('Connections.csv')")
    person.press("form[action$='/undo/'] button")
    expect(page.locator("#import-progress")).to_contain_text("Этот импорт отменён.")
    person.look()
    costs["the middle one undone"] = person.cost()
    vera = Contact.objects.for_owner(owner).get()
    assert (vera.company, vera.position, vera.met_on, Interaction.objects.count()) == ("", "", None, 1)
    assert [one.kind for one in vera.channels.all()] == ["phone"]
    assert {one.format for one in ContactSource.objects.for_owner(owner)} == {"vcard", "telegram"}
    assert not errors
    assert costs == {"phone": (4, 3), "LinkedIn": (5, 3), "Telegram": (5, 3), "the middle one undone": (3, 3)}


def test_a_file_of_another_kind_says_so_beside_its_field(open_page: Opener, tmp_path: Path) -> None:
    page = open_page("/exchange/import/", width=360, language="en")
    photo = tmp_path / "contacts.vcf"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    page.locator("input[type=file]").set_input_files(photo)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#id_file_error")).to_contain_text("This is neither an address book")
    expect(page.locator("input[type=file]")).to_have_attribute("aria-invalid", "true")


def test_the_same_file_again_says_that_nothing_is_new(open_page: Opener, files: list[Path]) -> None:
    page = open_page("/exchange/import/")
    for button in ("button[formaction$='/run/']", ""):
        page.goto("/exchange/import/")
        page.locator("input[type=file]").set_input_files(files[0])
        page.locator("main form button[type=submit]").click()
        if button:
            page.locator(button).first.click()
            expect(page.locator(".import-result")).to_be_visible()
    expect(page.locator("#import-progress")).to_contain_text("ничего нового")
    expect(page.locator("button[formaction$='/run/']")).to_have_count(0)
