"""Rules as data: the pattern language, the rule set and its tests."""
