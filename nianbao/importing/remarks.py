"""What is said beside a report: when it was published, its document number, its index number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..dates import read_date
from .prose.signature import dated_unit

_HEAD = 40
_PUBLISHED = re.compile(
    r"(?:发布|发文|公开|公布)(?:日期|时间)\s*[:：]\s*[|｜]?\s*(?P<value>[^|｜\u4e00-\u9fff]{0,2}[\d〇零○二][^|｜]{5,24})"
)
_NUMBER = re.compile(
    r"(?:文\s*号|发文字号)\s*[:：]?\s*[|｜]?\s*(?P<value>[\u4e00-\u9fff]{1,14}[〔\[［【(（]20\d\d[〕\]］】)）]\s*第?\d{1,4}号)"
)
_NUMBER_ALONE = re.compile(r"[\u4e00-\u9fff]{2,14}[〔\[［【(（]20\d\d[〕\]］】)）]第?\d{1,4}号")
_INDEX = re.compile(r"索\s*引\s*号\s*[:：]?\s*[|｜]?\s*(?P<value>[0-9A-Za-z][0-9A-Za-z/\-_.]{4,50})")


@dataclass(frozen=True, slots=True)
class Remarks:
    """`published` as 2024-01-22; '' what is not said, or not with certainty."""

    published: str = ""
    number: str = ""
    index: str = ""
    reasons: tuple[str, ...] = ()


def read_remarks(stated: Mapping[str, str], lines: Sequence[str], year: int | None) -> Remarks:
    """From what the source states of itself, else from lines that say it by name."""
    head = lines[:_HEAD]
    published, reasons = _published(stated, head, year)
    number = stated.get("number", "").strip() or _first(_NUMBER, head) or _number_alone(head[:6])
    index = stated.get("index", "").strip() or _first(_INDEX, head)
    return Remarks(published, "".join(number.split()), index, (*reasons, *_signature(lines, published)))


def _published(
    stated: Mapping[str, str], head: Sequence[str], year: int | None
) -> tuple[str, tuple[str, ...]]:
    for source, value in (
        ("网页登记的发布日期", stated.get("published", "")),
        ("“发布日期”一行", _first(_PUBLISHED, head)),
    ):
        if not value.strip():
            continue
        day = read_date(value.strip()).value
        if day is None:
            return "", (f"发布日期：{source}写“{value.strip()}”，不是完整的日期，没有采用。",)
        if year is not None and day.year < year:
            return "", (f"发布日期：{source}写{day.isoformat()}，在{year}年以前，没有采用。",)
        return day.isoformat(), (f"发布日期：{source}写{day.isoformat()}。",)
    return "", ("发布日期：没有找到。",)


def _signature(lines: Sequence[str], published: str) -> tuple[str, ...]:
    """A signature's date is when it was signed, not when it was published."""
    if published:
        return ()
    for line in (*lines[-2:], *lines[:8]):
        signed = dated_unit(line)
        if signed:
            return (f"发布日期：文件上的日期{signed[1]}是落款，不是发布日期，没有采用。",)
    return ()


def _first(pattern: re.Pattern[str], lines: Sequence[str]) -> str:
    return next((match["value"].strip() for line in lines if (match := pattern.search(line))), "")


def _number_alone(lines: Sequence[str]) -> str:
    """金统发〔2025〕2号 on a line of its own above the title."""
    words = ("".join(line.split()) for line in lines)
    return next((line for line in words if _NUMBER_ALONE.fullmatch(line)), "")
