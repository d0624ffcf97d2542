"""Whose report of which year a document is, its title, and when it was published.

What is not certain stays empty and is named among the reasons: somebody will be asked, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..agencies import Agency
from ..forms import Form
from .document import Document, Grid, Paragraph
from .prose.signature import signing_unit
from .prose.titles import Title, find_title, glued_title, looks_like_unit, parse_title, squeeze
from .remarks import read_remarks
from .units import Fit, find_in_file_name, fit_name, with_its_government

STATED = ("title", "published", "agency", "number", "index", "address", "author", "year")


@dataclass(frozen=True, slots=True)
class Recognised:
    """Empty is what is not certain. `candidates` and `years` are then what it may be; `reasons` tell a clerk
    what was seen where. `title` is as printed, blanks left out; `published` as 2024-01-22."""

    title: str = ""
    unit: str = ""
    year: int | None = None
    published: str = ""
    number: str = ""
    index: str = ""
    address: str = ""
    agency: Agency | None = None
    candidates: tuple[Agency, ...] = ()
    years: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class _Seen:
    """What the parts of a document say, gathered once."""

    document: Document
    agencies: tuple[Agency, ...]
    file_name: str
    endings: tuple[str, ...]
    lines: list[str]
    title: Title | None = None
    reasons: list[str] = field(default_factory=list)


def recognise(
    document: Document, agencies: Iterable[Agency], file_name: str, forms: Iterable[Form] = ()
) -> Recognised:
    """`agencies`: the known ones; `forms`: whose titles are known beside the usual wordings."""
    endings = tuple(sorted({form.title.format(agency="", year="").lstrip("年度") for form in forms}))
    seen = _Seen(document, tuple(agencies), file_name, endings, list(_lines(document)))
    seen.title = _title(seen)
    years = _years(seen)
    year = years[0] if len(years) == 1 else None
    unit, fit = _unit(seen, year)
    remarks = read_remarks(document.stated, seen.lines, year)
    return Recognised(
        title=seen.title.text if seen.title else "",
        unit=unit,
        year=year,
        published=remarks.published,
        number=remarks.number,
        index=remarks.index,
        address=document.stated.get("address", "").strip(),
        agency=fit.agency,
        candidates=fit.agencies if fit.agency is None else (),
        years=years if year is None else (),
        reasons=(*seen.reasons, *remarks.reasons),
    )


_MOST_LINES = 400
_FEW_CELLS = 40


def _lines(document: Document) -> Iterator[str]:
    """The paragraphs, line by line, and the rows of small tables, such as the box of a page's particulars; of
    large ones the rows with one text: a whole report may stand in one table."""
    count = 0
    for block in document.blocks:
        for line in _lines_of(block):
            if line.strip():
                count += 1
                yield line.strip()
        if count > _MOST_LINES:
            break
    tail = [block for block in document.blocks[-12:] if isinstance(block, Paragraph)]
    if count > _MOST_LINES:
        for paragraph in tail:
            yield from filter(None, map(str.strip, paragraph.text.splitlines()))


def _lines_of(block: Paragraph | Grid) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield from block.text.splitlines()
        return
    rows: dict[int, list[str]] = {}
    for cell in block.cells:
        rows.setdefault(cell.row, []).append(" ".join(cell.text.split()))
    for row in sorted(rows):
        if len(block.cells) <= _FEW_CELLS or sum(map(bool, rows[row])) == 1:
            yield " ".join(rows[row])


# -- the title


def _title(seen: _Seen) -> Title | None:
    stated = seen.document.stated.get("title", "")
    title = find_title(seen.lines, seen.endings)
    if title is not None and (title.unit or not stated):
        seen.reasons.append(f"标题：文件里写的是“{title.text}”。")
        return title
    parsed = parse_title(stated, seen.endings) if stated else None
    if parsed:
        seen.reasons.append(f"标题：网页登记的是“{squeeze(stated)}”。")
        return Title(0, 0, squeeze(stated), *parsed)
    if title is None and stated and seen.document.stated.get("author", ""):
        # The page says that this is a report, and whose: its title may follow no pattern.
        seen.reasons.append(f"标题：网页登记的是“{stated}”。")
        return Title(0, 0, stated, "", ())
    if title is not None:
        seen.reasons.append(f"标题：文件里写的是“{title.text}”。")
        return title
    glued = next((found for line in seen.lines[:5] if (found := glued_title(line, seen.endings))), None)
    if glued is not None:
        seen.reasons.append(f"标题：与正文连在一起，“{glued.text}”。")
    else:
        seen.reasons.append("标题：没有找到。")
    return glued


# -- the year

_TO = r"(?:起|开始|止)?[，,]?(?:至|到|[-—–~～－]{1,3})(?:截?至)?"
_PERIOD = re.compile(
    rf"(?P<first>20\d\d)年度?0?1月(?:0?1日)?{_TO}(?:(?P<last>20\d\d)年度?)?12月(?:31日|底)?"
    rf"|(?P<plain>20\d\d)[.\-/]0?1[.\-/]0?1{_TO}(?P<end>20\d\d)[.\-/]12[.\-/]31"
)
# What a sentence about the data speaks of before it names them; other periods are of other matters.
_OF_THE_DATA = re.compile(r"统计|数据|期限|时限|时间|报告|年报")
_REACH = 40
_FILE_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_FILE_WORDS = re.compile(r"年报|年度|报告|信息公开|20\d\d年")


_YEAR_LINE = re.compile(
    r"(?:报告|统计|填报|公开)?年\s*[度份]\s*[:：]\s*[|｜]?\s*(20\d\d)\s*年?\s*度?(?=\s|\Z|[，；,;|｜])"
)


def _years(seen: _Seen) -> tuple[int, ...]:
    """The year as the title and its witnesses have it; several where they contradict each other."""
    titled = seen.title.years if seen.title else ()
    if len(titled) > 1:
        seen.reasons.append(f"年份：标题里有{_listed(titled)}，不能确定。")
        return titled
    stated = seen.document.stated.get("year", "")
    lines = (match for line in seen.lines[:_PREFACE] if (match := _YEAR_LINE.match(line)))
    told = [
        (word, years)
        for word, years in (
            ("标题", titled),
            ("统计期限", _periods(seen.lines)),
            ("“年度”一行", tuple(dict.fromkeys(int(match[1]) for match in lines))),
            ("网页登记的年份", (int(stated),) if stated else ()),
        )
        if years
    ]
    if not told:
        return _years_of_file(seen)
    found = tuple(dict.fromkeys(year for _, years in told for year in years))
    words = "，".join(f"{word}写{_listed(years)}" for word, years in told)
    seen.reasons.append(f"年份：{words}" + ("。" if len(found) == 1 else "，不能确定。"))
    return found if len(found) == 1 else tuple(sorted(found))


def _periods(lines: Sequence[str]) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for line in map(squeeze, lines):
        for match in _PERIOD.finditer(line):
            if _OF_THE_DATA.search(line, max(0, match.start() - _REACH), match.start()):
                first = match["first"] or match["plain"]
                found |= {int(year): None for year in (first, match["last"] or match["end"] or first)}
    return tuple(found)


def _years_of_file(seen: _Seen) -> tuple[int, ...]:
    stem = _stem(seen.file_name)
    found = tuple(dict.fromkeys(int(year) for year in _FILE_YEAR.findall(stem)))
    if not found or not _FILE_WORDS.search(stem):
        seen.reasons.append("年份：文件里没有写。")
        return ()
    word = f"年份：文件里没有写，文件名里有{_listed(found)}"
    seen.reasons.append(f"{word}。" if len(found) == 1 else f"{word}，不能确定。")
    return found


def _listed(years: Iterable[int]) -> str:
    return "、".join(f"{year}年" for year in years)


def _stem(file_name: str) -> str:
    base = re.split(r"[/\\]", file_name)[-1]
    return re.sub(r"\.[A-Za-z0-9]{1,5}\Z", "", base)


# -- the unit

# 现公布梅州市人力资源和社会保障局2023年政府信息公开工作年度报告
_NAMED = re.compile(r"(?P<name>[一-鿿（）()]{3,60})20\d\d年度?(?:政府|政务)?信息公开(?:工作)?年?度?报告")
_BEFORE_NAME = re.compile(r"公布|公开|发布|编制(?!委|办|机构|事务)了?|形成了?|编写|编发|现将|现向|向社会")
_PREFACE = 30
_UNIT_LINE = re.compile(
    r"(?:填报|报告|编制|公开|填表|报送)?(?:单\s*位|机\s*关|部\s*门)(?:名\s*称)?(?:[（(](?:盖\s*章|公\s*章|章)[）)])?\s*[:：]\s*[|｜]?\s*(?P<name>\S+?)(?:[（(](?:盖\s*章|公\s*章|章)[）)])?(?=\s|\Z|[|｜])"
)


def _unit(seen: _Seen, year: int | None) -> tuple[str, Fit]:
    """The name the document gives its unit, and the known agencies that fit; the surest source first."""
    named = find_in_file_name(_stem(seen.file_name), seen.agencies, year)
    unknown = ""
    for source, name in _names(seen):
        fit = fit_name(name, seen.agencies, year, loosely=source == _IN_TITLE)
        if source != _IN_TITLE:
            fit = with_its_government(fit, seen.agencies)
        if fit.agencies:
            return name, _told(seen, f"{source}写“{name}”", fit, named)
        if source == _IN_TITLE:
            seen.reasons.append(f"单位：标题写“{name}”，没有登记过。")
            return name, fit
        unknown = unknown or (name if source != _PUBLISHER else "")
    if named.agencies:
        source = f"文件里没有写明，文件名“{_stem(seen.file_name)}”里写着单位的名称"
        return unknown, _told(seen, source, named, named)
    seen.reasons.append(f"单位：“{unknown}”没有登记过。" if unknown else "单位：没有找到。")
    return unknown, Fit((), "")


def _told(seen: _Seen, source: str, fit: Fit, named: Fit) -> Fit:
    """The fit, with its reason; of several agencies the one that the file's name names too."""
    said = f"单位：{source}" + (f"，{fit.how}" if fit is not named else "")
    if fit.agency is not None:
        seen.reasons.append(f"{said}。")
        return fit
    if named.agency is not None and named.agency.path in {agency.path for agency in fit.agencies}:
        seen.reasons.append(f"{said}；文件名里是“{named.agency.name}”。")
        return named
    seen.reasons.append(f"{said}，可以是{_paths(fit.agencies)}，不能确定。")
    return fit


_IN_TITLE, _PUBLISHER = "标题", "网页登记的发布机构"


def _names(seen: _Seen) -> Iterator[tuple[str, str]]:
    """Where a document names its unit, and the names, the surest first."""
    if seen.title and seen.title.unit:
        yield _IN_TITLE, seen.title.unit
    author = squeeze(seen.document.stated.get("author", ""))
    if author:
        yield "网页登记的报告单位", author
    below = seen.lines[seen.title.end : seen.title.end + 1] if seen.title and seen.title.end else []
    yield from (
        ("标题下面", name) for line in below if looks_like_unit(name := squeeze(line).strip("（）()"))
    )
    for line in seen.lines[:_PREFACE]:
        match = _UNIT_LINE.match(line)
        if match and looks_like_unit(match["name"]):
            yield "“单位”一行", match["name"]
    text = "\n".join(map(squeeze, seen.lines[:_PREFACE]))
    for match in _NAMED.finditer(text):
        name = _BEFORE_NAME.split(match["name"])[-1]
        if looks_like_unit(name) and name[0] not in "我本":
            yield "正文开头", name
    signed = signing_unit(seen.lines)
    if signed:
        yield "落款", signed
    stated = squeeze(seen.document.stated.get("agency", ""))
    if stated:
        yield _PUBLISHER, stated


def _paths(agencies: Iterable[Agency]) -> str:
    return "、".join(f"{agency.name}（{agency.path}）" for agency in agencies)
