"""Search: a sharded index of character pairs that a page reads with plain scripts, even from disk.

`index_terms` looks at one report, `build_index` (or, for a build that keeps results, `plan_index`)
merges all of them into files under `search/`. Everything here takes values and returns values.
"""

from .index import IndexFile, build_index, plan_index
from .source import SearchBody, SearchHead, SearchSource, SearchTerms, index_terms
from .text import fold
from .words import FigureLabel, SearchSite, parse_aliases, parse_traditional

__all__ = [
    "FigureLabel",
    "IndexFile",
    "SearchBody",
    "SearchHead",
    "SearchSite",
    "SearchSource",
    "SearchTerms",
    "build_index",
    "fold",
    "index_terms",
    "parse_aliases",
    "parse_traditional",
    "plan_index",
]
