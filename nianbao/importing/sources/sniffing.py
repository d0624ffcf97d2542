"""What a file really is, told by its content and never by its name."""

from __future__ import annotations

import re
import unicodedata
import zipfile

from ..document import Refused
from .archives import open_archive, read_member
from .compound import MAGIC, is_encrypted_word, read_directory
from .mhtml import looks_like_mhtml

_HEAD = 65_536
_BEGINNINGS = (
    (b"{\\rtf", "rtf"),
    (b"Rar!", "rar"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_PDF_WITHIN = 1_024
_PAGE = re.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|meta|title|link|base|script|style|"
    r"table|div|p|span|h[1-6]|section|article|center|font|ul|ol|strong|b|br|form|frameset)[\s>/])",
    re.IGNORECASE,
)
# What may stand before the first element of a page: how it begins and how it ends.
_BLANKS = re.compile(r"\s*")
_BEFORE_PAGE = (("<?", ">"), ("<!--", "-->"))
_WORD_XML = re.compile(r"progid=\"Word\.Document\"|<w:wordDocument|<pkg:package", re.IGNORECASE)
_MOST_CONTROLS = 0.01
_TEXT_CONTROLS = b"\t\n\r\f\v\x1a\x1b"
_CONTROLS = bytes(code for code in range(32) if code not in _TEXT_CONTROLS)
_NO_TEXT = frozenset({"Cc", "Cn", "Co", "Cs", "So"})
_PARTS = (
    (b"macroEnabled", "macros"),
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"wordprocessingml.template.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"spreadsheetml.template.main+xml", "xlsx"),
    (b"presentationml", "ppt"),
)
_STREAMS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))
_MACRO_FOLDERS = frozenset({"_VBA_PROJECT", "Macros", "_VBA_PROJECT_CUR"})


def kind_of(data: bytes) -> str:
    """docx, xlsx, doc, xls, ppt, ole, rtf, wordml, odt, html, mhtml, pdf, txt, zip, rar, 7z, image, ofd, or ''.

    Raises Refused for what is not opened at all: damaged, encrypted, bombs, macros.
    """
    head = data[:_HEAD]
    if head.startswith(MAGIC):
        return _kind_of_compound(data)
    if head.startswith(_ZIP):
        return _kind_of_zip(data)
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return "pdf"
    for beginning, kind in _BEGINNINGS:
        if head.startswith(beginning):
            return kind
    if head.startswith(b"BM") and b"\0" in head[:16]:
        return "image"
    return _kind_of_text(data)


def _kind_of_compound(data: bytes) -> str:
    entries = read_directory(data)
    if "EncryptedPackage" in entries:
        raise Refused("import-encrypted")
    if _MACRO_FOLDERS & entries.keys():
        raise Refused("import-macros")
    kind = next((kind for name, kind in _STREAMS if name in entries), "ole")
    if kind == "doc" and is_encrypted_word(data, entries):
        raise Refused("import-encrypted")
    return kind


def _kind_of_zip(data: bytes) -> str:
    archive = open_archive(data)
    names = archive.namelist()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("import-macros")
    if "[Content_Types].xml" in names:
        types = read_member(archive, "[Content_Types].xml")
        kind = next((kind for mark, kind in _PARTS if mark in types), "zip")
        if kind == "macros":
            raise Refused("import-macros")
        return kind
    if "OFD.xml" in names:
        return "ofd"
    if "mimetype" in names and b"opendocument.text" in read_member(archive, "mimetype"):
        return _kind_of_odt(archive)
    return "zip"


def _kind_of_odt(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Refused("import-macros")
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in read_member(archive, manifest):
        raise Refused("import-encrypted")
    return "odt"


def _kind_of_text(data: bytes) -> str:
    head = data[:_HEAD]
    if looks_like_mhtml(head):
        return "mhtml"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", errors="ignore")
    elif wide := _wide_text(head):
        text = wide
    elif b"\0" in head or len(head) - len(head.translate(None, _CONTROLS)) > len(head) * _MOST_CONTROLS:
        return ""
    else:
        text = head.removeprefix(b"\xef\xbb\xbf").decode("latin-1")
    if text.lstrip().startswith("<?xml") and _WORD_XML.search(text):
        return "wordml"
    return "html" if _PAGE.match(text, _page_start(text)) else "txt"


def _wide_text(head: bytes) -> str:
    """The text of UTF-16 that does not say so, '' for what is none: no text has signs that are controls."""
    if b"\0" not in head:
        return ""
    whole = head[: len(head) // 2 * 2]
    little = whole[1::2].count(0) > whole[::2].count(0)
    text = whole.decode("utf-16-le" if little else "utf-16-be", errors="replace")
    strange = sum(unicodedata.category(sign) in _NO_TEXT for sign in text if sign not in "\t\r\n\f\v")
    return "" if strange > len(text) * _MOST_CONTROLS else text


def _page_start(text: str) -> int:
    """Where the blanks, comments and instructions end with which pages begin."""
    place = 0
    while True:
        place = _BLANKS.match(text, place).end()  # type: ignore[union-attr]
        end = next((end for start, end in _BEFORE_PAGE if text.startswith(start, place)), "")
        close = text.find(end, place) if end else -1
        if close < 0:
            return place
        place = close + len(end)
