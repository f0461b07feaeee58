"""What is noted about the talks, in the order of the days, so that one sentence seldom comes twice in a row."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from contacts.mentions.tokens import token
from contacts.models.interaction import InteractionKind
from networking.demo.rhythm import dice
from networking.demo.texts import said_of
from networking.demo.world import Talk, World


class Deck:
    """Lines that come in a random order, all of them before any comes again."""

    def __init__(self, chance: Random, lines: Sequence[str]) -> None:
        self._chance, self._lines = chance, lines
        self._left: list[str] = []

    def draw(self) -> str:
        if not self._left:
            self._left = self._chance.sample(self._lines, len(self._lines))
        return self._left.pop()


def write_notes(world: World) -> None:
    """Give most talks a note, and some people a note of their own."""
    chance = dice(world.seed, "notes")
    names = ("notes", "group_notes", "attempts", "help", "congratulation", "topics", "own_notes")
    decks = {name: Deck(chance, world.texts.pool(name)) for name in names}
    for talk in world.talks:
        if chance.random() < 0.85:
            text = said_of(decks[_pool_of(talk)].draw(), female=talk.people[0].female)
            talk.interaction.note = text.replace("{topic}", decks["topics"].draw()) if "{" in text else text
        if talk.interaction.answered and chance.random() < 0.08:
            place = chance.randrange(len(talk.people))
            talk.own_notes[place] = said_of(decks["own_notes"].draw(), female=talk.people[place].female)


def mention_people(world: World) -> None:
    """In a few notes somebody else is mentioned, who is known by then."""
    chance = dice(world.seed, "mentions")
    deck = Deck(chance, world.texts.pool("mentions"))
    for talk in world.talks:
        if not talk.interaction.note or chance.random() >= 0.06:
            continue
        who = chance.choice(world.people)
        if who not in talk.people and who.known_since <= talk.interaction.day:
            named = token(who.contact.name, who.contact.pk)
            talk.interaction.note += f"\n\n{deck.draw().replace('{who}', named)}"


def _pool_of(talk: Talk) -> str:
    kind = talk.interaction.kind
    if not talk.interaction.answered:
        return "attempts"
    if kind in (InteractionKind.HELP, InteractionKind.CONGRATULATION):
        return str(kind)
    return "notes" if len(talk.people) == 1 else "group_notes"
