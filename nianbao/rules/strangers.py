"""Files of other kinds: what they are called, and what a clerk does with them."""

from __future__ import annotations

_NAMES = {
    "docx": "Word 文件（.docx）",
    "doc": "旧版 Word 或 WPS 文件（.doc、.wps）",
    "wps": "旧版 Word 或 WPS 文件（.doc、.wps）",
    "ole": "旧版 Office 文件（.doc、.xls、.wps）",
    "xlsx": "Excel 文件（.xlsx）",
    "xls": "旧版 Excel 文件（.xls）",
    "html": "网页",
    "mhtml": "网页归档",
    "pdf": "PDF 文件",
    "rtf": "RTF 文件",
    "txt": "文本文件",
    "zip": "压缩包",
    "rar": "压缩包（.rar）",
    "7z": "压缩包（.7z）",
    "image": "图片",
    "ofd": "OFD 文件",
    "ppt": "演示文稿",
    "odt": "OpenDocument 文件",
    "wordml": "Word 的 XML 文件",
}
# Extensions that say more than the content does.
_ALIASES = (
    ("压缩包", ".rar .7z .tar .gz .tgz .bz2 .xz .zip", "archive"),
    ("旧版 Excel 或 WPS 表格（.xls、.et）", ".xls .et", "sheet"),
    ("演示文稿", ".ppt .pptx .dps .pps .ppsx", "slides"),
    ("图片", ".jpg .jpeg .png .bmp .gif .tif .tiff .webp .heic .psd", "image"),
    ("文本表格（.csv、.tsv）", ".csv .tsv", "sheet"),
    ("邮件", ".eml .msg", "mail"),
    ("没有下载完的文件", ".crdownload .part .download .td .opdownload", "download"),
    ("快捷方式", ".url .lnk .webloc", "shortcut"),
    ("程序的内容文件", ".yaml .yml .md", "content"),
    ("WPS 的 UOF 文件", ".uof .uot", "other"),
)
_ADVICE = {
    "archive": "先解压到一个文件夹，再导入这个文件夹。",
    "sheet": "用 WPS 表格或 Excel 打开，另存为 .xlsx 再导入。",
    "slides": "年报的文字和表格不在演示文稿里；请向单位要 Word 原件。",
    "image": "图片里的字要靠识别，会认错；请向单位要 Word 原件。",
    "mail": "打开邮件，把附件另存出来，再导入附件。",
    "download": "重新下载，下载完了再导入。",
    "shortcut": "打开它，把文件或网页另存下来，再导入存下来的文件。",
    "content": "是本程序的年报，直接放进 content/reports；是别的文字，把扩展名改成 .txt 再导入。",
    "text": "是年报的文字，把扩展名改成 .txt 再导入。",
    "other": "用 WPS 打开，另存为 .docx 再导入；打不开的，向单位要 Word 原件。",
}
_OF_KIND = {
    "rar": "archive",
    "7z": "archive",
    "xls": "sheet",
    "ppt": "slides",
    "image": "image",
    "ofd": "other",
    "ole": "other",
    "txt": "text",
}


def _alias(extension: str) -> tuple[str, str]:
    """What files of this extension are called, and what is done with them; '' for unknown ones."""
    return next(
        ((name, what) for name, extensions, what in _ALIASES if extension.lower() in extensions.split()),
        ("", ""),
    )


def described(kind: str, extension: str = "") -> str:
    """What a file is, in words; '' when nobody knows. `kind`: as told by its content."""
    kind = kind.lstrip(".").lower()
    name, _ = _alias(extension)
    if kind == "zip" and extension and name != _NAMES[kind]:
        return name  # many a program packs its files, and calls them something else
    if kind in ("", "txt", "ole"):
        return name or _NAMES.get(kind, "")
    return _NAMES.get(kind, kind)


def advice_for(kind: str, extension: str = "") -> str:
    """What to do with a file that cannot be read; '' when there is nothing special to say."""
    _, what = _alias(extension)
    if kind in ("", "txt", "zip", "ole") and what:
        return _ADVICE[what]
    return _ADVICE.get(_OF_KIND.get(kind, ""), "")
