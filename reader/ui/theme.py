"""Themes: colours as data (`resources/themes/*.toml`), and what Qt needs of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from string import Template
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from reader import paths
from reader.categories import Category, Ink

#: The first of these that is installed is the reading face; faces made for long texts, then what every system has.
READING_FACES = (
    "Source Serif 4", "Source Serif Pro", "Charter", "Literata", "Iowan Old Style", "Gelasio", "Georgia",
    "Noto Serif", "Cambria", "Liberation Serif", "DejaVu Serif",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme, "#RRGGBB".

    page: behind the article. chrome: behind everything else. raised: buttons and cards. accent: focus and progress.
    selection: behind selected text. marker: the reader's highlights.
    """

    id: str
    title: str
    ink: Literal["light", "dark"]
    page: str
    chrome: str
    raised: str
    text: str
    muted: str
    border: str
    accent: str
    on_accent: str
    selection: str
    marker: str

    def ink_of(self, category: Category) -> Ink:
        """The colours of a category's marks in this theme."""
        return category.light if self.ink == "light" else category.dark


@cache
def load_all() -> dict[str, Theme]:
    """Every theme of `resources/themes`, by id (the file's name). Raises TypeError on unknown or missing keys."""
    return {
        file.stem: Theme(id=file.stem, **tomllib.loads(file.read_text(encoding="utf-8")))
        for file in sorted((paths.resources() / "themes").glob("*.toml"))
    }


def choose(wanted: str | None) -> Theme:
    """The theme of this id; None or an unknown id follows the system."""
    themes = load_all()
    if wanted in themes:
        return themes[wanted]
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return themes["dark" if dark else "light"]


def reading_font(point_size: float) -> QFont:
    """The face for the article."""
    font = QFont()
    font.setStyleHint(QFont.StyleHint.Serif)
    face = next((f for f in READING_FACES if QFontDatabase.hasFamily(f)), None)
    if face:
        font.setFamily(face)
    font.setPointSizeF(point_size)
    return font


def palette(theme: Theme) -> QPalette:
    """The theme for Qt's own widgets."""
    roles = QPalette.ColorRole
    colours = {
        roles.Window: theme.chrome, roles.WindowText: theme.text, roles.Base: theme.page, roles.Text: theme.text,
        roles.AlternateBase: theme.chrome, roles.Button: theme.raised, roles.ButtonText: theme.text,
        roles.BrightText: theme.text, roles.ToolTipBase: theme.raised, roles.ToolTipText: theme.text,
        roles.PlaceholderText: theme.muted, roles.Highlight: theme.selection, roles.HighlightedText: theme.text,
        roles.Accent: theme.accent, roles.Link: theme.accent, roles.LinkVisited: theme.accent,
        roles.Light: theme.raised, roles.Midlight: theme.border, roles.Mid: theme.border, roles.Dark: theme.muted,
        roles.Shadow: theme.border,
    }  # fmt: skip
    made = QPalette()
    for role, colour in colours.items():
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return made


def style_sheet(theme: Theme) -> str:
    """What the palette cannot say: lines, spaces and the ring around what has the focus."""
    icons = (paths.resources() / "icons").as_posix()
    return _STYLE.substitute({name: getattr(theme, name) for name in Theme.__slots__}, icons=icons)


_STYLE = Template("""
QMenuBar { background: $chrome; padding: 2px 6px; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; }
QMenuBar::item:selected, QMenu::item:selected { background: $selection; color: $text; }
QMenu { background: $raised; border: 1px solid $border; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 22px; border-radius: 4px; }
QMenu::separator { height: 1px; background: $border; margin: 5px 8px; }
QMenu::item:disabled { color: $muted; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px; }
QStatusBar { background: $chrome; border-top: 1px solid $border; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 2px 8px; }
QProgressBar { background: $border; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QSplitter::handle { background: $border; }
QPushButton { background: $raised; border: 1px solid $border; border-radius: 6px; padding: 6px 14px; }
QPushButton:hover { border-color: $muted; }
QPushButton:pressed { background: $selection; }
QPushButton:disabled { color: $muted; background: $chrome; }
QPushButton:focus, QToolButton:focus { border: 2px solid $accent; padding: 5px 13px; }
QPushButton:checked { background: $selection; border: 2px solid $text; padding: 5px 13px; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[primary="true"]:focus { border: 2px solid $text; }
QToolButton { border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: $selection; }
QToolButton:focus { padding: 3px; }
QTabWidget::pane { border: none; border-top: 1px solid $border; }
QTabBar { background: $chrome; }
QTabBar::tab { background: transparent; color: $muted; padding: 9px 12px 7px 12px; border: none;
  border-bottom: 3px solid transparent; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected:focus { background: $selection; border-radius: 4px; }
QScrollArea, QScrollArea > QWidget > QWidget#card { background: $chrome; border: none; }
QScrollArea:focus { border: 2px solid $accent; }
QListView { background: $chrome; border: 2px solid transparent; outline: none; }
QListView:focus { border-color: $accent; }
QTableView { background: $page; border: 2px solid $border; border-radius: 4px; outline: none;
  selection-background-color: $selection; selection-color: $text; }
QTableView:focus, QTextBrowser:focus { border: 2px solid $accent; }
QTableView::item { padding: 3px 10px; }
QTableView QHeaderView, QTableView QHeaderView::section { background: $chrome; color: $muted; border: none; }
QTableView QHeaderView::section { border-bottom: 1px solid $border; padding: 5px 13px; }
QTextBrowser { background: transparent; border: 2px solid transparent; border-radius: 4px; }
QLineEdit, QPlainTextEdit { background: $page; border: 2px solid $border; border-radius: 4px; padding: 3px 6px; }
QLineEdit:focus, QPlainTextEdit:focus { border-color: $accent; }
QComboBox { background: $page; border: 2px solid $border; border-radius: 4px; padding: 2px 6px; }
QSpinBox QLineEdit { border-width: 0; padding: 0; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url("$icons/down.svg"); width: 12px; height: 12px; }
QComboBox:focus { border-color: $accent; }
QListView::item { padding: 4px 6px; }
QListView::item:selected { background: $selection; color: $text; }
QCheckBox::indicator, QListView::indicator { width: 12px; height: 12px; border: 2px solid $muted; border-radius: 3px;
  background: $page; }
QListView::indicator:indeterminate { background: $muted; }
QCheckBox::indicator:checked, QListView::indicator:checked { background: $accent; border-color: $text;
  image: url("$icons/check-$ink.svg"); }
QCheckBox:focus { color: $accent; }
QLabel:focus { background: $selection; border-radius: 4px; }
QFrame#reading { background: $page; border: 2px solid $page; }
QFrame#reading[ring="true"] { border-color: $accent; }
QFrame#messages { background: $raised; border: none; border-bottom: 1px solid $border; border-left: 5px solid $text; }
QFrame#note { background: $chrome; border: none; border-bottom: 1px solid $border; }
QFrame#note QLabel { color: $muted; }
QFrame#legend { background: $chrome; border: none; border-bottom: 1px solid $border; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="wrong"] { color: $text; background: $raised; border-left: 4px solid $text; padding: 6px 10px; }
QLabel#recovery { background: $page; border: 1px solid $border; border-radius: 6px; padding: 12px; }
QLabel[role="section"] { color: $muted; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: $border; border-radius: 4px; min-height: 32px; margin: 2px; }
QScrollBar::handle:vertical:hover { background: $muted; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { background: $border; border-radius: 4px; min-width: 32px; margin: 2px; }
QScrollBar::handle:horizontal:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none; height: 0;
  width: 0; }
""")
