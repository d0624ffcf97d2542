"""Word files are read as they are printed: numbers, spans and accepted changes, nothing hidden."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.importing.document import Document, Grid, Paragraph, Refused
from nianbao.importing.word.numbers import printed_number
from nianbao.importing.word.reader import read_docx
from tests.importing.examples import EXAMPLES, needs_examples
from tests.importing.word_samples import make_docx, p, tbl, tc


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def spans(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(cell.row, cell.column, cell.rowspan, cell.colspan, cell.text) for cell in grid.cells]


def level(depth: int, kind: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def listed(number: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


CHINESE = (
    '<w:abstractNum w:abstractNumId="7">'
    + level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircle", "%4")
    + level(4, "decimal", "%1.%5", "<w:isLgl/>")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


@needs_examples
def test_every_figure_of_the_official_form_is_read_in_its_place() -> None:
    import docx

    file = docx.Document(str(EXAMPLES / "blank-form-2021.docx"))
    written = []
    for number, table in enumerate(file.tables):
        cells = {id(cell._tc): cell for row in table.rows for cell in row.cells}
        for cell in cells.values():
            if not cell.text.strip():
                written.append((number, str(1000 + len(written))))
                cell.text = written[-1][1]
    stream = io.BytesIO()
    file.save(stream)
    read = grids(read_docx(stream.getvalue()))
    assert [grid.place.table for grid in read] == [1, 2, 3]
    assert [(grid.height, grid.width) for grid in read] == [(14, 4), (28, 10), (4, 15)]
    found = [(number, cell.text) for number, grid in enumerate(read) for cell in grid.cells]
    assert [cell for cell in found if cell[1].isdigit()] == written
    assert len(written) == 200
    assert (5, 0, 22, 1, "三、本年度办理结果") in spans(read[1])
    for grid in read:
        assert len(grid.covering) == grid.height * grid.width


def test_automatic_numbers_are_written_out() -> None:
    body = "".join(
        (
            p("总体情况", listed(1)),
            p("主动公开", listed(1, 1)),
            p("规范性文件", listed(1, 2)),
            p("清理", listed(1, 2)),
            p("甲", listed(1, 3)),
            p("依申请公开", listed(1, 1)),
            p("又一", listed(1, 2)),
            p("办理情况", listed(1)),
            p("小节", listed(1, 4)),
            p("重新起头", listed(2)),
            p("没有编号", listed(0)),
        )
    )
    assert texts(read_docx(make_docx(body, numbering=CHINESE))) == [
        "一、总体情况",
        "（一）主动公开",
        "1.规范性文件",
        "2.清理",
        "① 甲",
        "（二）依申请公开",
        "1.又一",
        "二、办理情况",
        "2.1 小节",
        "一、重新起头",
        "没有编号",
    ]


def test_numbers_that_come_from_a_style_are_written_out() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "japaneseCounting", "%1、", '<w:pStyle w:val="A"/>')
        + level(1, "japaneseCounting", "（%2）", '<w:pStyle w:val="B"/>')
        + '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="heading {number}"/><w:pPr>'
        '<w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
        for number, key in enumerate("AB", 1)
    )
    body = (
        p("总体", '<w:pStyle w:val="A"/>')
        + p("主动", '<w:pStyle w:val="B"/>')
        + p("表", '<w:pStyle w:val="A"/>')
    )
    document = read_docx(make_docx(body, numbering=numbering, styles=styles))
    assert texts(document) == ["一、总体", "（一）主动", "二、表"]
    assert [block.level for block in document.blocks if isinstance(block, Paragraph)] == [1, 2, 1]


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        ("chineseCounting", ["一", "十", "十一", "二十", "二十五", "一百零五", "一百一十"]),
        ("ideographDigital", ["一", "一〇", "一一", "二〇", "二五", "一〇五", "一一〇"]),
        ("chineseLegalSimplified", ["壹", "壹拾", "壹拾壹", "贰拾", "贰拾伍", "壹佰零伍", "壹佰壹拾"]),
        ("decimalEnclosedCircle", ["①", "⑩", "⑪", "⑳", "㉕", "105", "110"]),
        ("upperRoman", ["I", "X", "XI", "XX", "XXV", "CV", "CX"]),
        ("lowerLetter", ["a", "j", "k", "t", "y", "aaaaa", "fffff"]),
        ("decimalEnclosedParen", ["⑴", "⑽", "⑾", "⒇", "25", "105", "110"]),
        ("unheard-of", ["1", "10", "11", "20", "25", "105", "110"]),
    ],
)
def test_each_format_of_numbers_prints_as_word_does(kind: str, printed: list[str]) -> None:
    assert [printed_number(number, kind) for number in (1, 10, 11, 20, 25, 105, 110)] == printed


@given(st.integers(1, 9_999))
@settings(max_examples=200)
def test_counted_numbers_read_back_as_the_same_number(number: int) -> None:
    from nianbao.numerals import han_number

    assert han_number(printed_number(number, "chineseCounting")) == number


def test_an_automatic_number_never_joins_a_figure() -> None:
    table = tbl(tc("甲") + tc("乙"), tc("丙") + tc(p("5", listed(1, 2))))
    assert spans(grids(read_docx(make_docx(table, numbering=CHINESE)))[0])[-1][-1] == "1. 5"
    empty = tbl(tc("甲") + tc("乙"), tc("丙") + tc(p("", listed(1, 2))))
    assert spans(grids(read_docx(make_docx(empty, numbering=CHINESE)))[0])[-1][-1] == ""


def test_tracked_changes_count_as_accepted() -> None:
    body = (
        "<w:p><w:r><w:t>新收</w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>21</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>件</w:t></w:r></w:moveTo></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p>" + p("后半")
    )
    table = tbl(tc("甲") + tc("1"), "<w:trPr><w:del/></w:trPr>" + tc("删") + tc("9"), tc("乙") + tc("2"))
    document = read_docx(make_docx(body + table))
    assert texts(document) == ["新收21件", "前半后半"]
    assert [cell.text for cell in grids(document)[0].cells] == ["甲", "1", "乙", "2"]


def test_hidden_text_pictures_and_contents_are_dropped_and_said() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/></w:style>'
    body = (
        p("目录项	3", '<w:pStyle w:val="T"/>')
        + "<w:p><w:r><w:t>看得见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>"
        '<w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r></w:p>'
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('目录')}</w:sdtContent></w:sdt>"
    )
    document = read_docx(make_docx(body, styles=styles))
    assert texts(document) == ["看得见"]
    assert [item.text for item in document.dropped] == ["目录项 3", "看不见", "〔图片〕", "目录"]
    assert all(item.why for item in document.dropped)


def test_marks_and_crossed_out_words_in_a_cell_never_join_its_figure() -> None:
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>1</w:t></w:r>"
    struck = "<w:r><w:rPr><w:strike/></w:rPr><w:t>12</w:t></w:r>"
    figure = "<w:r><w:t>28</w:t></w:r>"
    picture = '<w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r>'
    cells = (figure + raised, raised, struck + figure, struck, picture, figure + picture)
    document = read_docx(make_docx(tbl("".join(tc(f"<w:p>{cell}</w:p>") for cell in cells), tc("甲") * 6)))
    found = [cell.text for cell in grids(document)[0].cells[:6]]
    assert found == ["28¹", "1", "28（划去：12）", "（划去：12）", "〔图片〕", "28"]
    assert [(item.text, item.place.table) for item in document.dropped] == [
        ("12", 1),
        ("12", 1),
        ("〔图片〕", 1),
        ("〔图片〕", 1),
    ]
    prose = read_docx(make_docx(f"<w:p>{figure}{raised}{struck}</w:p>"))
    assert (texts(prose), [item.text for item in prose.dropped]) == (["281"], ["12"])


def test_marks_are_known_by_style_or_place_and_white_or_unknown_signs_never_pass_for_nothing() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="M"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="X"><w:rPr><w:dstrike/></w:rPr></w:style>'
    )
    figure = "<w:r><w:t>28</w:t></w:r>"

    def run(properties: str, text: str = "3") -> str:
        return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"

    cells = {
        figure + run('<w:rStyle w:val="M"/>'): "28³",
        figure + run('<w:position w:val="6"/>'): "28³",
        figure + run('<w:vertAlign w:val="subscript"/>'): "28₃",
        figure + run('<w:rStyle w:val="X"/>'): "28（划去：3）",
        figure + run('<w:rStyle w:val="X"/><w:dstrike w:val="0"/>'): "283",
        run('<w:color w:val="FFFFFF"/>', "9") + figure: "28",
        run('<w:color w:val="FFFFFF"/>', "自然人"): "自然人",
        '<w:r><w:sym w:font="Wingdings" w:char="F081"/></w:r>': "〔符号〕",
        '<w:r><w:sym w:font="Symbol" w:char="F037"/></w:r>': "7",
    }
    row = "".join(tc(f"<w:p>{cell}</w:p>") for cell in cells)
    document = read_docx(make_docx(tbl(row, tc("甲") * len(cells)), styles=styles))
    assert [cell.text for cell in grids(document)[0].cells][: len(cells)] == list(cells.values())
    assert [item.text for item in document.dropped] == ["3", "9", "〔符号〕"]


def test_hidden_rows_are_said_and_not_read() -> None:
    hidden = f"<w:tr><w:trPr><w:hidden/></w:trPr>{tc('规章')}{tc('99')}</w:tr>"
    table = tbl(tc("规章") + tc("1"), tc("甲") + tc("2")).replace("</w:tbl>", f"{hidden}</w:tbl>")
    document = read_docx(make_docx(table))
    assert [cell.text for cell in grids(document)[0].cells] == ["规章", "1", "甲", "2"]
    assert [item.text for item in document.dropped] == ["规章 99"]


def test_fields_links_controls_footnotes_and_breaks_keep_their_words() -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =SUM(ABOVE) </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink r:id="q"><w:r><w:t>网站</w:t></w:r></w:hyperlink>'
        "<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        f"<w:sdt><w:sdtContent>{p('整段')}</w:sdtContent></w:sdt>"
        '<w:p><w:r><w:t xml:space="preserve">　　上行 </w:t><w:br/><w:t>下</w:t><w:tab/><w:t>行</w:t>'
        '<w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    footnotes = f'<w:footnote w:type="separator" w:id="0">{p("线")}</w:footnote><w:footnote w:id="2">{p("注解")}</w:footnote>'
    document = read_docx(make_docx(body, footnotes=footnotes))
    assert texts(document) == ["12网站控件", "整段", "上行", "下\t行", "注解"]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('框里的标题')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>" + p("后")
    )
    assert texts(read_docx(make_docx(body))) == ["前", "框里的标题", "后"]


def test_bold_stretches_come_from_runs_and_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="b"/><w:basedOn w:val="N"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = (
        "<w:p><w:r><w:t>一般</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>加</w:t></w:r>"
        '<w:r><w:rPr><w:rStyle w:val="S"/></w:rPr><w:t>粗</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:pStyle w:val="B"/></w:pPr><w:r><w:t>粗</w:t></w:r>'
        '<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t>细</w:t></w:r></w:p>'
    )
    blocks = read_docx(make_docx(body, styles=styles)).blocks
    assert [block.bold for block in blocks if isinstance(block, Paragraph)] == [((2, 4),), ((0, 1),)]


def test_merged_cells_of_every_kind_are_spans() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    table = tbl(
        tc("头", '<w:gridSpan w:val="3"/>'),
        tc("组", down) + tc("甲") + tc("1"),
        tc("", on) + tc("乙") + tc("2"),
        tc("左", '<w:hMerge w:val="restart"/>') + tc("", "<w:hMerge/>") + tc("3"),
        '<w:trPr><w:gridBefore w:val="2"/></w:trPr>' + tc("4"),
    )
    assert spans(grids(read_docx(make_docx(table)))[0]) == [
        (0, 0, 1, 3, "头"),
        (1, 0, 2, 1, "组"),
        (1, 1, 1, 1, "甲"),
        (1, 2, 1, 1, "1"),
        (2, 1, 1, 1, "乙"),
        (2, 2, 1, 1, "2"),
        (3, 0, 1, 2, "左"),
        (3, 2, 1, 1, "3"),
        (4, 2, 1, 1, "4"),
    ]


def test_borders_dragged_out_of_line_make_no_columns() -> None:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (2000, 30, 700, 60, 700, 700))
    table = tbl(
        tc("标签")
        + tc("自然人", '<w:gridSpan w:val="2"/>')
        + tc("企业", '<w:gridSpan w:val="2"/>')
        + tc("总计"),
        tc("新收", '<w:gridSpan w:val="2"/>') + tc("1", '<w:gridSpan w:val="2"/>') + tc("2") + tc("3"),
    ).replace("<w:tbl>", f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>")
    read = grids(read_docx(make_docx(table)))[0]
    assert [(cell.column, cell.colspan) for cell in read.cells] == [(0, 1), (1, 1), (2, 1), (3, 1)] * 2
    narrow = tbl(tc("甲") + tc("1") + tc("2"), tc("乙") + tc("3") + tc("4")).replace(
        "<w:tbl>",
        '<w:tbl><w:tblGrid><w:gridCol w:w="90"/><w:gridCol w:w="90"/><w:gridCol w:w="90"/></w:tblGrid>',
    )
    assert grids(read_docx(make_docx(narrow)))[0].width == 3


def test_text_that_merging_covers_is_said_and_not_read() -> None:
    table = tbl(tc("组", '<w:vMerge w:val="restart"/>') + tc("1"), tc("旧字", "<w:vMerge/>") + tc("2"))
    document = read_docx(make_docx(p("文") + table))
    assert "旧字" not in str(document.blocks)
    assert [(item.text, item.place.table) for item in document.dropped] == [("旧字", 1)]


def test_a_table_that_only_frames_is_walked_into() -> None:
    inner = tbl(tc("甲") + tc("1"), tc("乙") + tc("2"))
    framed = read_docx(make_docx(tbl(tc(p("一、总体情况") + p("文字") + inner + p()), tc("后面"))))
    assert texts(framed) == ["一、总体情况", "文字", "后面"]
    assert [cell.text for cell in grids(framed)[0].cells] == ["甲", "1", "乙", "2"]
    kept = read_docx(
        make_docx(tbl(*[tc("行") + tc("0") + tc("0")] * 3, tc(inner + p("末")) + tc("0") + tc("0")))
    )
    assert [cell.text for cell in grids(kept)[0].cells][-3:] == ["甲\t1\n乙\t2\n末", "0", "0"]


def test_a_web_page_inside_a_word_file_is_read() -> None:
    rows = "".join(f"<tr><td>行{n}</td><td>{n}</td><td>0</td></tr>" for n in range(5))
    page = f"<html><body><p>一、总体情况</p><p>二、申请情况</p><table border=1>{rows}</table>"
    document = read_docx(make_docx('<w:altChunk r:id="chunk"/>', chunk_dot_htm=page))
    assert texts(document) == ["一、总体情况", "二、申请情况"]
    assert [cell.text for cell in grids(document)[0].cells][:4] == ["行0", "0", "0", "行1"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (p(), "import-empty"),
        ('<w:p><w:r><w:pict><v:imagedata r:id="z"/></w:pict></w:r></w:p>', "import-no-text"),
        ("<w:p>" * 300 + "</w:p>" * 300, "import-broken"),
        ("".join(p(f"{n * 7919 % 100_003}") for n in range(20_001)), "import-too-long"),
    ],
)
def test_files_without_a_report_are_refused(body: str, kind: str) -> None:
    with pytest.raises(Refused) as caught:
        read_docx(make_docx(body))
    assert caught.value.fault.kind == kind


def test_the_strict_dialect_and_odd_paths_are_read() -> None:
    import zipfile

    data = make_docx(p("严格"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/document.xml"] = members["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    from tests.importing.word_samples import make_zip

    assert texts(read_docx(make_zip({name.replace("/", "\\"): text for name, text in members.items()}))) == [
        "严格"
    ]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_word_files_are_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(make_docx(p("一、总体情况", listed(1)) + tbl(tc("甲") + tc("1")), numbering=CHINESE))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(whole) - 1))
        whole[start : start + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=10))
    try:
        assert read_docx(bytes(whole)).kind == "docx"
    except Refused as refused:
        assert refused.fault.kind.startswith("import-")
