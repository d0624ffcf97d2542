"""Signs that look like others, or like nothing: which there are, and what to call them."""

from __future__ import annotations

import re

SEPARATORS = "\r\v\f\x85\u2028\u2029"
WIDE_BLANKS = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
CONTROL = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff"
INVISIBLE = CONTROL + r"\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ue000\ufeff"
ODD_BLANKS = rf"\t{WIDE_BLANKS}{SEPARATORS}{INVISIBLE}"
BLANKS = rf" {ODD_BLANKS}"
COLONS = ":：﹕∶"
DASHES = "-－—–−─﹣"

RUN = re.compile(rf"[{BLANKS}]++")
ODD = re.compile(rf"[{ODD_BLANKS}]")
# What neither parser lets through, even in a remark.
UNREADABLE = re.compile(rf"[{CONTROL}{SEPARATORS}]")
UNSEEN = re.compile(rf"[{INVISIBLE}{SEPARATORS}]")

# Put before a value (and nowhere shown) so that YAML takes whatever follows as plain text.
SHIELD = "\ue000"

_NAMES = {
    "\t": "制表符（Tab）",
    "\u3000": "全角空格",
    "\u00a0": "网页空格（U+00A0）",
    "\u2028": "行分隔符（U+2028）",
    "\u2029": "段分隔符（U+2029）",
    "\x85": "换行符（U+0085）",
    "\v": "Word 的手动换行符（U+000B）",
    "\f": "分页符（U+000C）",
    "\r": "单独的回车符",
    "\ufeff": "文件头标记（U+FEFF）",
    "\u200b": "零宽空格（U+200B）",
    "\u200c": "零宽字符（U+200C）",
    "\u200d": "零宽字符（U+200D）",
    "\u2060": "零宽字符（U+2060）",
    "\xad": "软连字符（U+00AD）",
    "\0": "空字符（U+0000）",
}


def call(sign: str) -> str:
    """What a message calls a sign that cannot be shown."""
    if sign in _NAMES:
        return _NAMES[sign]
    return f"控制字符（U+{ord(sign):04X}）"


def body_start(text: str, start: int = 0) -> int:
    """Where the first character that is no blank of any kind stands, from `start`."""
    match = RUN.match(text, start)
    return match.end() if match else start


def body_end(text: str, start: int, end: int) -> int:
    """Where the text of [start, end) ends when blanks of all kinds behind it are left off."""
    while end > start and RUN.match(text, end - 1):
        end -= 1
    return end


def visible_width(blanks: str) -> int:
    """How many columns blanks take on the screen: a full-width one two, an unseen sign none."""
    return sum(
        2 if sign in "\u3000\t" else 0 if UNSEEN.match(sign) and sign not in SEPARATORS else 1
        for sign in blanks
    )


def bare(name: str) -> str:
    """A name without blanks around it and unseen signs in it."""
    return UNSEEN.sub("", name).strip(WIDE_BLANKS + " \t")
