"""Lines that are no words of the report: page numbers, what the web page around it says, attachments.

Page numbers stand anywhere; the rest only before the first section or behind the last, where pages add it.
"""

from __future__ import annotations

import re

_LONGEST = 120

_PAGE = re.compile(
    r"[-—–－―~·•]{1,2}\s*\d{1,4}\s*[-—–－―~·•]{1,2}|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?|Page\s*\d{1,4}(?:\s*of\s*\d{1,4})?|\d{1,3}\s*/\s*\d{1,3}",
    re.IGNORECASE,
)
# What buttons are called. A line of nothing else is a row of them.
_BUTTONS = re.compile(
    r"(?:我要)?打印(?:本页|此页|本文|文章|内容)?|关闭(?:窗口|本页|页面)?|收藏(?:本页)?|返回(?:顶部|首页|列表|上一?页)?|"
    r"分享(?:到|至)?|微信|微博|新浪|腾讯|QQ空间|朋友圈|字体|字号|[大中小]号?|默认|繁体|简体|无障碍(?:浏览|阅读)?|长者模式|适老模式|我要纠错|保存(?:到桌面)?|下载|T\|T|"
    r"复制链接|语音播报|朗读|视力保护色|阅读模式|TOP",
    re.IGNORECASE,
)
_SURELY_A_BUTTON = re.compile(
    r"打印|关闭|分享|字体|字号|返回|收藏|纠错|无障碍|[长适][者老]模式|视力保护|桌面|T\|T"
)
_AROUND_BUTTONS = re.compile(r"[\s【】\[\]（）()|｜:：/／、+\-－·•<>《》]+")
_CHROME = re.compile(
    r"[•·\s|]*(?:上一篇|下一篇|上一条|下一条|(?:责任编辑|责编|网站编辑|信息审核|审核人|初审|复审|终审|签发人)\s*[:：]?|"
    r"(?:审核|浏览|阅读|作者|编辑|校对|监制|签发|发布|录入|供稿|撰稿)[:：](?=.{0,24}\Z)|"
    r"(?:浏览次数|浏览量|点击率|点击次数|点击数|阅读次数|阅读量|访问量)\s*[:：]?\s*(?:\d|\Z)|"
    r"扫一?扫(?:\Z|码|[，,\s]*(?:[在用到]?手机|下载|关注|分享|查看))|扫描二维码|分享到|分享至|"
    r"(?:信息|文章|稿件)?来源[:：]|您(?:现在|当前)?(?:所在)?的?位置|当前位置|首页\s*[>＞»]|"
    r"相关(?:链接|文档|文章|阅读|解读|信息|稿件|新闻)\s*(?:[:：]|\Z)|(?:政策)?(?:图解|解读)\Z|您是第\s*\d+\s*位|Produced\s+By)"
)
_FOOTER = re.compile(
    r"版权所有|ICP备|公网安备|网站标识码|网站地图|建议使用.{0,40}浏览器|使用.{0,30}浏览器.{0,20}(?:浏览|效果)|"
    r"^(?:主办单位|承办单位|主办|承办|技术支持|网站支持)[:：]|^涉密(?:文件|信息)严禁上网"
)
_RECORD = re.compile(
    r"[•·\s|]*(?:索\s*引\s*号|文\s*号|发文字号|备注/文号|发布机构|发文机关|发布单位|公开主体|信息来源|成文日期|发文日期|生成日期|"
    r"发布日期|发布时间|发文时间|公开日期|公开时间|公开方式|公开范围|公开形式|主题分类|体裁分类|组配分类|信息分类|服务对象|有\s*效\s*性|效力状态|"
    r"公开时限|公文种类|栏目|内容概述|关键词|主题词|信息名称|统一登记号|废止日期|生效日期|时效性|日期|时间)\s*[:：]"
)
# What a register holds: a number, a date, a name of few words. A sentence of a report holds more.
_VALUE = re.compile(r"\s*(?:\Z|[\dA-Za-z/\-_.〔〕\[\]:：年月日\s]{4,60}\Z)")
_ATTACHMENT = re.compile(
    r"(?:相关)?附件(?:下载)?\s*[\d一二三四五六七八九十]{0,2}\s*[:：.．、]|(?:相关)?附件(?:下载|\d{0,2})?$"
)
_FILE = re.compile(
    r"[^。；]{1,100}\.(?:pdf|docx?|xlsx?|wps|et|zip|rar|ofd|pptx?|jpe?g|png)(?:[（(][^（）()]{0,30}[）)])?",
    re.I,
)
_CONTENTS = re.compile(r"目\s*录|[^。；]{2,60}?(?:[.．…·]{3,}|\t)[.．…·\s]*\d{1,3}")


def why_nowhere(line: str) -> str:
    """Why a line is no part of a report wherever it stands; '' when it may be one."""
    if len(line) > _LONGEST:
        return ""
    if _PAGE.fullmatch(line):
        return "页码"
    return "附件的名称" if _FILE.fullmatch(line) else ""


def why_before(line: str) -> str:
    """Why a line before the first section is no part of the report; '' when it is one."""
    if len(line) <= _LONGEST and "。" not in line and _RECORD.match(line):
        return "网页上的登记项"
    return _why_at_an_edge(line)


def why_behind(line: str) -> str:
    """The same behind the last title, where the words of the last section stand too."""
    if len(line) <= _LONGEST and "。" not in line and (match := _RECORD.match(line)):
        return "网页上的登记项" if _VALUE.match(line, match.end()) else ""
    return _why_at_an_edge(line)


def _why_at_an_edge(line: str) -> str:
    if len(line) > _LONGEST:
        return ""
    if _ATTACHMENT.match(line):
        return "附件的名称"
    if "。" in line:
        return ""
    if _CHROME.match(line) or _is_buttons(line) or _FOOTER.search(line):
        return "网页上的文字"
    return ""


def is_of_contents(line: str) -> bool:
    """A line of a table of contents: 一、总体情况……1."""
    return len(line) <= _LONGEST and _CONTENTS.fullmatch(line) is not None


def _is_buttons(line: str) -> bool:
    if _SURELY_A_BUTTON.search(line) is None:
        return False
    return _AROUND_BUTTONS.sub("", _BUTTONS.sub("", line)) == ""
