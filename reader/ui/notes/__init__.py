"""Notes and highlights: the panel beside an article, and the page of all notes."""
