"""Who may be meant by a short name, and by a name as other languages have it."""

from __future__ import annotations

from functools import lru_cache

from contacts.finding.sound import sound
from contacts.finding.stems import name_stem
from contacts.kept_words import kept
from contacts.text import fold

LEAST_LETTERS = 3
# A full name: what people say instead of it.
_TABLE = """
Александр: Саша Саня Шура Сашка Сашок Шурик Алекс Alexander Alex Sander
Александра: Саша Саня Шура Сашенька Алекс Alex Сандра
Алексей: Лёша Лёха Алёша Лёшка Aleks
Алёна: Лена Алёнка Aliona Alyona
Алина: Аля Алинка
Алла: Аля Аллочка
Альбина: Аля
Анастасия: Настя Ася Стася Настёна Настюша
Анатолий: Толя Толик
Ангелина: Геля Лина Ангела
Андрей: Андрюша Дрон Андрюха Andrew
Анна: Аня Анюта Нюра Нюша Анечка Ann Anne
Антон: Тоша Антоша Тоха Anthony
Антонина: Тоня Тося
Аркадий: Аркаша
Арсений: Арсен Сеня Арс
Артём: Тёма Артёмка Артемий
Артур: Arthur
Борис: Боря Борька
Богдан: Бодя Даня
Вадим: Вадик Дима
Валентин: Валя Валик
Валентина: Валя Валюша
Валерий: Валера
Валерия: Лера Валера
Варвара: Варя Barbara
Василий: Вася Васёк Basil
Василиса: Вася Василина
Вера: Верочка Верунчик
Вероника: Ника Вера
Виктор: Витя Витёк
Виктория: Вика Тори Victoria
Виталий: Виталик Виталя
Владимир: Володя Вова Вовка Вован
Владислав: Влад Слава Владик
Вячеслав: Слава Славик
Всеволод: Сева
Галина: Галя
Геннадий: Гена Геша
Георгий: Гоша Жора Гога Гера George
Герман: Гера
Григорий: Гриша Gregory
Даниил: Даня Данила Данил Daniel
Дарья: Даша Дарина Дашуня
Денис: Дэн Дениска Dennis
Диана: Ди Дина
Дмитрий: Дима Митя Димон Димка
Ева: Eve
Евгений: Женя Женька Жека Eugene
Евгения: Женя Женька Eugenia
Егор: Гоша Егорка
Екатерина: Катя Катерина Катюша Катька Kate Catherine Katherine
Елена: Лена Алёна Леночка Helen Helena
Елизавета: Лиза Лизавета Elizabeth Elisabeth
Ефим: Фима
Захар: Захарка
Зинаида: Зина
Зоя: Зойка
Иван: Ваня Ванька Ванёк
Игорь: Игорёк Гоша
Илья: Илюша Илюха
Иннокентий: Кеша
Инна: Инуся
Иосиф: Ося Joseph
Ирина: Ира Иришка Irene
Карина: Кари
Кирилл: Кир Кирюша Cyril
Константин: Костя Костик
Кристина: Крис Кристя Christina
Ксения: Ксюша Ксюха Оксана
Лариса: Лара Лора
Лев: Лёва Leo
Леонид: Лёня Leonard
Лидия: Лида
Лилия: Лиля Лили
Любовь: Люба Любаша Lubov
Людмила: Люда Люся Мила Ludmila
Макар: Макарка
Максим: Макс Максимка Max
Маргарита: Рита Марго Margaret
Марина: Маришка Мариша
Мария: Маша Маня Маруся Машка Мари Mary
Марк: Марик Marc
Матвей: Мотя Matthew
Михаил: Миша Мишаня Миха Michael Mike Michail
Надежда: Надя Надюша
Наталья: Наташа Ната Таша Nathalie
Никита: Ник Никитос
Николай: Коля Колян Ник Nicholas Nicolas
Нина: Нинуля
Оксана: Ксюша Ксана
Олег: Олежка
Ольга: Оля Лёля Olya
Павел: Паша Пашка Павлик Paul
Пётр: Петя Петька Peter Piotr
Полина: Поля Полинка
Раиса: Рая
Роман: Рома Ромка
Руслан: Рус
Светлана: Света Лана Светик
Семён: Сёма Сеня Simon
Сергей: Серёжа Серёга Серж Serge
Снежана: Снежа
София: Соня Софа Софийка
Станислав: Стас Слава
Степан: Стёпа Stephen
Таисия: Тая Тася
Тамара: Тома
Татьяна: Таня Танюша Тата
Тимофей: Тима Тимоша
Тимур: Тима
Ульяна: Уля
Фёдор: Федя Theodore
Филипп: Филя Philip
Эдуард: Эдик Edward
Эльвира: Эля Эльвирка
Элина: Эля
Юлия: Юля Юлька Джулия
Юрий: Юра Юрец
Яков: Яша Jacob
Яна: Янка
Ярослав: Слава Ярик
Ярослава: Слава
"""


def _read() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Full names by the sound of the short one, and by its stem, so that «Саше» is understood too."""
    by_sound: dict[str, list[str]] = {}
    by_stem: dict[str, list[str]] = {}
    for line in _TABLE.strip().splitlines():
        full, _colon, shorts = line.partition(":")
        for short in shorts.split():
            by_sound.setdefault(sound(fold(short)), []).append(sound(fold(full)))
            by_stem.setdefault(name_stem(fold(short)), []).append(sound(fold(full)))
    return by_sound, by_stem


_BY_SOUND, _BY_STEM = _read()


@kept(20_000)
def full_names(word: str) -> tuple[str, ...]:
    """The sounds of the full names that a folded short name stands for."""
    return tuple(dict.fromkeys(_BY_SOUND.get(sound(word), ())))


@kept(5_000)
def meant_names(word: str) -> tuple[str, ...]:
    """The same for a word being typed: also for a beginning of a short name, and for its cases."""
    heard = sound(word)
    found = list(_BY_SOUND.get(heard, ()))
    if not found:
        found += _BY_STEM.get(name_stem(word), ())
        if len(heard) >= LEAST_LETTERS:
            found += (full for short, fulls in _BY_SOUND.items() if short.startswith(heard) for full in fulls)
    return tuple(dict.fromkeys(found))[:12]


def pairs() -> int:
    """How many pairs of a short and a full name are known."""
    return sum(len(fulls) for fulls in _BY_SOUND.values())


@lru_cache(maxsize=1)
def known_names() -> frozenset[str]:
    """The sounds of all the names of the table: two of them are two names, however near their letters are."""
    return frozenset([*_BY_SOUND, *(full for fulls in _BY_SOUND.values() for full in fulls)])
