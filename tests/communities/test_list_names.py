"""Names of several languages in pasted lists: who is a person, and what is said of one."""

from __future__ import annotations

import pytest

from communities.forms.lists import parse_list
from contacts.finding.given_names import given_names, names_and_words
from contacts.finding.name_order import is_given, may_be_given
from contacts.forms.people import new_contact
from networking.accounts.models import User

_KNOWN = """
Bob John Carol Liz Kate Mike Bill Will Mark Emma Jürgen Jurgen Zoë Chloe José François Ayşe Mehmet Priya Rahul
Ivan Dmitry Dmitri Dmitriy Sergey Sergei Ekaterina Yulia Julia Глеб Жанна
"""


@pytest.mark.parametrize("name", _KNOWN.split())
def test_a_given_name_is_known_in_many_languages(name: str) -> None:
    assert is_given(name)


@pytest.mark.parametrize("name", ["Grace", "Art", "Page", "Chase", "Ford", "Austin", "Charlotte", "Ruby", "Li", "May"])
def test_a_name_that_is_a_word_as_well_says_nothing_alone(name: str) -> None:
    assert may_be_given(name)
    assert not is_given(name)


def test_the_lists_are_rich_and_no_name_stands_in_both() -> None:
    assert len(given_names()) > 2_000
    assert len(names_and_words()) > 250
    assert given_names().isdisjoint(names_and_words())


@pytest.mark.parametrize("word", ["Apple", "Google", "Product", "Яндекс", "Acme", "Berlin", "Москва", "Engineer", "й"])
def test_firms_towns_and_trades_are_no_names(word: str) -> None:
    assert not may_be_given(word)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Bob Carter\nJohn\nCarol Danvers", "Bob Carter; John; Carol Danvers"),
        ("John, Carol", "John; Carol"),
        ("Liz, Kate, Mike, Bill", "Liz; Kate; Mike; Bill"),
        ("Dmitry, Yulia, Ekaterina", "Dmitry; Yulia; Ekaterina"),
        ("Xiang, Bob, Carol", "Xiang; Bob; Carol"),
        ("Жанна, Анна, Ольга", "Жанна; Анна; Ольга"),
        ("Айсылу, Анна, Ольга", "Айсылу; Анна; Ольга"),
        ("Smith, John", "Smith John"),
        ("John Smith and Grace Hopper", "John Smith; Grace Hopper"),
        ("Emma, Oliver & Jack", "Emma; Oliver; Jack"),
        ("John Smith, Grace Hopper", "John Smith; Grace Hopper"),
        ("John Smith, Xiang Li", "John Smith; Xiang Li"),
        ("Анна Петрова, Рузиль Гарипов", "Анна Петрова; Рузиль Гарипов"),
        ("John Smith, Google Cloud, Product Manager", "John Smith"),
        ("John Smith, Google, Engineer", "John Smith"),
        ("John Smith, Chase", "John Smith"),
        ("John Smith, Chase Bank", "John Smith"),
        ("John Smith, San Francisco", "John Smith"),
        ("Charlotte Brown, Deutsche Bank", "Charlotte Brown"),
        ("Priya Patel, Infosys, Data Scientist", "Priya Patel"),
        ("José García, Telefónica España", "José García"),
        ("Xiang Li, Product Manager", "Xiang Li"),
        ("Anna Miller, Morgan Stanley", "Anna Miller"),
        ("Anna Miller, Morgan Stanley, Analyst", "Anna Miller"),
        ("Anna Miller, Lockheed Martin\nBob Dean, Eli Lilly", "Anna Miller; Bob Dean"),
        ("Anna Miller, Ernst & Young", "Anna Miller"),
        ("Анна Петрова, Leroy Merlin", "Анна Петрова"),
        ("Анна Петрова, Джонсон и Джонсон", "Анна Петрова"),
        ("Anna Miller, Morgan Stanley, Bob Dean", "Anna Miller; Bob Dean"),
        ("Anna Miller, Morgan Freeman", "Anna Miller; Morgan Freeman"),
        ("Morgan Stanley", "Morgan Stanley"),
        ("Иван Петров, Product Design", "Иван Петров"),
        ("Анна Петрова, Нижний Новгород", "Анна Петрова"),
        ("John, Acme, CEO", "John; Acme"),
        ("Anna, Product", "Anna"),
        ("Product, Design", ""),
        # Of two words with capitals that say nothing more, both are kept: nobody is left out.
        ("Apple, Google", "Apple; Google"),
        ("Tom Hanks (Apple), Liz Brown (Google)", "Tom Hanks; Liz Brown"),
        ("Kate from Google, Mike from Apple", "Kate; Mike"),
        ("Bob Smith, Acme; Alice Jones, Globex", "Bob Smith; Alice Jones"),
    ],
)
def test_lists_of_many_languages(text: str, people: str) -> None:
    assert "; ".join(one.name for one in parse_list(text)) == people


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "given", "family"),
    [("Ivanova Kate", "Kate", "Ivanova"), ("Emma Markova", "Emma", "Markova"), ("Mark Ford", "Mark", "Ford"),
     ("Громов Глеб", "Глеб", "Громов")],
)  # fmt: skip
def test_a_name_in_one_line_is_parted_by_it(owner: User, line: str, given: str, family: str) -> None:
    person = new_contact(owner, line)
    assert (person.given_name, person.family_name) == (given, family)
