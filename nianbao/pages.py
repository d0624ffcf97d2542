"""pages/*.md (关于, 无障碍声明 …) → views. The first line `# 标题` is the title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .decoding import decode
from .prose import render_page


def page_view(facts: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    text, _ = decode(data)
    title, html = render_page(text)
    return {**facts, "title": title, "html": html}


def page_title(text: str) -> str:
    return render_page(text)[0]
