"""Correcting: saying what a passage is, and the list of what was said."""
