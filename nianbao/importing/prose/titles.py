"""The title of a report: which lines it is, whose report of which year it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...numerals import han_number

_LONGEST_LINE = 60
_LONGEST_TITLE = 80
_MOST_LINES = 4
_SEARCHED = 60

_LABEL = re.compile(
    r"[•·\s]*(?:(?:标\s*题|名\s*称|信息名称|题\s*名|附件\s*[\d一二三四五六七八九十]{0,2})\s*[:：]|[【\[［][^】\]］\d]{1,8}[】\]］])\s*"
)
# What such a report is called, without the unit and the year, and a remark that may stand behind it.
_ENDING = re.compile(
    r"(?:关于)?(?:公共)?(?:企事业单位)?(?:(?:政府|政务)?信息(?:主动)?公开|政务公开)(?:工作)?(?:情况)?的?(?:年?度?)(?:工作)?(?:情况)?的?年?度?(?:总结)?(?:报告|年报|总结)(?:书|表|总结|全文)?"
    r"(?:[（(【\[][^（）()【】\[\]]{1,14}[）)】\]])?\Z"
)
# Around a title that is announced: 关于印发《…》的通知. Other words (做好, 报送) ask for a report instead.
_ANNOUNCED = re.compile(r"关于(?:印发|公布|发布|公开|公示)?(?=[《“\d二])")
_ANNOUNCING = re.compile(r"的?(?:通知|公告|通告|公示|函)\Z")
_ZEROS = "〇零○O0０◯"
_YEAR = re.compile(
    rf"(?<!\d)(?P<plain>[2２][0０]\d\d)(?!\d)(?:年(?!报(?!告))度?的?)?|(?P<han>二[{_ZEROS}][{_ZEROS}一二三四五六七八九]{{2}})年度?的?"
)
# A whole or half date tells when something was written; a year of two digits is no certain year.
_NO_YEAR = re.compile(
    r"[（(]?(?:20\d\d年\d{1,2}月(?:\d{1,2}日)?|20\d\d[-./]\d{1,2}[-./]\d{1,2})[）)]?(?=\Z|[（(])|(?<!\d)\d\d年度?(?=政|信)"
)
_EMPTY_BRACKETS = re.compile(r"[（(【\[〔][）)】\]〕]|[《》]")
_FILE = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|ofd|html?|txt)\Z", re.I)
_AROUND = "《》“”\"'#*—－-–·• "
_PAIRS = ("（）", "()", "【】", "《》")
_SENTENCE = re.compile(r"[。；，,;！？!?>＞]|\.\s|[:：]")
# A sentence that names the report begins so; a title does not.
_NO_TITLE = re.compile(
    r"根据|依据|按照|依照|为|现|本|由|如|特|关于做好|编制|上一篇|下一篇|返回|首页|当前位置"
)
_ORGANISATION = re.compile(
    r".{1,38}(?:政府|委员会|管委会|办公室|办公厅|办事处|街道|局|厅|部|委|办|镇|乡|区|县|市|省|州|盟|旗|处|中心|院|所|队|站|社|会|司|公司|学校|行|署|组|团|集团)"
    r"(?:[（(][^（）()]{1,16}[）)])?"
)


@dataclass(frozen=True, slots=True)
class Title:
    """Lines [start, end) are the title `text`, blanks left out. `unit` and `year` as it says, '' and None
    where it does not; `years` are all that it names."""

    start: int
    end: int
    text: str
    unit: str
    years: tuple[int, ...]

    @property
    def year(self) -> int | None:
        return self.years[0] if len(self.years) == 1 else None


def squeeze(text: str) -> str:
    """Without any blanks; Word and PDF put them between digits and Chinese."""
    return "".join(text.split())


def looks_like_unit(line: str) -> bool:
    """A line that is nothing but the name of a body: 金山镇人民政府."""
    name = squeeze(line)
    return _SENTENCE.search(name) is None and _ORGANISATION.fullmatch(name) is not None


def find_title(lines: Sequence[str], endings: Iterable[str] = ()) -> Title | None:
    """The title among the first lines, unit and rest on lines of their own or not.

    `endings` are further wordings that reports of some form end their title with. The title of a notice
    that issues a report is taken where the report has none of its own.
    """
    known = tuple(endings)
    return _best_title(lines, known, announced=False) or _best_title(lines, known, announced=True)


def _best_title(lines: Sequence[str], endings: Sequence[str], announced: bool) -> Title | None:
    best: tuple[int, Title] | None = None
    for start in range(min(len(lines), _SEARCHED)):
        for end in range(start + 1, min(start + _MOST_LINES, len(lines)) + 1):
            title = _title_of(lines, start, end, endings, announced)
            if title is None:
                continue
            worth = 4 * bool(title.years) + 4 * bool(title.unit) - (end - start)
            if best is None or worth > best[0]:
                best = (worth, title)
        if best is not None and start >= best[1].end + 3:
            break
    return best[1] if best else None


def parse_title(
    text: str, endings: Iterable[str] = (), announced: bool = False
) -> tuple[str, tuple[int, ...]] | None:
    """Unit and years that a title names; None for what is no title of an annual report.

    `announced`: so is the title of a notice that issues one.
    """
    words = _bare(text)
    if not 4 <= len(words) <= _LONGEST_TITLE or _NO_TITLE.match(words):
        return None
    if announced and _ANNOUNCING.search(words):
        words = _ANNOUNCING.sub("", _ANNOUNCED.sub("", words))
    named, colon, rest = words.partition("：" if "：" in words else ":")
    words = named + rest if colon and looks_like_unit(named) else words
    if _SENTENCE.search(words):
        return None
    words = _NO_YEAR.sub("", words)
    # 信息公开工作2022年度报告: the year may stand in the middle of the ending.
    years = tuple(dict.fromkeys(filter(None, (_year(match) for match in _YEAR.finditer(words)))))
    rest = _EMPTY_BRACKETS.sub("", _YEAR.sub("", words))
    ending = _ENDING.search(rest)
    begin = ending.start() if ending else _known_ending(rest, endings)
    if begin < 0:
        return None
    unit = rest[:begin].strip("的、-—－–·• ")
    if unit.endswith("人民") and rest[begin:].startswith("政府"):
        unit += rest[begin : begin + 2]
    unit = unit.removeprefix("关于").removesuffix("关于")
    # 关于做好…, 关于报送…: somebody is asked for a report.
    return (unit, years) if _is_balanced(unit) and "关于" not in unit else None


def _bare(text: str) -> str:
    """A title without what people write around it: a label, quotes, the ending of a file's name."""
    return _FILE.sub("", squeeze(_unlabelled(text))).strip(_AROUND)


def _unlabelled(text: str) -> str:
    label = _LABEL.match(text)
    return text[label.end() :] if label else text


def _is_balanced(text: str) -> bool:
    """Whether no bracket is open at an end: half of 淮安市市场监督管理局（知识产权局） is no name."""
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in _PAIRS)


def _known_ending(words: str, endings: Iterable[str]) -> int:
    return next((len(words) - len(ending) for ending in endings if ending and words.endswith(ending)), -1)


def _title_of(
    lines: Sequence[str], start: int, end: int, endings: Sequence[str], announced: bool
) -> Title | None:
    parts = lines[start:end]
    if any(not part.strip() or len(part) > _LONGEST_LINE for part in parts):
        return None
    text = squeeze("".join([_unlabelled(parts[0]), *parts[1:]]))
    found = parse_title(text, endings, announced)
    # Of lines that are joined, the first must be a name or the beginning of a title.
    if found is None or (
        end - start > 1 and not (_is_beginning(parts[0]) and (found[0] or _ONLY_YEAR.fullmatch(parts[-1])))
    ):
        return None
    return Title(start, end, _clean(text), *found)


def _clean(text: str) -> str:
    """The title as printed, without the marks around it and the ending of a file's name."""
    words = _FILE.sub("", text).strip("#*")
    return words[1:-1] if words.startswith("《") and words.find("》") == len(words) - 1 else words


_ONLY_YEAR = re.compile(r"\s*[（(【\[]?\s*(?:20\d\d|二[〇零○]..)\s*年\s*度?\s*[）)】\]]?\s*")
_BEGUN = re.compile(r".{0,40}(?:20\d\d|二[〇零○]..)年?度?.{0,14}|.{0,40}信息公开.{0,8}")


def _is_beginning(line: str) -> bool:
    words = squeeze(line)
    return looks_like_unit(words) or _BEGUN.fullmatch(words) is not None or not _is_balanced(words)


def _year(match: re.Match[str]) -> int | None:
    if match["plain"]:
        return int(match["plain"])
    return han_number(re.sub(f"[{_ZEROS}]", "〇", match["han"]))


_AT_THE_BEGINNING = re.compile(
    r"(?P<title>[^。；，,;：:《》]{4,70}?(?:年度?报告|工作报告|年报))(?=根据|依据|按照|依照|本年?度?报告|为)"
)


def glued_title(paragraph: str, endings: Iterable[str] = ()) -> Title | None:
    """A title that the text after it follows without a line end."""
    match = _AT_THE_BEGINNING.match(squeeze(paragraph[:200]))
    found = parse_title(match["title"], endings) if match else None
    return Title(0, 0, match["title"], *found) if match and found and found[1] else None
