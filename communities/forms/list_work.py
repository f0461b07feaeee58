"""Words by which what stands beside a name is known as work or a place, and not as one more person."""

from __future__ import annotations

from contacts.text import fold

_WORK = """
accountant advisor agent analyst analytics architect assistant associate author banker ceo cfo chairman chief cio
cmo coach consultant coo coordinator copywriter cpo cto data designer developer devops director editor engineer
engineering entrepreneur executive finance founder co-founder cofounder freelancer frontend backend fullstack hr
intern investor it journalist lawyer lead leader lecturer legal manager management marketer marketing mentor
moderator officer operations organiser organizer owner partner photographer pm pr president principal producer
product professor programmer project qa recruiter recruitment researcher sales scientist scrum seo senior junior smm
specialist speaker student support teacher tester trainer ux ui design vice volunteer vp writer
"""
# Trades in Russian. A line of several people is told by its names, which in Russian say of themselves that they are.
_TRADES = """
администратор аналитик архитектор ассистент аудитор банкир библиотекарь биолог бухгалтер верстальщик владелец врач
вице-президент генеральный глава девопс дизайнер директор диспетчер доцент журналист заведующий замдиректора замдекана
заместитель закупщик иллюстратор инвестор инженер исполнительный исследователь исполнительный историк коммерческий
консультант конструктор координатор копирайтер корреспондент коуч лектор лид логист лингвист маркетолог математик
менеджер методист методолог музыкант начальник начальница оператор основатель основательница партнёр педагог переводчик
писатель политолог помощник пиарщик предприниматель президент преподаватель программист продакт продакт-менеджер
продюсер проджект проектировщик профессор психолог разработчик разработчица редактор режиссёр ректор рекрутер рекрутёр
руководитель руководительница сеньор синьор джун джуниор мидл скрам-мастер смм смм-менеджер социолог сооснователь
сооснователь специалист стажёр студент студентка сценарист тестировщик тестировщица техлид тимлид тренер учёный учитель
учительница фасилитатор физик филолог финансист фотограф фрилансер химик хирург художник экономист эксперт эколог
эйчар юрист
"""
_FIRMS = """
academy ag agency airlines association bank banking brothers capital cafe center centre clinic cloud club co college
community company consulting corp corporation council department digital energy entertainment foods forum foundation
fund games gmbh group health holding holdings hospital hotel inc institute insurance international investments lab
laboratories labs limited llc llp logistics ltd magazine media ministry motor motors museum music networks office oy
partners pharma plc press records research restaurant robotics school services society software solutions startup
studio studios systems team tech technologies technology theatre university ventures банк групп группа институт клуб
компания университет центр школа
"""
_PLACES = "san santa saint st los las fort port mount lake north south east west new нижний великий новый старый санкт"
# Firms that are called as somebody might be, though hardly anybody is.
_NAMED_AFTER_PEOPLE = """
allen and overy; arthur andersen; aston martin; ben and jerry's; booz allen; booz allen hamilton; calvin klein;
clifford chance; eli lilly; ernst and young; franklin templeton; harley davidson; hugo boss; jack daniel's; jane street;
john deere; johnson and johnson; leroy merlin; lockheed martin; louis vuitton; marks and spencer; max mara;
morgan lewis; morgan stanley; norton rose; oliver wyman; otto bock; philip morris; procter and gamble; ralph lauren;
roland berger; russell reynolds; smith and nephew; spencer stuart; tommy hilfiger; warner bros; yves rocher;
джонсон и джонсон; леруа мерлен; морган стэнли; филип моррис; эрнст и янг; эрнст энд янг
"""
_SORTS = """
телефон тел моб почта емейл тг телеграм ник phone tel email e-mail mail tg telegram handle x х
"""
_AT_EVENTS = """
спикер докладчик докладчица организатор ведущий ведущая модератор участник участница гость слушатель волонтёр
speaker host organiser organizer moderator guest participant attendee volunteer
"""
# What says of what sort the address beside it is; what somebody is at an event, and not in their work.
SORTS = frozenset(map(fold, _SORTS.split()))
AT_EVENTS = frozenset(map(fold, _AT_EVENTS.split()))
_ANYWHERE = frozenset((_WORK + _FIRMS).split())
_TRADE_WORDS = frozenset(map(fold, (_WORK + _TRADES).split()))
_FIRM_WORDS = frozenset(map(fold, _FIRMS.split())) | {"ооо", "оао", "зао", "пао", "ао", "ип", "нии", "фонд"}
_BEFORE = frozenset(_PLACES.split())
_FIRMS_LIKE_PEOPLE = frozenset(" ".join(name.split()) for name in _NAMED_AFTER_PEOPLE.split(";"))


def is_named_after_people(text: str) -> bool:
    """Whether a text is the name of a firm that reads as that of a person, or of two."""
    said = fold(text).replace("&", " and ").replace("’", "'").replace("-", " ").split()
    return " ".join(said).strip(" .,()*•") in _FIRMS_LIKE_PEOPLE


def is_work_or_place(text: str) -> bool:
    """Whether a word of a text says a trade, a firm or a school, or it begins as the names of many towns do."""
    if is_named_after_people(text):
        return True
    said = _words(text)
    return bool(said) and (not _ANYWHERE.isdisjoint(said) or (len(said) > 1 and said[0] in _BEFORE))


def is_trade(text: str) -> bool:
    """Whether a word of a text says what somebody does."""
    return not _TRADE_WORDS.isdisjoint(_words(text))


def is_firm(text: str) -> bool:
    """Whether a word of a text says that it is the name of a firm or a school."""
    return is_named_after_people(text) or not _FIRM_WORDS.isdisjoint(_words(text))


def _words(text: str) -> list[str]:
    return [word.strip('.&()«»"“”') for word in fold(text).replace("/", " ").split()]
