"""What stands in a year's file besides the tables: date, title, 核实说明, 更正."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .cells import PENDING, SIGN_OF
from .dates import parse_date, read_date
from .form_names import CORRECTION_FIELDS, CORRECTIONS, FIELDS, NOTE_FIELDS, NOTES
from .located import Edit, Fault, Mapping, Node, Scalar, Sequence
from .names import closest

UNDATED = "待定"
_UNFILLED = SIGN_OF[PENDING]

PUBLISHED = next(typed for typed, name in FIELDS.items() if name == "published")
_NOTHING = ("", "无", "没有", "~")
_LOST = re.compile(r"[ \t]+(#[^\s#].*)")
_PUNCTUATION = "“”‘’\"'。．.，,；; \u3000\ue000"
NUMBERS = re.compile(r"[^\s,，、;；]+")
_WIDE_DIGITS = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {ord("．"): "."}
# A remark behind these is no text that was lost.
_SHORT = frozenset({"published", "edition", "date", "public"})


@dataclass(frozen=True, slots=True)
class Explanation:
    """A 核实说明: a finding that is known and stands, with its reason."""

    rule: str
    path: str
    numbers: tuple[str, ...]
    text: str
    by: str
    date: str
    public: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A 更正: a change made after publication."""

    date: str
    text: str
    reason: str
    start: int
    end: int


def anchored(key: Scalar, value: Node) -> Node:
    """A value that is not there stands right behind its name; the parsers place it differently."""
    is_nothing = isinstance(value, Scalar) and not value.text and not value.style
    return Scalar("", key.end, key.end) if is_nothing else value


class FieldReader:
    """Reads what is no table; `faults` grow as it goes."""

    def __init__(self, text: str, faults: list[Fault]) -> None:
        self.fields: dict[str, str] = {}
        self.spans: dict[str, tuple[int, int]] = {}
        self._text = text
        self._faults = faults

    def field(self, key: Scalar, value: Node) -> None:
        name = FIELDS[key.text]
        self.fields[name] = self._value(key, value, name)
        self.spans[name] = (value.start, value.end)

    def published(self) -> date | None:
        """The date of publication; None for a draft, or for a date that cannot be read."""
        typed = self.fields.get("published", "")
        if typed in ("", UNDATED):
            return None
        if typed.strip(_PUNCTUATION) == UNDATED:
            span = self.spans["published"]
            self._fault(
                "word-form", *span, (Edit(*span, UNDATED),), name=PUBLISHED, text=typed, written=UNDATED
            )
            self.fields["published"] = UNDATED
            return None
        self.fields["published"] = self._date(typed, *self.spans["published"], PUBLISHED)
        return parse_date(self.fields["published"])

    def explanations(self, node: Node) -> Iterator[Explanation]:
        for item in self._items(node, NOTES, NOTE_FIELDS):
            values = self._item(item, NOTE_FIELDS, NOTES)
            yield Explanation(
                rule=values.get("rule", ""),
                path=values.get("path", ""),
                numbers=tuple(NUMBERS.findall(values.get("numbers", "").translate(_WIDE_DIGITS))),
                text=values.get("text", ""),
                by=values.get("by", ""),
                date=values.get("date", ""),
                public=values.get("public", "").strip(_PUNCTUATION) == "是",
                start=item.start,
                end=item.end,
            )

    def corrections(self, node: Node) -> Iterator[Correction]:
        for item in self._items(node, CORRECTIONS, CORRECTION_FIELDS):
            values = self._item(item, CORRECTION_FIELDS, CORRECTIONS)
            if not values.get("date"):
                self._fault("correction-without-date", item.start, item.start + 1, names=(CORRECTIONS,))
            self._check_finished(item)
            yield Correction(
                values.get("date", ""), values.get("text", ""), values.get("reason", ""), item.start, item.end
            )

    def _check_finished(self, item: Mapping) -> None:
        """A 更正 is for readers: what is still to be written must not be published."""
        for key, value in item.entries:
            start = self._text.find(_UNFILLED, value.start, value.end)
            if start >= 0:
                self._fault("correction-unfinished", start, start + len(_UNFILLED), name=key.text)

    # -- parts

    def _items(self, node: Node, name: str, known: dict[str, str]) -> list[Mapping]:
        if isinstance(node, Scalar) and _plain(node).strip(_PUNCTUATION) in _NOTHING:
            return []
        if isinstance(node, Mapping) and any(key.text in known for key, _ in node.entries):
            self._fault("not-a-list", node.start, node.start + 1, name=name, first=node.entries[0][0].text)
            return [node]
        if not isinstance(node, Sequence):
            self._fault("not-a-list", node.start, node.start + 1, name=name)
            return []
        for item in node.items:
            if not isinstance(item, Mapping):
                self._fault("item-not-named", item.start, item.end, name=name, known=list(known))
        return [item for item in node.items if isinstance(item, Mapping)]

    def _item(self, item: Mapping, known: dict[str, str], inside: str) -> dict[str, str]:
        values: dict[str, str] = {}
        for key, typed in item.entries:
            value = anchored(key, typed)
            name = known.get(key.text)
            if name is None:
                facts = {"name": key.text, "suggestion": closest(key.text, known), "inside": inside}
                self._faults.append(Fault("unknown-key", key.start, key.end, facts))
                continue
            text = self._value(key, value, name)
            if name == "date" and text and text != _UNFILLED:
                text = self._date(text, value.start, value.end, key.text)
            values[name] = text
        return values

    def _value(self, key: Scalar, value: Node, name: str) -> str:
        if isinstance(value, Scalar):
            self._check_lost(key, value, name)
            return _plain(value)
        if isinstance(value, Sequence) and name == "attachments":
            for item in value.items:
                if isinstance(item, Scalar):
                    self._check_lost(key, item, name)
                else:
                    self._fault("not-text", item.start, item.start + 1, name=key.text)
            return "\n".join(_plain(item) for item in value.items if isinstance(item, Scalar))
        kind = "list-in-text" if isinstance(value, Sequence) else "not-text"
        self._fault(kind, value.start, value.start + 1, name=key.text)
        return self._text[value.start : value.end].strip() if isinstance(value, Sequence) else ""

    def _check_lost(self, key: Scalar, value: Scalar, name: str) -> None:
        """A number sign inside a text makes the rest of the line a remark, and nobody is told."""
        match = _LOST.match(self._text, value.end)
        if match and name not in _SHORT and value.text and value.style in ("", "'", '"'):
            self._fault(
                "text-lost",
                match.start(1),
                match.end(1),
                name=key.text,
                kept=value.text[-12:],
                lost=match.group(1)[:20],
            )

    def _date(self, text: str, start: int, end: int, name: str) -> str:
        reading = read_date(text.strip("\"'“”"))
        if reading.kind or reading.value is None:
            written = reading.value.isoformat() if reading.value else ""
            edits = (
                (Edit(start, end, written),) if written and "\n" not in self._text[start:end].strip() else ()
            )
            self._fault(
                reading.kind,
                start,
                end,
                name=name,
                text=text[:40],
                written=written,
                likely=reading.likely,
                edits=edits,
            )
            return written or text
        return reading.value.isoformat()

    def _fault(self, kind: str, start: int, end: int, edits: tuple[Edit, ...] = (), **facts: object) -> None:
        self._faults.append(Fault(kind, start, end, facts, edits))


def _plain(value: Scalar) -> str:
    """A text without the sign that kept YAML from taking it for something else."""
    return value.text.replace("\ue000", "").strip()
