"""The parts of every Word file that do not depend on what it says: styles, relations, content types.

Lengths are twentieths of a point, letters half points. Measures of GB/T 9704—2012: A4, margins 37, 35, 28 and
26 mm, body 仿宋 of size 3 (16 pt) on lines of 28 pt, title 小标宋 of size 2 (22 pt), headings 黑体 and 楷体.
"""

from __future__ import annotations

from .model import BODY, HEADING, NOTE, PLAIN, SUBHEADING, TITLE

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# 210 × 297 mm, and the margins in the order top, bottom, left, right.
PAPER = (11906, 16838)
MARGINS = (2098, 1984, 1587, 1474)
# 20 mm, for what is filed away within the office.
NARROW = (1134, 1134, 1134, 1134)

CONTENT_TYPES = (
    XML
    + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="{part}" ContentType="application/vnd.openxmlformats-{kind}+xml"/>'
        for part, kind in (
            ("/word/document.xml", "officedocument.wordprocessingml.document.main"),
            ("/word/styles.xml", "officedocument.wordprocessingml.styles"),
            ("/word/header1.xml", "officedocument.wordprocessingml.header"),
            ("/word/footer1.xml", "officedocument.wordprocessingml.footer"),
            ("/docProps/core.xml", "package.core-properties"),
        )
    )
    + "</Types>"
)

_RELATION = '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/{}" Target="{}"/>'


def _relations(*relations: tuple[str, str, str]) -> str:
    inner = "".join(_RELATION.format(*relation) for relation in relations)
    return f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


PACKAGE_RELATIONS = _relations(
    ("rId1", "officeDocument/2006/relationships/officeDocument", "word/document.xml"),
    ("rId2", "package/2006/relationships/metadata/core-properties", "docProps/core.xml"),
)
DOCUMENT_RELATIONS = _relations(
    ("rId1", "officeDocument/2006/relationships/styles", "styles.xml"),
    ("rId2", "officeDocument/2006/relationships/header", "header1.xml"),
    ("rId3", "officeDocument/2006/relationships/footer", "footer1.xml"),
)


def fonts(han: str) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{han}" w:cs="Times New Roman"/>'


def _style(
    name: str,
    han: str,
    size: int,
    paragraph: str = "",
    *,
    level: int = 0,
    is_default: bool = False,
) -> str:
    """A paragraph style; `level` is that of a heading, so that Word's outline and screen readers know it."""
    outline = f'<w:outlineLvl w:val="{level - 1}"/>' if level else ""
    default = ' w:default="1"' if is_default else ""
    based = "" if is_default else f'<w:basedOn w:val="{STYLE_IDS[BODY]}"/>'
    known = {TITLE: "Title", HEADING: "heading 1", SUBHEADING: "heading 2", BODY: "Normal"}.get(name, name)
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{STYLE_IDS[name]}"><w:name w:val="{known}"/>{based}'
        f"<w:pPr>{paragraph}{outline}</w:pPr>"
        f'<w:rPr>{fonts(han)}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    )


STYLE_IDS = {
    TITLE: "Title",
    HEADING: "Heading1",
    SUBHEADING: "Heading2",
    BODY: "Normal",
    PLAIN: "Plain",
    NOTE: "Note",
}
_LINES = '<w:spacing w:line="560" w:lineRule="exact"/>'
_INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_LEFT = '<w:jc w:val="left"/>'
_NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'

STYLES = (
    f"{XML}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts('仿宋_GB2312')}"
    '<w:sz w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    + _style(BODY, "仿宋_GB2312", 32, f'{_LINES}{_INDENT}<w:jc w:val="both"/>', is_default=True)
    + _style(
        TITLE,
        "方正小标宋简体",
        44,
        f'<w:spacing w:before="280" w:after="560" w:line="640" w:lineRule="exact"/>{_NO_INDENT}<w:jc w:val="center"/>',
    )
    + _style(HEADING, "黑体", 32, f"<w:keepNext/>{_LINES}{_INDENT}", level=1)
    + _style(SUBHEADING, "楷体_GB2312", 32, f"<w:keepNext/>{_LINES}{_INDENT}", level=2)
    + _style(PLAIN, "仿宋_GB2312", 28, f'<w:spacing w:line="480" w:lineRule="exact"/>{_NO_INDENT}{_LEFT}')
    + _style(
        NOTE,
        "仿宋_GB2312",
        24,
        f'<w:spacing w:before="60" w:after="60" w:line="360" w:lineRule="exact"/>{_NO_INDENT}{_LEFT}',
    )
    + "</w:styles>"
)
