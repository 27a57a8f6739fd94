"""The *Accuracy* page: the figures that ship with Sayso, and its known failures."""
