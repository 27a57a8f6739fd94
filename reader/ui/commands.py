"""Everything the menus and the keyboard can do, in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from reader.ui.translation import QT_TRANSLATE_NOOP

Handler = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of a menu. group: commands of one group exclude each other and are checkable."""

    id: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    group: str = ""


_FILE = QT_TRANSLATE_NOOP("commands", "&File")
_EDIT = QT_TRANSLATE_NOOP("commands", "&Edit")
_LIBRARY = QT_TRANSLATE_NOOP("commands", "&Library")
_VIEW = QT_TRANSLATE_NOOP("commands", "&View")
_GO = QT_TRANSLATE_NOOP("commands", "&Go")
_HELP = QT_TRANSLATE_NOOP("commands", "&Help")

COMMANDS = (
    Command("open", _FILE, QT_TRANSLATE_NOOP("commands", "&Open…"), ("Ctrl+O",)),
    Command("paste", _FILE, QT_TRANSLATE_NOOP("commands", "&Paste an article"), ("Ctrl+V",)),
    Command("sample", _FILE, QT_TRANSLATE_NOOP("commands", "Open the &sample")),
    Command("keep", _FILE, QT_TRANSLATE_NOOP("commands", "&Keep in the library"), ("Ctrl+S",)),
    Command("-", _FILE, ""),
    Command("import-files", _FILE, QT_TRANSLATE_NOOP("commands", "&Import files…"), ("Ctrl+I",)),
    Command("import-folder", _FILE, QT_TRANSLATE_NOOP("commands", "Import a &folder…"), ("Ctrl+Shift+I",)),
    Command("-", _FILE, ""),
    Command("quit", _FILE, QT_TRANSLATE_NOOP("commands", "&Quit"), ("Ctrl+Q",)),
    Command("undo", _EDIT, QT_TRANSLATE_NOOP("commands", "&Undo"), ("Ctrl+Z",)),
    Command("redo", _EDIT, QT_TRANSLATE_NOOP("commands", "&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y")),
    Command("-", _EDIT, ""),
    Command("note", _EDIT, QT_TRANSLATE_NOOP("commands", "&Note…"), ("N",)),
    Command("highlight", _EDIT, QT_TRANSLATE_NOOP("commands", "&Highlight"), ("H",)),
    Command("correct", _EDIT, QT_TRANSLATE_NOOP("commands", "C&orrect…"), ("C",)),
    Command("border", _EDIT, QT_TRANSLATE_NOOP("commands", "Move the mark’s &border here"), ("B",)),
    Command("-", _EDIT, ""),
    Command("star", _EDIT, QT_TRANSLATE_NOOP("commands", "&Star"), ("Ctrl+D",)),
    Command("mark-unread", _EDIT, QT_TRANSLATE_NOOP("commands", "Mark as &unread"), ("Ctrl+Shift+U",)),
    Command("mark-reading", _EDIT, QT_TRANSLATE_NOOP("commands", "Mark as rea&ding"), ("Ctrl+Shift+D",)),
    Command("mark-read", _EDIT, QT_TRANSLATE_NOOP("commands", "Mark as r&ead"), ("Ctrl+Shift+R",)),
    Command("tags", _EDIT, QT_TRANSLATE_NOOP("commands", "&Tags…"), ("Ctrl+T",)),
    Command("collections", _EDIT, QT_TRANSLATE_NOOP("commands", "&Collections…"), ("Ctrl+Shift+T",)),
    Command("-", _EDIT, ""),
    Command("remove", _EDIT, QT_TRANSLATE_NOOP("commands", "Re&move from the library"), ("Ctrl+Del",)),
    Command("put-back", _EDIT, QT_TRANSLATE_NOOP("commands", "&Put back into the library")),
    Command("erase", _EDIT, QT_TRANSLATE_NOOP("commands", "Erase for &good…")),
    Command("-", _EDIT, ""),
    Command("settings", _EDIT, QT_TRANSLATE_NOOP("commands", "Sett&ings…"), ("Ctrl+,",)),
    Command("zoom-in", _VIEW, QT_TRANSLATE_NOOP("commands", "&Larger letters"), ("Ctrl++", "Ctrl+=")),
    Command("zoom-out", _VIEW, QT_TRANSLATE_NOOP("commands", "S&maller letters"), ("Ctrl+-",)),
    Command("zoom-normal", _VIEW, QT_TRANSLATE_NOOP("commands", "&Normal letters"), ("Ctrl+0",)),
    Command("-", _VIEW, ""),
    Command("evidence", _VIEW, QT_TRANSLATE_NOOP("commands", "&Evidence"), ("E",)),
    Command("left-out", _VIEW, QT_TRANSLATE_NOOP("commands", "Left &out"), ("L",)),
    Command("notes", _VIEW, QT_TRANSLATE_NOOP("commands", "&Notes"), ("Shift+N",)),
    Command("corrections", _VIEW, QT_TRANSLATE_NOOP("commands", "&Corrections"), ("Shift+C",)),
    Command("versions", _VIEW, QT_TRANSLATE_NOOP("commands", "&Versions"), ("V",)),
    Command("-", _VIEW, ""),
    Command("theme-system", _VIEW, QT_TRANSLATE_NOOP("commands", "Colours as the &system"), group="theme"),
    Command("theme-light", _VIEW, QT_TRANSLATE_NOOP("commands", "L&ight colours"), group="theme"),
    Command("theme-dark", _VIEW, QT_TRANSLATE_NOOP("commands", "&Dark colours"), group="theme"),
    Command("page-article", _GO, QT_TRANSLATE_NOOP("commands", "Ar&ticle"), ("Ctrl+1",)),
    Command("library", _GO, QT_TRANSLATE_NOOP("commands", "&Library"), ("Ctrl+2", "Ctrl+L")),
    Command("search", _GO, QT_TRANSLATE_NOOP("commands", "&Search"), ("Ctrl+3", "Ctrl+Shift+F")),
    Command("all-notes", _GO, QT_TRANSLATE_NOOP("commands", "All &notes"), ("Ctrl+4",)),
    Command("samples", _GO, QT_TRANSLATE_NOOP("commands", "Sa&mples"), ("Ctrl+5",)),
    Command("-", _GO, ""),
    Command("next", _GO, QT_TRANSLATE_NOOP("commands", "Ne&xt passage"), ("J",)),
    Command("previous", _GO, QT_TRANSLATE_NOOP("commands", "&Previous passage"), ("K",)),
    Command("article", _GO, QT_TRANSLATE_NOOP("commands", "Back to the &article"), ("Esc",)),
    Command("back-up", _LIBRARY, QT_TRANSLATE_NOOP("commands", "&Back up now")),
    Command("restore", _LIBRARY, QT_TRANSLATE_NOOP("commands", "&Restore a backup…")),
    Command("check", _LIBRARY, QT_TRANSLATE_NOOP("commands", "Look for &damage")),
    Command("-", _LIBRARY, ""),
    Command("passphrase", _LIBRARY, QT_TRANSLATE_NOOP("commands", "New &passphrase or keyring…")),
    Command("recovery-key", _LIBRARY, QT_TRANSLATE_NOOP("commands", "New recovery &key…")),
    Command("rekey", _LIBRARY, QT_TRANSLATE_NOOP("commands", "&Encrypt with a new key")),
    Command("accuracy", _HELP, QT_TRANSLATE_NOOP("commands", "&Accuracy…"), ("Ctrl+Shift+A",)),
)


def install(window: QMainWindow, handlers: Mapping[str, Handler]) -> dict[str, QAction]:
    """Put every command into the window's menus. A command without a handler is a mistake: KeyError."""
    menus: dict[str, QMenu] = {}
    groups: dict[str, QActionGroup] = {}
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        if command.menu not in menus:
            menus[command.menu] = window.menuBar().addMenu(QCoreApplication.translate("commands", command.menu))
        if command.id == "-":
            menus[command.menu].addSeparator()
            continue
        action = QAction(QCoreApplication.translate("commands", command.text), window)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        # The signal tells whether the action is checked, which no handler wants to hear.
        action.triggered.connect(lambda _checked=False, run=handlers[command.id]: run())
        if command.group:
            group = groups.setdefault(command.group, QActionGroup(window))
            action.setCheckable(True)
            group.addAction(action)
        menus[command.menu].addAction(action)
        actions[command.id] = action
    return actions
