"""A report's Markdown → sections of the form as HTML and as plain text, and what is wrong with it.

`read_prose` is the whole of it; `render_page` reads the site's own pages with the same Chinese rules.
"""

from .lines import widen
from .model import Paragraph, Prose, ProseSection, prose_from_json, prose_to_json
from .pages import render_page
from .reader import read_prose

__all__ = ["Paragraph", "Prose", "ProseSection", "prose_from_json", "prose_to_json", "read_prose", "render_page", "widen"]
