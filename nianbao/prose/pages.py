"""The site's own pages (关于, 无障碍声明 …): the same Chinese rules, and lists."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from .chinese import add_rules
from .lines import BLANKS, printable


def render_page(text: str) -> tuple[str, str]:
    """Title and HTML of a page; the title is a first line `# 标题` and does not stand in the HTML."""
    first, _, rest = printable(text).lstrip(f"{BLANKS}\r\n").partition("\n")
    if first.startswith(("# ", "#　", "＃")):
        return first.lstrip("#＃").strip(), _render(rest)
    return "", _render(printable(text))


def _render(text: str) -> str:
    html: str = _reader().render(text)
    return html


@cache
def _reader() -> MarkdownIt:
    reader = add_rules(MarkdownIt("commonmark", {"html": False}), citations=False)
    reader.block.ruler.push("line", _line)
    reader.block.ruler.enableOnly(["heading", "list", "line"])
    return reader


def _line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """One line, one paragraph, however deep it is indented."""
    text = state.getLines(start, start + 1, state.blkIndent, False).strip(BLANKS)
    state.line = start + 1
    if not text:
        return True
    opened = state.push("paragraph_open", "p", 1)
    opened.map = [start, start + 1]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = text, [start, start + 1], []
    state.push("paragraph_close", "p", -1)
    return True
