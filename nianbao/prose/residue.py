"""What should not have been left in the prose: 待填, and the traces of drafts, Word and web pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..cells import PENDING, SIGN_OF
from ..forms import Section
from ..located import Fault
from .blocks import Block
from .headings import Heading
from .lines import Line

UNFILLED = SIGN_OF[PENDING]

_RESIDUE = re.compile(
    r"\[bookmark:[^\]\n]{0,40}\]|_GoBack"
    r"|错误[!！]\s?(?:未找到引用源|未定义书签)|Error! (?:Reference source|Bookmark) not (?:found|defined)"
    r"|(?:编写|编制|填写|填报)(?:说明|要求)[:：]|该部分以表格形式报告|[（(【\[](?:此处|请(?:填|补|核|确认|修改|删|插入))[^）)】\]\n]{0,30}[）)】\]]"
    r"|[（(【](?:略|样例|示例|范本|模板|下同略)[）)】]|(?:点击|单击)(?:此处|这里)(?:输入|添加)|锟斤拷|烫烫烫|[?？]{3,}"
    r"|ICP备\s?\d{6,}|安备\s?\d{8,}|标识码[:：]\s?\d{8,}|版权所有|【(?:字体|打印|关闭)|浏览次数[:：]|点击(?:率|次数)[:：]"
    r"|扫一扫在手机|您(?:现在|当前)(?:所在)?的?位置|相关附件[:：](?=\s*\Z)"
    r"|(?<![A-Za-z0-9/.])[XxＸ]{2,10}(?![A-Za-z0-9/.])|(?<![A-Za-z0-9×])[XＸ×](?=[件条份次年月日])|[×✕]{2,10}|[_＿]{3,20}|TODO|FIXME|Lorem ipsum"
    r"|<!--|</?(?:p|span|div|br|table|tr|td|font|b|u|strong|o:p)(?:\s[^<>\n]{0,200})?/?>|&(?:nbsp|ldquo|rdquo|amp|lt|gt);"
)
# Every trace begins with one of these: looking for them first is several times as quick.
_BEGINNINGS = re.compile("[\\[_＿错E编填该（(【点单锟烫I安标版浏扫您相?？XxＸ×✕TFL<&]")
_MOST = 50


def residue_faults(text: str, place_at: Callable[[int], str]) -> list[Fault]:
    """Traces that are certain enough to ask about, each at its place."""
    found: list[Fault] = []
    end = 0
    for beginning in _BEGINNINGS.finditer(text):
        match = _RESIDUE.match(text, beginning.start()) if beginning.start() >= end else None
        if match is None:
            continue
        if len(found) == _MOST:
            break
        end = match.end()
        facts = {"text": match.group(), "place": place_at(match.start())}
        found.append(Fault("prose-residue", match.start(), match.end(), facts))
    return found


def unfilled_faults(
    section: Section | None,
    heading: Heading | None,
    lines: Sequence[Line],
    blocks: Sequence[Block],
    place: str,
) -> list[Fault]:
    """A section that must have words and has none; otherwise the first 待填 in it, and how many there are.

    Both are natural in a draft: `draft_ok` says so to whoever knows whether there is a date.
    """
    marks = [line.start + match.start() for line in lines for match in re.finditer(UNFILLED, line.text)]
    if section is not None and heading is not None and not section.table and not _has_words(blocks):
        facts = {"number": section.number, "title": section.title, "count": len(marks), "draft_ok": True}
        return [Fault("section-empty", heading.line.start, heading.line.end, facts)]
    if marks:
        facts = {"place": place, "count": len(marks), "draft_ok": True}
        return [Fault("prose-pending", marks[0], marks[0] + len(UNFILLED), facts)]
    return []


def _has_words(blocks: Sequence[Block]) -> bool:
    texts = (block.text.replace(UNFILLED, "") for block in blocks if not block.is_heading)
    return any(character.isalnum() for text in texts for character in text)
