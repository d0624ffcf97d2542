"""A WordFile → the bytes of a .docx. The same content gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from .model import Paragraph, Run, Table, TableCell, WordFile
from .parts import (
    CONTENT_TYPES,
    DOCUMENT_RELATIONS,
    MARGINS,
    NAMESPACES,
    NARROW,
    PACKAGE_RELATIONS,
    PAPER,
    STYLE_IDS,
    STYLES,
    XML,
    fonts,
)

# The first day a zip can bear.
_MADE = (1980, 1, 1, 0, 0, 0)
# What XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_docx(file: WordFile) -> bytes:
    """The file as Word, WPS and LibreOffice open it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", PACKAGE_RELATIONS),
            ("docProps/core.xml", _properties(file)),
            ("word/document.xml", _document(file)),
            ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS),
            ("word/styles.xml", STYLES),
            ("word/header1.xml", _header(file)),
            ("word/footer1.xml", _footer(file)),
        ):
            entry = zipfile.ZipInfo(name, _MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, text.encode("utf-8"))
    return out.getvalue()


def _properties(file: WordFile) -> str:
    return (
        f'{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{_text(file.title)}</dc:title></cp:coreProperties>'
    )


def _document(file: WordFile) -> str:
    wide, _ = _paper(file)
    _, _, left, right = _margins(file)
    text_width = wide - left - right
    body = "".join(
        _paragraph(block) if isinstance(block, Paragraph) else _table(block, text_width)
        for block in file.blocks
    )
    return f"{XML}<w:document {NAMESPACES}><w:body>{body}{_section(file)}</w:body></w:document>"


def _section(file: WordFile) -> str:
    wide, high = _paper(file)
    turned = ' w:orient="landscape"' if file.landscape else ""
    top, bottom, left, right = _margins(file)
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:footerReference w:type="default" r:id="rId3"/>'
        f'<w:pgSz w:w="{wide}" w:h="{high}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{top // 2}" w:footer="{bottom * 5 // 7}" w:gutter="0"/>'
        "</w:sectPr>"
    )


def _paper(file: WordFile) -> tuple[int, int]:
    wide, high = PAPER
    return (high, wide) if file.landscape else (wide, high)


def _margins(file: WordFile) -> tuple[int, int, int, int]:
    return NARROW if file.narrow else MARGINS


# -- paragraphs


def _paragraph(paragraph: Paragraph) -> str:
    look = f'<w:pStyle w:val="{STYLE_IDS[paragraph.style]}"/>'
    look += "<w:keepNext/>" * paragraph.keep_with_next + "<w:pageBreakBefore/>" * paragraph.page_break_before
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(map(_run, paragraph.runs))}</w:p>"


def _run(run: Run) -> str:
    look = "<w:b/><w:bCs/>" * run.bold + '<w:color w:val="C00000"/>' * run.red
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f"<w:r>{properties}{_lines(run.text)}</w:r>"


def _lines(text: str) -> str:
    return "<w:br/>".join(f'<w:t xml:space="preserve">{_text(line)}</w:t>' for line in text.split("\n"))


def _text(text: str) -> str:
    return escape(_FORBIDDEN.sub("", text))


# -- tables


def _table(table: Table, text_width: int) -> str:
    whole = sum(table.widths)
    widths = [round(share / whole * text_width) for share in table.widths]
    rows = max((cell.row + cell.rowspan for cell in table.cells), default=0)
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    body = "".join(_row(table, number, widths) for number in range(rows))
    # Word joins two tables that touch: each is followed by an empty paragraph.
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl><w:p><w:pPr><w:pStyle w:val="{STYLE_IDS["附注"]}"/></w:pPr></w:p>'
    )


def _row(table: Table, number: int, widths: list[int]) -> str:
    look = "<w:cantSplit/>" + "<w:tblHeader/>" * (number < table.head)
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(_cells(table, number, widths))}</w:tr>"


def _cells(table: Table, number: int, widths: list[int]) -> Iterator[str]:
    """The cells that this row shows, those that reach down from above too."""
    for cell in sorted(table.cells, key=lambda cell: cell.column):
        if cell.row <= number < cell.row + cell.rowspan:
            wide = sum(widths[cell.column : cell.column + cell.colspan])
            yield _cell(cell, wide, table.size, is_first=cell.row == number)


def _cell(cell: TableCell, wide: int, size: int, *, is_first: bool) -> str:
    look = f'<w:tcW w:w="{wide}" w:type="dxa"/>'
    if cell.colspan > 1:
        look += f'<w:gridSpan w:val="{cell.colspan}"/>'
    if cell.rowspan > 1:
        look += '<w:vMerge w:val="restart"/>' if is_first else "<w:vMerge/>"
    if cell.shaded:
        look += '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>'
    look += '<w:vAlign w:val="center"/>'
    bold = "<w:b/>" if cell.bold else ""
    words = (
        f'<w:r><w:rPr>{fonts("宋体")}{bold}<w:sz w:val="{size}"/></w:rPr>{_lines(cell.text)}</w:r>'
        if is_first and cell.text
        else ""
    )
    return (
        f"<w:tc><w:tcPr>{look}</w:tcPr><w:p><w:pPr>"
        f'<w:spacing w:line="{size * 13}" w:lineRule="atLeast"/><w:ind w:firstLineChars="0" w:firstLine="0"/>'
        f'<w:jc w:val="{cell.align}"/></w:pPr>{words}</w:p></w:tc>'
    )


# -- what stands on every page


def _header(file: WordFile) -> str:
    words = (
        f'<w:r><w:rPr>{fonts("宋体")}<w:sz w:val="21"/></w:rPr>{_lines(file.header)}</w:r>'
        if file.header
        else ""
    )
    mark = _watermark(file.watermark) if file.watermark else ""
    return (
        f"{XML}<w:hdr {NAMESPACES}><w:p><w:pPr>"
        f'<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/></w:pPr>{words}{mark}</w:p></w:hdr>'
    )


def _watermark(words: str) -> str:
    """Grey words behind the text, as Word makes them."""
    style = (
        "position:absolute;margin-left:0;margin-top:0;width:360pt;height:120pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    return (
        '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="watermark" o:spid="_x0000_s2049" type="#_x0000_t136" style="{style}" '
        'fillcolor="#d9d9d9" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:\'黑体\';font-size:1pt" string="{escape(words, {chr(34): "&quot;"})}"/>'
        "</v:shape></w:pict></w:r>"
    )


def _footer(file: WordFile) -> str:
    """The number of the page between dashes, as official documents bear it: — 1 —."""
    field = (
        "".join(
            f'<w:r><w:rPr>{fonts("宋体")}<w:sz w:val="28"/></w:rPr>{inner}</w:r>'
            for inner in (
                '<w:t xml:space="preserve">— </w:t>',
                '<w:fldChar w:fldCharType="begin"/>',
                '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
                '<w:fldChar w:fldCharType="separate"/>',
                "<w:t>1</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
                '<w:t xml:space="preserve"> —</w:t>',
            )
        )
        if file.page_numbers
        else ""
    )
    return (
        f"{XML}<w:ftr {NAMESPACES}><w:p><w:pPr>"
        f'<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr>{field}</w:p></w:ftr>'
    )
