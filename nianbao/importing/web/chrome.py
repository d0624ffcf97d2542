"""Words of the page around a report: buttons, neighbours, sharing; told from the words of the report."""

from __future__ import annotations

import re

# A line made of nothing but these is no sentence of a report.
_BUTTONS = re.compile(
    r"我要打印|打印本页|打印页面|打印文章|打印|关闭本页|关闭窗口|关闭页面|关闭|返回顶部|返回首页|返回列表|返回|收藏本页|加入收藏|收藏|我要纠错|"
    r"纠错|分享到|分享至|分享|微信|微博|新浪微博|腾讯微博|QQ空间|QQ好友|人人网|朋友圈|字体大小|字体|字号|默认|超大|大|中|小|"
    r"视力保护色|语音播报|无障碍浏览|无障碍|长者模式|适老模式|朗读|播放|暂停|全文下载|下载|保存|转发|点赞|复制链接|复制|"
    r"浏览次数|浏览量|阅读次数|阅读量|阅读|点击次数|点击量|点击数|点击|访问量|人气|次数|次|简体|繁体|繁體|手机版|PC版|"
    r"扫一扫在手机上?打开当前页面?|扫一扫在手机上?查看当前页面?|扫一扫|跳到正文|正文|首页|当前位置|您的位置|您当前的位置|"
    r"A[+-]?|T\|?"
)
_MARKS = re.compile(r"[\s\d【】\[\]（）()<>《》｜|丨/／:：,，.。、·•+＋－—_>»-]+")
_NEIGHBOURS = re.compile(
    r"(?:上一篇|下一篇|上一条|下一条|上一页|下一页|上篇|下篇|前一篇|后一篇)(\s*[:：>》»]|\s*$)?"
)
_HANDS = re.compile(
    r"[\[【（(]?\s*(?:责任编辑|网站编辑|信息录入|录入|编辑|审核|校对|初审|复审|终审|供稿)\s*[:：]"
)
_PLACE = re.compile(r"[您你]?(?:现在|当前)?的?(?:所在)?位置(?:是)?\s*[:：]")
_END = re.compile(
    r"(?:相关链接|相关文章|相关阅读|相关信息|相关文件|相关稿件|相关新闻|相关附件|友情链接|分享到|分享)\s*(?:[:：>》»]|$)|扫一扫|版权所有|主办单位|"
    r"主办[:：]|承办单位|网站地图|网站声明|政府网站标识码|网站标识码|.{0,12}ICP备|.{0,4}公网安备|您访问的链接即将离开"
)

_FOOTER = re.compile(r"版权所有|ICP备|公网安备|标识码|^(?:主办|承办)(?:单位)?[:：]")


def is_chrome(text: str, is_link: bool = False) -> bool:
    """Whether a line is made of buttons and the like only, or leads to another page; `is_link`: part of it does."""
    if len(text) > 80:
        return False
    neighbour = _NEIGHBOURS.match(text)
    if neighbour and (neighbour.group(1) is not None or is_link):
        return True
    if _PLACE.match(text) or (len(text) < 40 and _HANDS.match(text)):
        return True
    words = _MARKS.sub(" ", text).strip()
    return bool(words) and not _BUTTONS.sub("", words).strip()


def ends_report(text: str, is_link: bool = False) -> bool:
    """Whether what stands from here on, after the last section, is the page again."""
    # A sentence on 扫一扫 is one of the report: what the page says of itself has no full stop.
    if "。" in text and not _FOOTER.search(text):
        return False
    return len(text) < 200 and bool(
        _END.match(text) or (_NEIGHBOURS.match(text) and is_chrome(text, is_link))
    )
