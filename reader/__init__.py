"""Sayso: a reader that shows on whose say-so each sentence of a saved article stands."""
