"""Small PDFs written by hand: Chinese text at given places, lines, and what else a page may have."""

from __future__ import annotations

from dataclasses import dataclass, field

WIDTH, HEIGHT = 595, 842

_FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font"
    " /Subtype /CIDFontType0 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
    " /DW 1000 /W [1 [500] 2 94 500 814 939 500] /FontDescriptor << /Type /FontDescriptor /FontName /{name} /Flags 4"
    " /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >> >>] >>"
)


@dataclass
class Sheet:
    """One page being written; y counts from the top, in points."""

    marks: list[str] = field(default_factory=list)
    rotate: int = 0

    def text(
        self, x: float, y: float, words: str, size: float = 12, font: str = "F1", tilt: str = "1 0 0 1"
    ) -> Sheet:
        coded = words.encode("utf-16-be").hex()
        self.marks.append(f"BT /{font} {size} Tf {tilt} {x} {HEIGHT - y} Tm <{coded}> Tj ET")
        return self

    def column(self, x: float, y: float, lines: list[str], pitch: float = 20, size: float = 12) -> Sheet:
        for number, line in enumerate(lines):
            self.text(x, y + number * pitch, line, size)
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        self.marks.append(f"0.5 w {x0} {HEIGHT - y0} m {x1} {HEIGHT - y1} l S")
        return self

    def field(self, x0: float, y0: float, x1: float, y1: float, grey: float) -> Sheet:
        self.marks.append(f"{grey} g {x0} {HEIGHT - y1} {x1 - x0} {y1 - y0} re f 0 g")
        return self

    def picture(self) -> Sheet:
        self.marks.append(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q")
        return self

    def hidden(self, x: float, y: float, words: str) -> Sheet:
        self.marks.append("3 Tr")
        self.text(x, y, words)
        self.marks.append("0 Tr")
        return self

    def table(self, xs: list[float], ys: list[float], rows: list[list[str]], size: float = 10) -> Sheet:
        """A table with every line drawn; texts stand in the left of their cells, lines of a cell 12 apart."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for row, top in zip(rows, ys, strict=False):
            for words, x in zip(row, xs, strict=False):
                self.column(x + 3, top + 13, words.split("\n"), 12, size)
        return self


def paper(*sheets: Sheet, trailer: str = "") -> bytes:
    """The sheets as a PDF. Fonts: F1 仿宋, F2 黑体, F3 bold, F4 one that does not say its characters."""
    names = ("FangSong", "SimHei", "FangSong,Bold")
    fonts = " ".join(f"/F{number} {_FONT.format(name=name)}" for number, name in enumerate(names, 1))
    unknown = (
        _FONT.format(name="Unknown").replace("UniGB-UCS2-H", "Identity-H").replace("(GB1)", "(Identity)")
    )
    fonts += f" /F4 {unknown}"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    pages = []
    for sheet in sheets:
        content = "\n".join(sheet.marks)
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        pages.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {sheet.rotate}"
            f" /Contents {len(objects)} 0 R /Resources << /Font << {fonts} >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(pages)}] >>"
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n".encode()
    return out + f"startxref\n{start}\n%%EOF\n".encode()
