"""Printed words → the headings of a form they may stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...forms import Form, Heading
from ..folding import fold

# Exact in all but blanks, punctuation, enumerators, or a remark in parentheses.
SURE = 0.95
# Below it a person should look whether the label was understood.
CLEAR = 0.88
_CLOSEST = 0.75
_PART = 0.8
_MARGIN = 0.08
LONGEST = 90
_SHORT = 3

# Traditional signs of the labels, and 其它 for 其他.
_TRADITIONAL = str.maketrans(
    "規範機構組織業請項數處罰強許費總計維續辦結轉準審訴訟複復議後經個關補內確認無當訪舉報條為與黨務稱團體"
    "環區縣鎮鄉國員會開發佈製廢現額萬單購採產權類證據資訊繳納聯繫來實際應長護執舊標題從這過屬於檔詢徵擾穩"
    "級獲圖書醫養學選對別種幾間門職責稅財設它",
    "规范机构组织业请项数处罚强许费总计维续办结转准审诉讼复复议后经个关补内确认无当访举报条为与党务称团体"
    "环区县镇乡国员会开发布制废现额万单购采产权类证据资讯缴纳联系来实际应长护执旧标题从这过属于档询征扰稳"
    "级获图书医养学选对别种几间门职责税财设他",
)
_ENUMERATOR = re.compile(
    r"(?:\([一二三四五六七八九十]{1,3}\)[、.,:]?|[一二三四五六七八九十]{1,3}[、.,:]|第[一二三四五六七八九十]{1,3}[、,:]"
    r"|\(\d{1,2}\)[、.,:]?|\d{1,2}[、.,:)]?(?=\D))"
)
_PARENTHESES = re.compile(r"[(\[〔【][^()\[\]〔〕【】]*[)\]〕】]?")
_AMONG = re.compile(r"其中")
# Ways to call a sum; as good as each other where only one of them is known.
_SUM = re.compile(r"[总合共]计")


@dataclass(frozen=True, slots=True)
class Node:
    """One heading of one block. `axis`: row, column, banner, corner or title (of the whole table); `leaves` are
    the places of the rows or columns below it, counted within the block from 0, `depth` its level."""

    axis: str
    table: int
    block: int
    depth: int = 0
    leaves: tuple[int, ...] = ()
    label: str = ""
    is_leaf: bool = True

    def covers(self, other: Node) -> bool:
        """Whether `other` stands below this one, or is it."""
        return (
            (self.axis, self.table, self.block) == (other.axis, other.table, other.block)
            and self.depth <= other.depth
            and set(other.leaves) <= set(self.leaves)
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """`is_renamed`: found only by another word for a sum."""

    node: Node
    score: float
    is_renamed: bool = False


@dataclass(frozen=True, slots=True)
class _Written:
    """A label as it is compared: whole, without its enumerator, without parentheses."""

    full: str
    bare: str
    core: str


def written(text: str) -> _Written:
    """The three ways a label is compared."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).translate(_TRADITIONAL)
    bare = plain
    while (match := _ENUMERATOR.match(bare)) and fold(bare[match.end() :]):
        bare = bare[match.end() :]
    core = _PARENTHESES.sub("", bare)
    return _Written(fold(plain), fold(bare), fold(core))


class Labels:
    """All labels of a form, to look printed words up in."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._known: dict[str, tuple[_Written, list[Node]]] = {}
        self._found: dict[str, tuple[Hit, ...]] = {}
        for node, names in _nodes(form):
            for name in names:
                self._known.setdefault(name, (written(name), []))[1].append(node)
        self._sums = sorted({match.group() for name in self._known for match in _SUM.finditer(name)})

    def may_begin_with(self, text: str) -> bool:
        """Whether any label holds the first two letters of `text`, so that it may be the beginning of one."""
        start = written(text).bare[:2]
        return bool(start) and any(start in known.full for known, _ in self._known.values())

    def find(self, text: str) -> tuple[Hit, ...]:
        """What `text` may stand for, best first: every exact match, or the nearest labels of a clear margin."""
        hits = self._found.get(text)
        if hits is None:
            hits = self._found[text] = tuple(self._find(text) or self._renamed(text))
        return hits

    def _renamed(self, text: str) -> list[Hit]:
        others = (_SUM.sub(word, text) for word in self._sums if _SUM.search(text))
        found = next(filter(None, map(self._find, others)), [])
        return [replace(hit, is_renamed=True) for hit in found]

    def _find(self, text: str) -> list[Hit]:
        if len(text) > 4 * LONGEST:
            return []
        asked = written(text)
        if not asked.full or len(asked.core or asked.full) > LONGEST:
            return []
        best: dict[Node, float] = {}
        for known, nodes in self._known.values():
            score = likeness(asked, known)
            if score >= _CLOSEST:
                for node in nodes:
                    best[node] = max(score, best.get(node, 0))
        top = max(best.values(), default=0)
        lowest = SURE if top >= SURE else top - _MARGIN
        hits = [Hit(node, score) for node, score in best.items() if score >= lowest]
        return sorted(hits, key=lambda hit: -hit.score)


def likeness(asked: _Written, known: _Written) -> float:
    """0 to 1. Labels of three signs or fewer are the same or are not."""
    if asked.full == known.full:
        return 1.0
    if asked.bare == known.bare:
        return 0.98
    if asked.core and known.core and asked.core == known.core:
        return 0.96
    texts = (asked.core or asked.bare, known.core or known.bare)
    if min(map(len, texts)) <= _SHORT or max(map(len, texts)) > LONGEST or _AMONG.match(texts[0]):
        return 0.0
    from rapidfuzz.distance import Levenshtein

    score = max(
        Levenshtein.normalized_similarity(*texts), Levenshtein.normalized_similarity(asked.bare, known.bare)
    )
    if score < _PART and (texts[0] in texts[1] or texts[1] in texts[0]):
        score = _PART
    return min(score, SURE - 0.01)


def _nodes(form: Form) -> Iterator[tuple[Node, tuple[str, ...]]]:
    sections = {section.table: section for section in form.sections if section.table}
    for number, table in enumerate(form.tables):
        section = sections.get(table.key)
        titles = (table.title, *((section.title, *section.aliases) if section else ()))
        yield Node("title", number, -1), tuple(dict.fromkeys(titles))
        for index, block in enumerate(table.blocks):
            for axis, label in (("banner", block.banner), ("corner", block.corner)):
                if label:
                    yield Node(axis, number, index), (label,)
            for axis, headings in (("row", block.rows), ("column", block.columns)):
                yield from _tree(axis, number, index, headings)


def _tree(
    axis: str, table: int, block: int, headings: tuple[Heading, ...]
) -> Iterator[tuple[Node, tuple[str, ...]]]:
    leaf = 0
    stack: list[tuple[tuple[Heading, ...], Heading]] = [((), heading) for heading in reversed(headings)]
    while stack:
        above, heading = stack.pop()
        path = (*above, heading)
        count = sum(1 for _ in heading.leaves())
        if heading.label:
            typed = (heading.name,) if len(heading.name) > _SHORT else ()
            names = tuple(dict.fromkeys((heading.label, heading.short, *heading.aliases, *typed)))
            leaves = tuple(range(leaf, leaf + count))
            node = Node(axis, table, block, len(path), leaves, heading.label, heading.is_leaf)
            yield node, tuple(filter(None, names))
        if heading.is_leaf:
            leaf += 1
        stack += [(path, child) for child in reversed(heading.children)]
