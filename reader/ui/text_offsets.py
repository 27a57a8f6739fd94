"""Where a place in a text is, for those who count code points and for those who count UTF-16 units. No Qt in here."""

from __future__ import annotations

import re
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def _has_astral(text: str) -> bool:
    """Most texts have none, and to see that this way takes a tenth of the time of a search."""
    return not text.isascii() and len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)


class TextOffsets:
    """Code points (Python, spaCy) to UTF-16 units (Qt) and back, for one text."""

    def __init__(self, text: str) -> None:
        self._points = [m.start() for m in _ASTRAL.finditer(text)] if _has_astral(text) else []
        self._units = [point + n for n, point in enumerate(self._points)]

    def to_units(self, points: int) -> int:
        """UTF-16 units before this code point."""
        return points + bisect_left(self._points, points)

    def to_points(self, units: int) -> int:
        """Code points before this UTF-16 unit; inside a surrogate pair, the place before the pair."""
        return units - bisect_left(self._units, units)
