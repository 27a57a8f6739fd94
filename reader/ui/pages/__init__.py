"""The pages on the whole library (search, notes, samples), wired to the desk; each is made when it is turned to."""
