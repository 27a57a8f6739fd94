"""Dates as people give them for a limit."""

from __future__ import annotations

import re
from datetime import date

from reader.domain.errors import InputError

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def check(*limits: str) -> None:
    """Raises InputError where one is neither "" nor a day, a month or a year of the calendar, ISO 8601."""
    for one in limits:
        if one and not _is_date(one):
            raise InputError(f"“{one}” is no date.", "Write a day, a month or a year: 2022-10-31, 2022-10 or 2022.")


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True
