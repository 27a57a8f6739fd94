"""Lists of passages: search results, notes, corrections, changes. One kind of row, painted when it is seen."""
