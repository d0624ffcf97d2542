"""A file as bytes and a name → `Document`: what it really is, whether it is safe, and who reads it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from ..document import Document, Dropped, Place, Refused
from .archives import check_entities, open_archive, read_members
from .sniffing import kind_of

MOST_BYTES = 50_000_000
# Where the end of a whole page or PDF is looked for; mailers and servers append a little.
_TAIL = 65_536
# What only LibreOffice reads: kind → the extension by which it is told.
LEGACY = {"doc": ".doc", "rtf": ".rtf", "odt": ".odt", "wordml": ".xml"}
_WORD = frozenset({"docx", "doc", "rtf", "odt", "wordml", "html", "mhtml"})
_PAGES = frozenset({"html", "mhtml"})
_SHEETS = frozenset({"xlsx", "html", "mhtml"})
# What a file of this extension may be without doing harm: programs save pages as .doc and .xls all the time.
# Nothing writes anything else as .docx or .xlsx: somebody renamed it, and should know.
_MAY_BE: dict[str, frozenset[str]] = (
    dict.fromkeys((".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".xml"), _WORD)
    | dict.fromkeys((".docx", ".dotx", ".docm"), frozenset({"docx"}))
    | dict.fromkeys(
        (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".jsp", ".asp", ".aspx", ".php"), _PAGES
    )
    | dict.fromkeys((".xls", ".et"), _SHEETS)
    | dict.fromkeys((".xlsx", ".xltx", ".xlsm"), frozenset({"xlsx"}))
    | {".pdf": frozenset({"pdf"}), ".txt": frozenset({"txt"}), ".text": frozenset({"txt"})}
)
# Extensions that are as good as each other for a kind, so that nothing needs to be said.
_USUAL = {
    "docx": (".docx", ".dotx"),
    "doc": (".doc", ".wps", ".dot", ".wpt"),
    "xlsx": (".xlsx", ".xltx"),
    "html": (".html", ".htm", ".xhtml", ".shtml", ".jsp", ".asp", ".aspx", ".php"),
    "mhtml": (".mht", ".mhtml"),
    "wordml": (".xml",),
}
_NAMES = {
    "docx": "Word 文件（.docx）",
    "doc": "旧版 Word 文件（.doc）",
    "rtf": "RTF 文件",
    "odt": "OpenDocument 文件",
    "wordml": "Word 的 XML 文件",
    "xlsx": "Excel 文件（.xlsx）",
    "html": "网页",
    "mhtml": "网页归档（.mht）",
    "pdf": "PDF 文件",
}


def open_source(data: bytes, name: str) -> Document:
    """Read a file. Raises Refused, and nothing else but MemoryError, for one that cannot be imported."""
    try:
        kind = settle_kind(data, name)
        document = _read(data, kind)
    except (Refused, MemoryError):
        raise
    except Exception as error:  # what a library says of a file that only looks whole
        raise Refused("import-broken", error=type(error).__name__) from error
    note = _note(name, kind)
    return replace(document, dropped=(*note, *document.dropped)) if note else document


def settle_kind(data: bytes, name: str) -> str:
    """What to read a file as. Raises Refused for one that is empty, too large, unknown, or not what its name
    says."""
    if len(data) > MOST_BYTES:
        raise Refused("import-too-large-file", size=len(data))
    if not data.strip():
        raise Refused("import-empty")
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if suffix == ".zip":
        raise Refused("import-unknown-type", extension=suffix, kind="zip")
    kind = kind_of(data)
    expected = _MAY_BE.get(suffix)
    if kind == "txt" and expected is _PAGES:
        return "html"
    if not kind and expected:
        raise Refused("import-broken")
    if expected and kind in expected:
        return kind
    if (kind not in _READERS and kind not in LEGACY) or (not expected and kind == "txt" and suffix):
        raise Refused("import-unknown-type", extension=suffix, kind=kind)
    if expected:
        raise Refused("import-wrong-extension", extension=suffix, kind=kind)
    return kind


def _read(data: bytes, kind: str) -> Document:
    if kind in LEGACY:
        return _read_legacy(data, kind)
    if kind == "xlsx":
        # Entities are looked for before a library parses anything.
        read_members(open_archive(data))
    return _READERS[kind](data)


def check_legacy(data: bytes, kind: str) -> None:
    """Raises Refused for what LibreOffice might follow out of the file."""
    if kind == "wordml":
        check_entities({LEGACY[kind]: data})
    elif kind == "odt":
        read_members(open_archive(data))


def _read_legacy(data: bytes, kind: str) -> Document:
    from .legacy import convert

    check_legacy(data, kind)
    with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"source{LEGACY[kind]}"
        source.write_bytes(data)
        made = convert([source], folder).get(source)
        if made is None:
            raise Refused("import-broken")
        return _read_docx(made.read_bytes())


def _note(name: str, kind: str) -> tuple[Dropped, ...]:
    """What to say of a harmless extension that is not the usual one."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if kind == "txt" or suffix in _USUAL.get(kind, (f".{kind}",)):
        return ()
    what = f"扩展名是 {suffix}" if suffix else "没有扩展名"
    return (Dropped(name, f"{what}，内容是{_NAMES.get(kind, kind)}，按内容读的", Place()),)


def _read_docx(data: bytes) -> Document:
    from ..word.reader import read_docx

    return read_docx(data)


def _read_html(data: bytes) -> Document:
    from ..web.reader import read_html

    _refuse_cut_page(data)
    return read_html(data)


def _refuse_cut_page(data: bytes) -> None:
    """Raises Refused for a page that ends in the middle of a table: rows and the end of a figure would be lost."""
    lower = data.lower()
    is_open = lower.rfind(b"<table") > lower.rfind(b"</table")
    if is_open and not any(end in lower[-_TAIL:] for end in (b"</html", b"</body")):
        raise Refused("import-broken")


def _read_mhtml(data: bytes) -> Document:
    from .mhtml import pages_of

    first: Refused | None = None
    for page in pages_of(data):
        try:
            return _read_html(page)
        except Refused as refused:
            # The report may stand in a frame of the page.
            if refused.fault.kind not in ("import-no-report", "import-empty"):
                raise
            first = first or refused
    raise first or Refused("import-broken")


def _read_xlsx(data: bytes) -> Document:
    from ..excel.workbook import read_xlsx

    return read_xlsx(data)


def _read_pdf(data: bytes) -> Document:
    from ..pdf.reader import read_pdf

    # What can be found again of a file that was cut off may lack pages.
    if not any(end in data[-_TAIL:] for end in (b"%%EOF", b"startxref")):
        raise Refused("import-broken")
    return read_pdf(data)


def _read_text(data: bytes) -> Document:
    from ..running.plain import read_text

    return read_text(data)


_READERS: dict[str, Callable[[bytes], Document]] = {
    "docx": _read_docx,
    "html": _read_html,
    "mhtml": _read_mhtml,
    "xlsx": _read_xlsx,
    "pdf": _read_pdf,
    "txt": _read_text,
}
