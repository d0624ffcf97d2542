"""A web address from a Chinese name."""

from __future__ import annotations

import re


def suggest_slug(name: str) -> str:
    """教育委员会 → jiaoyu-weiyuanhui shortened to what fits an address: lower case, digits, hyphens."""
    from pypinyin import lazy_pinyin

    words: list[str] = lazy_pinyin(name)
    slug = re.sub(r"[^a-z0-9]+", "-", "-".join(words).lower()).strip("-")
    return slug[:64].rstrip("-") or "danwei"
