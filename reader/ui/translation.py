"""Texts that stand in tables, where `tr` cannot be called."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - the name Qt's translation tools look for
    """Mark a text for translation where it is looked up later. Qt's own function is the same, but untyped."""
    return text
