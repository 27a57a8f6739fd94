"""Coding samples: drawing them, coding them blind, and how far coders and machine agree."""
