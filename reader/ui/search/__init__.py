"""Searching the library: words and facets in, sentences in their context out."""
