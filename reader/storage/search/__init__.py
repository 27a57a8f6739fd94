"""Full-text search over sentences and notes, by words and by what is marked; all SQL that only SQLite knows is here.

One row of `search_index` is a sentence (of a shown block: claims, title, headings, captions) or a note. It has no text
of its own, only: words, facets (one word for each value that a mark of the sentence has), voices (the words of its
sources' names). Its number tells where it belongs: article << 20 | sentence << 1 | whether the sentence has several
marks; a note's is minus its id. Where one mark must have several facets at once and the sentence has more than one, the
table `spans` is asked.
"""

from reader.storage.search.finding import find, values
from reader.storage.search.indexing import (
    forget_article,
    forget_note,
    index_note,
    is_current,
    purge,
    rebuild,
    reindex,
)

__all__ = [
    "find", "forget_article", "forget_note", "index_note", "is_current", "purge", "rebuild", "reindex", "values"
]  # fmt: skip
