"""Reading a small YAML file of known keys (site.yaml, agency.yaml) into plain values, with faults."""

from __future__ import annotations

import re
from difflib import get_close_matches

from .located import Edit, Fault, Mapping, Node, Scalar, Sequence, compose


class Reader:
    """Hands out the values of one mapping by key and remembers which keys nobody asked for."""

    def __init__(self, text: str, node: Mapping | None = None, faults: list[Fault] | None = None) -> None:
        self._faults: list[Fault] = [] if faults is None else faults
        self._asked: list[str] = []
        self._children: list[Reader] = []
        self._is_readable = True
        self._node = node if node is not None else self._compose(text)

    def _compose(self, text: str) -> Mapping:
        """The file as a mapping; an empty one, with a fault, when it cannot be read."""
        self._faults += _colons(text)
        if not self._faults:
            root, problems = compose(text)
            self._faults += problems
            if isinstance(root, Mapping):
                return root
            if not problems and text.strip():
                self._faults.append(Fault("not-a-mapping", 0, 1))
        self._is_readable = not self._faults
        return Mapping((), 0, 0)

    def text(self, key: str) -> str:
        value = self._get(key)
        if value is None:
            return ""
        if not isinstance(value, Scalar):
            self._faults.append(Fault("not-text", value.start, value.start + 1, {"name": key}))
            return ""
        return "" if value.text in ("~", "null") and not value.style else value.text.strip()

    def integer(self, key: str) -> int | None:
        value = self._get(key)
        text = self.text(key)
        if not text or value is None:
            return None
        if re.fullmatch(r"-?\d{1,9}", text, re.ASCII) is None:
            self._faults.append(
                Fault(
                    "bad-setting",
                    value.start,
                    value.end,
                    {"name": key, "text": text, "wanted": "请写一个整数。"},
                )
            )
            return None
        return int(text)

    def lines(self, key: str) -> list[str]:
        """A list of texts; one text alone is taken as a list of one."""
        value = self._get(key)
        if isinstance(value, Sequence):
            return [item.text.strip() for item in value.items if isinstance(item, Scalar)]
        return [self.text(key)] if self.text(key) else []

    def table(self, key: str) -> dict[str, str]:
        """A mapping of free names to texts; one text alone stands under the name 说明."""
        value = self._get(key)
        if isinstance(value, Mapping):
            return {name.text: item.text.strip() for name, item in value.entries if isinstance(item, Scalar)}
        return {"说明": self.text(key)} if self.text(key) else {}

    def items(self, key: str) -> list[Reader]:
        value = self._get(key)
        if value is None or (isinstance(value, Scalar) and not value.text):
            return []
        if not isinstance(value, Sequence):
            self._faults.append(Fault("not-a-list", value.start, value.start + 1, {"name": key}))
            return []
        readers = [Reader("", item, self._faults) for item in value.items if isinstance(item, Mapping)]
        self._children += readers
        return readers

    def missing(self, key: str) -> None:
        """A key that must be there is not; said only when the file could be read at all."""
        if self._is_readable:
            self._faults.append(Fault("missing-key", self._node.start, self._node.start + 1, {"name": key}))

    def span(self, key: str) -> tuple[int, int]:
        value = self._node.get(key)
        return (0, 1) if value is None else (value.start, value.end)

    def fault(self, kind: str, key: str, **facts: object) -> None:
        self._faults.append(Fault(kind, *self.span(key), dict(facts)))

    def finish(self) -> list[Fault]:
        """All faults, with one for every key that nobody asked for."""
        for reader in (self, *self._children):
            for key, _ in reader._node.entries:
                if key.text not in reader._asked:
                    close = get_close_matches(key.text, reader._asked, 1, 0.5)
                    facts = {"name": key.text, "suggestion": close[0] if close else "", "inside": ""}
                    self._faults.append(Fault("unknown-key", key.start, key.end, facts))
        return self._faults

    def _get(self, key: str) -> Node | None:
        self._asked.append(key)
        return self._node.get(key)


# A name at the start of a line, its colon, and what follows.
_COLON = re.compile(r"^ *(?:- )?[\u4e00-\u9fff]{1,12}([:：])([ \u3000]*)(?=([^\n]?))", re.MULTILINE)


def _colons(text: str) -> list[Fault]:
    """Colons of the input method, and colons without a blank: what makes a whole file one text."""
    faults = []
    for match in _COLON.finditer(text):
        colon, blank, rest = match.groups()
        if colon == ":" and (blank.startswith(" ") or (not blank and not rest)):
            continue
        start, end = match.start(1), match.end(2)
        facts = {"colon": colon, "signs": blank.replace(" ", ""), "text": match.group().strip()}
        faults.append(Fault("colon", start, start + 1, facts, (Edit(start, end, ": " if rest else ":"),)))
    return faults
