"""What a page says of its article: its title, date, number and origin, in its head and beside the text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from ...dates import read_date

# Known so that a value before them ends; what they say is no fact of a report.
_OTHER_LABELS = """
成文日期 生成日期 发文日期 生效日期 失效日期 废止日期 更新时间 更新日期 有效性 效力状态 时效性
主题分类 主题词 体裁分类 组配分类 服务对象分类 信息分类 公开类别 公开方式 公开范围 公开形式
公开程序 公开属性 公开责任部门 责任部门 内容概述 内容概要 概述 关键词 关键字 浏览次数 浏览量
阅读次数 阅读量 阅读 点击次数 点击量 点击数 点击 访问量 访问次数 人气 次数 作者 责任编辑 编辑
审核 字体大小 字体 字号 视力保护色 保护视力色 分享到 分享 打印 关闭 收藏 下载 所属栏目 栏目
所属机构 撰稿 供稿 摄影 视频 所属主题 文件有效性
"""
# Names of `Document.stated` → the labels pages print before them, the surest first.
_LABELS = {
    "published": "发布日期 发布时间 发表时间 发表日期 公开日期 公开时间 信息发布日期 上网日期",
    "agency": "发布机构 发布单位 公开单位 公开主体 发布部门 发文机关 发文单位 信息来源 文章来源 来源 稿源",
    "number": "发文字号 发文文号 文件编号 文件号 文号",
    "index": "索引号 索引编号 信息索引号 索取号",
    "title": "信息名称 文件名称 标题 名称",
}
# Labels that mean a date only where a date follows.
_WEAK_DATES = ("时间", "日期", "发布于")
_NAME_OF = (
    dict.fromkeys(_OTHER_LABELS.split(), "")
    | {label: name for name, labels in _LABELS.items() for label in labels.split()}
    | dict.fromkeys(_WEAK_DATES, "weak")
)
_RANK = {label: rank for labels in _LABELS.values() for rank, label in enumerate(labels.split())}
_LABEL = re.compile(
    r"[\[【（(]?\s{0,3}("
    + "|".join(r"\s{0,4}".join(label) for label in sorted(_NAME_OF, key=lambda label: (-len(label), label)))
    + r")\s{0,3}[】\]]?\s{0,3}[:：]"
)
_BARE = re.compile(r"[\s:：\[\]【】]")
_NOTHING = frozenset(("", "无", "-", "--", "—", "——", "/", "暂无", "无文号"))
_DATE = re.compile(
    r"(?<!\d)\d{4}\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?(?:[\sT]{0,3}\d{1,2}:\d{1,2}(?::\d{1,2})?)?"
)
_EDGES = " \t\u3000|｜丨/／[]【】()（）;；,，"
_REPORT = re.compile(r"年报|年度报告|报告")
_TITLED = re.compile(r"(?:20\d\d|二[〇零○]..).{0,30}(?:报告|年报)(?:[（(【][^（(【]{1,14}[】)）])?\Z")
_BEGINS_WITH_YEAR = re.compile(r"\s*(?:20\d\d|二[〇零○])")
_UNIT_ALONE = re.compile(r"[一-鿿（）()、]{3,40}")
_LONGEST_TITLE = 80
_SAVED_FROM = re.compile(r"<!--\s{0,9}saved from url=\(\d+\)(\S{1,500})\s{0,9}-->")
_METAS = {
    "title": ("articletitle", "og:title"),
    "published": ("pubdate", "publishdate", "article:published_time", "firstpublishedtime"),
    "agency": ("contentsource",),
    "address": ("url", "og:url"),
}


def facts_of_head(head: Any) -> dict[str, list[str]]:
    """The facts a page's head states, each with all its values in the order of their weight."""
    metas: dict[str, str] = {}
    for meta in head.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip().lower()
        metas.setdefault(name, " ".join((meta.get("content") or "").split()))
    found = {
        name: [metas[key] for key in keys if metas.get(key, "") not in _NOTHING]
        for name, keys in _METAS.items()
    }
    found["address"] += [
        link.get("href") or "" for link in head.iter("link") if link.get("rel") == "canonical"
    ]
    found["title"] += [piece for title in head.iter("title") for piece in _pieces(title.text_content())]
    return found


_WHOLE_YEAR = re.compile(r"(20\d\d)-01-01/\1-12-31")
_MOST_DATA = 100_000


def facts_of_data(root: Any) -> dict[str, str]:
    """What a page says as data (JSON-LD) of the one report on it: title, author, year, published; else nothing."""
    reports = [
        item for script in root.iter("script") for item in _data(script) if item.get("@type") == "Report"
    ]
    if len(reports) != 1:
        return {}
    author = reports[0].get("author")
    year = _WHOLE_YEAR.fullmatch(str(reports[0].get("temporalCoverage", "")))
    found = {
        "title": reports[0].get("name"),
        "author": author.get("name") if isinstance(author, dict) else author,
        "year": year[1] if year else "",
        "published": reports[0].get("datePublished"),
    }
    return {
        name: " ".join(value.split())
        for name, value in found.items()
        if isinstance(value, str) and value.strip()
    }


def _data(script: Any) -> list[dict[str, Any]]:
    text = script.text_content()
    if (script.get("type") or "").strip().lower() != "application/ld+json" or len(text) > _MOST_DATA:
        return []
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return []
    graph = data.get("@graph", data) if isinstance(data, dict) else data
    return [item for item in (graph if isinstance(graph, list) else [graph]) if isinstance(item, dict)]


def saved_from(text: str) -> str:
    """The address that a browser noted when the page was saved, '' without one."""
    found = _SAVED_FROM.search(text[:5000])
    return found.group(1) if found else ""


def _pieces(title: str) -> list[str]:
    """A page's title without the names of the site and the column: the pieces of it that may name a report."""
    whole = " ".join(title.split())
    pieces = re.split(r"\s*[_|｜]\s*|\s+[-–—]+\s+|[-–—]{2,}", whole)
    return [_without_neighbours(piece.strip()) for piece in pieces if _REPORT.search(piece)]


def _without_neighbours(piece: str) -> str:
    """某局 年度报告 某局2023年年度报告-某市政府: the one word that names a report and its year."""
    words = re.split(r"[\s–—-]+", piece)
    named = [word for word in words if _TITLED.search(word) and not _BEGINS_WITH_YEAR.match(word)]
    return named[-1] if named else piece


def is_titled(text: str) -> bool:
    """Whether a line reads like the title of a report of some year."""
    return len(text) <= _LONGEST_TITLE and _TITLED.search(text) is not None


def titles_above(lines: Sequence[str]) -> list[str]:
    """Of the lines above the report those that look like its title, the nearest first; one that begins with
    the year goes on from the line before it."""
    found = []
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if not is_titled(line):
            continue
        if _BEGINS_WITH_YEAR.match(line):
            above = lines[index - 1] if index else ""
            if not _UNIT_ALONE.fullmatch(above):
                continue
            line = above + line
        found.append(line)
    return found


def is_facts(text: str) -> bool:
    """Whether a line only states facts of the page: 发布日期：2023-02-20 来源：… 字体：[大 中 小]."""
    found = list(_LABEL.finditer(text)) if len(text) <= 300 and "。" not in text else []
    if not found or found[0].start() > 30:
        return False
    names = {_name(match) for match in found}
    if _bare_day(text, found[0].start()):
        return True
    if names <= {"weak"} or (len(found) == 1 and names <= {"title", "agency", ""}):
        value = text[found[0].end() :].strip(_EDGES)
        return bool(_DATE.fullmatch(value)) or (
            names <= {"agency"} and len(value) < 30 and found[0].start() == 0
        )
    return True


def facts_of_lines(lines: Sequence[str]) -> dict[str, list[str]]:
    """The facts that lines beside the article state, a label and its value in one line or in two."""
    ranked: dict[str, list[tuple[int, str]]] = {}
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        for label, value in _stated(line, following):
            name = _NAME_OF[label]
            if name == "weak":
                name = "published" if _DATE.fullmatch(value) else ""
            if name and value not in _NOTHING and len(value) <= 200:
                ranked.setdefault(name, []).append((_RANK.get(label, 99), value))
    return {
        name: [value for _, value in sorted(values, key=lambda item: item[0])]
        for name, values in ranked.items()
    }


def _stated(line: str, following: str) -> Iterable[tuple[str, str]]:
    """The labels of a line with their values."""
    if len(line) > 400:
        return
    bare = _BARE.sub("", line)
    if bare in _NAME_OF:
        if _BARE.sub("", following) not in _NAME_OF:
            yield bare, following.strip(_EDGES)
        return
    found = list(_LABEL.finditer(line))
    if found and _bare_day(line, found[0].start()):
        yield "时间", _bare_day(line, found[0].start())
    for match, later in zip(found, [*found[1:], None], strict=False):
        value = line[match.end() : later.start() if later else len(line)].strip(_EDGES)
        yield (
            re.sub(r"\s", "", match.group(1)),
            re.split(r"\s{2,}|\u3000{1,}|[|｜丨]", value)[0].strip(_EDGES),
        )


def _bare_day(line: str, end: int) -> str:
    """The day with which a line begins that goes on with a labelled fact: 2024-01-22 | 来源：某局. '' without one."""
    before = line[:end].strip(_EDGES)
    return before if _DATE.fullmatch(before) else ""


def _name(match: re.Match[str]) -> str:
    return _NAME_OF[re.sub(r"\s", "", match.group(1))]


def settle(found: Mapping[str, Sequence[str]]) -> tuple[dict[str, str], list[str]]:
    """One value for each fact, and what was left open because the page contradicts itself.

    A date is a day of the calendar, as YYYY-MM-DD; two different days are none.
    """
    stated: dict[str, str] = {}
    days = {_day(value): value for value in found.get("published", ()) if _day(value)}
    if len(days) == 1:
        stated["published"] = next(iter(days))
    titles = [value for value in found.get("title", ()) if not value.endswith(("...", "…"))]
    title = next((value for value in titles if _REPORT.search(value)), titles[0] if titles else "")
    addresses = (value for value in found.get("address", ()) if urlsplit_is_web(value))
    stated |= {"title": title, "address": next(addresses, "")}
    stated |= {name: next(iter(found.get(name, ())), "") for name in ("agency", "number", "index")}
    return {name: value for name, value in stated.items() if value}, list(days.values()) if len(
        days
    ) > 1 else []


def absolute(target: str, page: str) -> str:
    """Where a link of a page at the address `page` leads; '' when that cannot be said, or is no other page."""
    if target.lower().startswith("mailto:"):
        return target
    if not target or target.startswith("#") or target.lower().startswith("javascript:"):
        return ""
    try:
        whole = urljoin(page, target)
    except ValueError:
        return ""
    return whole if urlsplit_is_web(whole) else ""


def urlsplit_is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _day(text: str) -> str:
    found = _DATE.search(text)
    value = read_date(found.group().strip()).value if found else read_date(text.strip()[:40]).value
    return value.isoformat() if value else ""
