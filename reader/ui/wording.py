"""The words the window uses for values of the domain. Category titles are data (`resources/categories.toml`)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from reader.categories import Categories
from reader.domain.analysis import Source
from reader.domain.library import State
from reader.ui.translation import QT_TRANSLATE_NOOP

_KINDS = {
    "official": QT_TRANSLATE_NOOP("wording", "official"),
    "expert": QT_TRANSLATE_NOOP("wording", "expert"),
    "witness": QT_TRANSLATE_NOOP("wording", "witness"),
    "person": QT_TRANSLATE_NOOP("wording", "private person"),
    "media": QT_TRANSLATE_NOOP("wording", "news media"),
    "document": QT_TRANSLATE_NOOP("wording", "document"),
    "unnamed": QT_TRANSLATE_NOOP("wording", "unnamed source"),
    "writer": QT_TRANSLATE_NOOP("wording", "the writer"),
}
_SUBKINDS = {
    "state": QT_TRANSLATE_NOOP("wording", "state"),
    "force": QT_TRANSLATE_NOOP("wording", "police or army"),
    "court": QT_TRANSLATE_NOOP("wording", "court"),
    "company": QT_TRANSLATE_NOOP("wording", "company"),
    "party": QT_TRANSLATE_NOOP("wording", "party"),
    "organisation": QT_TRANSLATE_NOOP("wording", "organisation"),
    "armed or unrecognised authority": QT_TRANSLATE_NOOP("wording", "armed or unrecognised authority"),
}
_FORMS = {
    "direct": QT_TRANSLATE_NOOP("wording", "quoted word for word"),
    "indirect": QT_TRANSLATE_NOOP("wording", "told in the writer’s words"),
    "mixed": QT_TRANSLATE_NOOP("wording", "partly quoted"),
}
_CERTAINTIES = {
    "certain": QT_TRANSLATE_NOOP("wording", "put as certain"),
    "probable": QT_TRANSLATE_NOOP("wording", "put as probable"),
    "possible": QT_TRANSLATE_NOOP("wording", "put as possible"),
    "denied": QT_TRANSLATE_NOOP("wording", "denied"),
}
_STATES: dict[State, str] = {
    "unread": QT_TRANSLATE_NOOP("wording", "unread"),
    "reading": QT_TRANSLATE_NOOP("wording", "reading"),
    "read": QT_TRANSLATE_NOOP("wording", "read"),
}
_SHOWN = {
    "clear": (QT_TRANSLATE_NOOP("wording", "Clear"), QT_TRANSLATE_NOOP("wording", "The marks leave little doubt.")),
    "fair": (QT_TRANSLATE_NOOP("wording", "Fair"), QT_TRANSLATE_NOOP("wording", "Another reading is possible.")),
    "unsure": (
        QT_TRANSLATE_NOOP("wording", "Unsure"),
        QT_TRANSLATE_NOOP("wording", "This could well be something else. Judge for yourself."),
    ),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("wording", text)


def kinds() -> dict[str, str]:
    """All kinds of source, by id."""
    return {each: _tr(text) for each, text in _KINDS.items()}


def certainties() -> dict[str, str]:
    """All degrees of certainty, by id."""
    return {each: _tr(text) for each, text in _CERTAINTIES.items()}


def kind(source: Source) -> str:
    """What kind of source this is: "official"."""
    return _tr(_KINDS[source.kind])


def kind_with_subkind(source: Source) -> str:
    """What kind of source this is, as closely as it is known: "official, police or army"."""
    if not source.subkind:
        return kind(source)
    return f"{kind(source)}, {_tr(_SUBKINDS.get(source.subkind, source.subkind))}"


def form(value: str) -> str:
    """How the words are given: "quoted word for word"."""
    return _tr(_FORMS[value])


def certainty(value: str) -> str:
    """How sure the source sounds: "put as possible"."""
    return _tr(_CERTAINTIES[value])


def confidence(shown: str) -> tuple[str, str]:
    """How sure the label is: a word and a sentence."""
    word, sentence = _SHOWN[shown]
    return _tr(word), _tr(sentence)


def name(source: Source) -> str:
    """What the source is called; "the writer" where nobody is named."""
    return source.name or source.text or kind(source)


def state(value: State) -> str:
    """How far an article has been read: "unread"."""
    return _tr(_STATES[value])


def untitled() -> str:
    """What an article without a title is called."""
    return _tr(QT_TRANSLATE_NOOP("wording", "Untitled"))


def column(heading: str) -> str:
    """The heading of a column of the library's list."""
    return QCoreApplication.translate("library", heading)


def mix(shares: Mapping[str, float], known: Categories) -> str:
    """The shares of an article's words: "Reported fact 41 %, official statement 30 %, unmarked 29 %"."""
    parts = [(known[one].title, share) for one, share in shares.items()]
    parts.append((_tr(QT_TRANSLATE_NOOP("wording", "unmarked")), max(0.0, 1 - sum(shares.values()))))
    return ", ".join(f"{title} {share:.0%}".replace("%", " %") for title, share in parts if round(share, 2))
