"""What to say of web pages that show a report and do not hold its words, by why: (text, remedy)."""

from __future__ import annotations

SHELLS = {
    "attachment": (
        "网页上没有年报的正文，正文在附件里{}，没有导入。",
        "把附件下载下来，导入附件。",
    ),
    "frame": (
        "网页上没有年报的正文，正文是嵌在里面的另一页{}，没有导入。",
        "在浏览器里右键点正文，“在新标签页中打开框架”，再另存；或者选中正文，复制到 Word 里存成 .docx。",
    ),
    "script": (
        "网页上没有年报的正文：正文要由网页里的脚本显示出来，存下来的文件里没有，没有导入。",
        "在浏览器里打开网页，选中正文，复制到 Word 里存成 .docx，再导入。",
    ),
    "list": (
        "这是年报的目录，只有标题和链接{}，没有导入。",
        "点开要的那一份，把它的正文页另存，再导入。",
    ),
    "picture": (
        "网页上没有年报的正文，只有图片，图片里的字读不出来，没有导入。",
        "向单位要 Word 原件。",
    ),
}
