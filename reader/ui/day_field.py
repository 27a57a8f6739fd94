"""A field for a day, a month or a year."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

_PARTS = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


class DayField(QLineEdit):
    """Holds "2022", "2022-03" or "2022-03-10", or nothing."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText("2022-03")
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("0000-00-00") + 30)

    def day(self) -> str:
        """What was written."""
        return self.text().strip()

    def problem(self) -> str:
        """What is wrong with it and what to do, or ""."""
        found = _PARTS.fullmatch(self.day())
        try:
            if found:
                date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
        except ValueError:
            found = None
        if found or not self.day():
            return ""
        return self.tr("“{text}” is not a date. Write 2022, 2022-03 or 2022-03-10.").format(text=self.day())
