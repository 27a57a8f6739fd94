"""The library's page: the list of articles, what is done with them, and how they come in."""
