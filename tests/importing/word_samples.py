"""Word files made for tests, of the bare XML that Word and WPS write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def make_zip(members: Mapping[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def make_docx(
    body: str, *, styles: str = "", numbering: str = "", footnotes: str = "", **more: bytes | str
) -> bytes:
    """A .docx with this inner XML of w:body, w:styles, w:numbering and w:footnotes. `more`: further members by
    name, `__` standing for a slash and `_dot_` for a dot; such with a name `chunk…` get a relation of that name."""
    parts = {"styles": styles, "numbering": numbering, "footnotes": footnotes}
    members: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" Type="{_KIND}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
    }
    relations = ""
    for name, inner in parts.items():
        if inner:
            members[f"word/{name}.xml"] = f"<w:{name} {_SPACES}>{inner}</w:{name}>"
            relations += f'<Relationship Id="{name}" Type="{_KIND}/{name}" Target="{name}.xml"/>'
    for name, content in more.items():
        path = name.replace("__", "/").replace("_dot_", ".")
        members[f"word/{path}"] = content
        relations += f'<Relationship Id="{path.partition(".")[0]}" Type="{_KIND}/aFChunk" Target="{path}"/>'
    members["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'
    )
    return make_zip(members)


def p(text: str = "", properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    inner = f"<w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r>" if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def tc(content: str = "", properties: str = "") -> str:
    """A cell; plain text becomes its paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tbl(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
