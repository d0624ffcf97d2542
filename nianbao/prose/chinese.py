"""The inline rules of our Markdown: what is markup within one line of Chinese text, and what is not.

Markup is `**bold**`, `[words](address)`, a bare `https://…` and `{a cited cell}`; a backslash takes away
the meaning of the sign behind it. Everything else (`*`, `_`, `<`, `~`, `&`, backquotes) is text as typed.
Every text token knows in `meta["at"]` where it stands in the line, because findings need exact places.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

CITATION = "citation"
BAD_LINK, IMAGE, LONE_BOLD, LONE_BRACE = "prose-link", "prose-image", "prose-bold", "brace-alone"


def read_line(text: str) -> list[Token]:
    """The inline tokens of one line. `meta["fault"]` marks a token that is not what it was meant to be."""
    if _SPECIAL.search(text) is None:
        token = Token("text", "", 0)
        token.content, token.meta = text, {"at": 0}
        return [token] if text else []
    return _reader().inline.parse(text, _reader(), {}, [])


def to_html(tokens: list[Token]) -> str:
    """Inline tokens, citations already resolved, as HTML."""
    if len(tokens) == 1 and tokens[0].type == "text":
        return escapeHtml(tokens[0].content)
    reader = _reader()
    html: str = reader.renderer.render(tokens, reader.options, {})
    return html


def add_rules(reader: MarkdownIt, *, citations: bool) -> MarkdownIt:
    """Give a reader these inline rules and no others."""
    rules = {"image": _image, "link": _link, "address": _address, "bold": _bold, "escape": _escape}
    if citations:
        rules["citation"] = _citation
    names = [f"chinese_{name}" for name in (*rules, "words")]
    for name, rule in zip(names, (*rules.values(), _words), strict=True):
        reader.inline.ruler.push(name, rule)
    reader.inline.ruler2.push("chinese_bold", _pair_bold)
    reader.inline.ruler.enableOnly(names)
    reader.inline.ruler2.enableOnly(["balance_pairs", "chinese_bold"])
    return reader


@cache
def _reader() -> MarkdownIt:
    return add_rules(MarkdownIt("commonmark", {"html": False}), citations=True)


# -- text

# Where the rule for words stops, so that another rule may look.
_SPECIAL = re.compile(r"[\\*\[{}｛｝]|!\[|https?://")


def _words(state: StateInline, silent: bool) -> bool:
    """Everything up to the next sign that may be markup; comes last and always takes something."""
    start = state.pos
    match = _SPECIAL.search(state.src, start, state.posMax)
    if match is not None and match.start() == start:
        match = _SPECIAL.search(state.src, start + 1, state.posMax)
    _push_text(state, start, state.posMax if match is None else match.start())
    return True


_ESCAPED = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~｛｝＊＃")


def _escape(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "\\" or start + 1 >= state.posMax or state.src[start + 1] not in _ESCAPED:
        return False
    _push_text(state, start + 1, start + 2)
    return True


def _push_text(state: StateInline, start: int, end: int, fault: str = "") -> Token:
    token = state.push("text", "", 0)
    token.content = state.src[start:end]
    token.meta = {"at": start, "fault": fault} if fault else {"at": start}
    state.pos = end
    return token


# -- bold


def _bold(state: StateInline, silent: bool) -> bool:
    """Two stars. Only blanks decide which way they face: in CommonMark `**重点。**然后` is not bold, because
    it takes Chinese punctuation for the edge of a word. One star, or three, are just stars."""
    start = state.pos
    if state.src[start] != "*":
        return False
    end = start + 1
    while end < state.posMax and state.src[end] == "*":
        end += 1
    if end - start != 2:
        _push_text(state, start, end)
        return True
    _push_text(state, start, end, LONE_BOLD)
    state.delimiters.append(
        Delimiter(
            marker=ord("*"),
            length=0,
            token=len(state.tokens) - 1,
            end=-1,
            open=end < state.posMax and not state.src[end].isspace(),
            close=start > 0 and not state.src[start - 1].isspace(),
        )
    )
    return True


def _pair_bold(state: StateInline) -> None:
    """Turn the stars that markdown-it has paired into tags."""
    for delimiters in (state.delimiters, *(meta["delimiters"] for meta in state.tokens_meta if meta)):
        for opener in delimiters:
            if opener.end >= 0:
                _make_tag(state.tokens[opener.token], "strong_open", 1)
                _make_tag(state.tokens[delimiters[opener.end].token], "strong_close", -1)


def _make_tag(token: Token, kind: str, nesting: int) -> None:
    token.type, token.tag, token.content = kind, "strong", ""
    token.nesting = 1 if nesting > 0 else -1
    token.meta = {}


# -- links and images

# Labels may hold brackets one deep, as in [国发[2021]30号](…). Possessive, so that no input is slow.
_LABEL = r"\[(?P<label>(?:[^\[\]]++|\[[^\[\]]*+\])*+)\]"
_TARGET = r"\(\s*+(?P<target>[^\s()]*+(?:\([^\s()]*+\)[^\s()]*+)*+)\s*+\)"
# The input method's brackets, where what they hold can only be an address.
_WIDE_TARGET = r"[（(]\s*+(?P<wide>https?://[^\s()（）]++)\s*+[）)]"
_LINK = re.compile(rf"!?{_LABEL}(?:{_TARGET}|{_WIDE_TARGET}|(?P<spoilt>\([^()]*+\)))")
# What sets the address of a file or a place apart from words in brackets, as in 国发[2021](试行).
_ADDRESS_SIGN = re.compile(r"[./#:?\\]")


def _link(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "[" or state.linkLevel:
        return False
    match = _LINK.match(state.src, start, state.posMax)
    if match is None or not _ADDRESS_SIGN.search(match.group()[len(match["label"]) :]):
        return False
    href = safe_href(match["target"] or match["wide"] or "")
    if href is None or not match["label"].strip():
        _push_text(state, start, match.end(), BAD_LINK)
        return True
    limit, state.posMax = state.posMax, match.end("label")
    state.pos = match.start("label")
    state.push("link_open", "a", 1).attrs = {"href": href}
    state.linkLevel += 1
    state.md.inline.tokenize(state)
    state.linkLevel -= 1
    state.push("link_close", "a", -1)
    state.pos, state.posMax = match.end(), limit
    return True


def _image(state: StateInline, silent: bool) -> bool:
    """Pictures have no place in a report's prose: they are not searchable and nobody hears them read."""
    if state.src[state.pos] != "!":
        return False
    match = _LINK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    _push_text(state, state.pos, match.end(), IMAGE)
    return True


# Bounded, because a text of nothing but `https://` would be read anew from each of them.
_BARE = re.compile(r"https?://[A-Za-z0-9\-._~:/?#\[\]@!$&'()+,;=%]{1,2000}+")


def _address(state: StateInline, silent: bool) -> bool:
    """A bare address: ASCII only, so that it ends where Chinese goes on; last punctuation is given back."""
    start = state.pos
    if state.src[start] != "h" or state.linkLevel:
        return False
    match = _BARE.match(state.src, start, state.posMax)
    before = state.src[start - 1 : start]
    if match is None or (before.isascii() and before.isalnum()):
        return False
    end = start + _length(match.group())
    if state.src[start:end].endswith("//"):
        return False
    href = safe_href(state.src[start:end])
    if href is None:
        return False
    state.push("link_open", "a", 1).attrs = {"href": href}
    _push_text(state, start, end)
    state.push("link_close", "a", -1)
    return True


def _length(address: str) -> int:
    """Without trailing punctuation; a closing bracket belongs to it when it was opened within it."""
    end = len(address)
    surplus = address.count(")") - address.count("(")
    while end and address[end - 1] in ".,;:!?')]":
        if address[end - 1] == ")":
            if surplus <= 0:
                break
            surplus -= 1
        end -= 1
    return end


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_ALLOWED = re.compile(r"https?://[^/\\]|mailto:[^/\\]", re.IGNORECASE)


def safe_href(target: str) -> str | None:
    """The address as an attribute may hold it; None unless it is http, https, mailto or relative.

    An address from the root of the server is refused too: it breaks under a sub-path and from disk.
    """
    if not target or target[0] in "/\\" or (_SCHEME.match(target) and not _ALLOWED.match(target)):
        return None
    return quote(target, safe="!#$%&'()*+,/:;=?@[]~", errors="replace")


# -- citations

_CITED = re.compile(r"[{｛]([^{}｛｝]{1,80})[}｝]")


def _citation(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] not in "{｛}｝":
        return False
    match = _CITED.match(state.src, start, state.posMax)
    if match is None:
        _push_text(state, start, start + 1, LONE_BRACE)
        return True
    token = state.push(CITATION, "", 0)
    token.content = match[1]
    token.meta = {"at": start, "end": match.end()}
    state.pos = match.end()
    return True
