"""Files are read as what they are; what could do harm, or says it is something else, is not opened."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.importing.document import Document, Paragraph, Refused
from nianbao.importing.sources.archives import COLLECTION, Limits, check_archive, leads_out, member_name
from nianbao.importing.sources.guard import run_guarded
from nianbao.importing.sources.opening import MOST_BYTES, open_source
from nianbao.importing.sources.sniffing import kind_of
from tests.importing.word_samples import make_docx, make_zip, p

PAGE = "<html><body><p>一、总体情况</p><p>二、主动公开</p></body></html>"
DOCX = make_docx(p("一、总体情况"))


def refusal_of(data: bytes, name: str) -> str:
    with pytest.raises(Refused) as caught:
        open_source(data, name)
    return caught.value.fault.kind


def words(document: Document) -> str:
    return "".join(block.text for block in document.blocks if isinstance(block, Paragraph))


def changed(**members: bytes | str | None) -> bytes:
    """The Word file with other members; `__` stands for a slash, `_dot_` for a dot, None takes one out."""
    with zipfile.ZipFile(io.BytesIO(DOCX)) as archive:
        kept: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}
    for name, content in members.items():
        path = name.replace("__", "/").replace("_dot_", ".")
        if content is None:
            del kept[path]
        else:
            kept[path] = content
    return make_zip(kept)


def compound(*names: str) -> bytes:
    """The smallest OLE file whose directory has these names: a header, one FAT sector, directory sectors."""
    entries = b""
    for name in ("Root Entry", *names):
        raw = name.encode("utf-16-le")
        entries += raw.ljust(64, b"\0") + struct.pack("<HB", len(raw) + 2, 5 if name == "Root Entry" else 2)
        entries += bytes(128 - 67)
    entries += bytes(-len(entries) % 512)
    count = len(entries) // 512
    fat = [0xFFFFFFFD, *range(2, count + 1), 0xFFFFFFFE]
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 44, 1)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<I", header, 68, 0xFFFFFFFE)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", *fat, *[0xFFFFFFFF] * (128 - len(fat)))
    return bytes(header) + table + entries


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (DOCX, "docx"),
        (PAGE.encode(), "html"),
        (b"\xef\xbb\xbf  <!-- saved from url=(0001)x -->\n" + PAGE.encode(), "html"),
        (PAGE.encode("utf-16"), "html"),
        (b"%PDF-1.7\n", "pdf"),
        (b"{\\rtf1}", "rtf"),
        ("一、总体情况\n0\t0".encode("gb18030"), "txt"),
        ("一、总体情况".encode("utf-16"), "txt"),
        ("<三安全一稳定>见表".encode(), "txt"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "wordml"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "image"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "image"),
        (b"Rar!\x1a\x07", "rar"),
        (make_zip({"a.docx": DOCX}), "zip"),
        (make_zip({"OFD.xml": "<a/>"}), "ofd"),
        (compound("Workbook"), "xls"),
        (compound("Contents"), "ole"),
        (bytes(range(256)) * 4, ""),
    ],
)
def test_files_are_known_by_their_content(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


def test_a_page_or_a_word_file_called_doc_is_read_and_said() -> None:
    for data, name in ((PAGE.encode(), "年报.doc"), (PAGE.encode("gb18030"), "年报.xls"), (DOCX, "年报.doc")):
        document = open_source(data, name)
        assert words(document).startswith("一、总体情况")
        assert name.rpartition(".")[2] in document.dropped[0].why
    assert open_source(DOCX, "年报.docx").dropped == ()


def test_a_page_saved_as_one_file_is_read() -> None:
    import quopri

    body = quopri.encodestring(PAGE.encode("gb18030")).decode()
    message = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n--B\r\n'
        f'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{body}\r\n--B--\r\n'
    ).encode()
    for name in ("年报.mht", "年报.doc"):
        assert words(open_source(message, name)) == "一、总体情况二、主动公开"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n" + b"x" * 100, "年报.docx", "pdf"),
        (DOCX, "年报.pdf", "docx"),
        (PAGE.encode(), "年报.pdf", "html"),
        (PAGE.encode(), "年报.txt", "html"),
        ("一、总体情况".encode(), "年报.docx", "txt"),
        (PAGE.encode(), "年报.docx", "html"),
        (PAGE.encode(), "年报.xlsx", "html"),
        (DOCX, "年报.html", "docx"),
        (DOCX, "年报.txt", "docx"),
    ],
)
def test_an_extension_that_lies_is_named_with_what_the_file_is(data: bytes, name: str, kind: str) -> None:
    with pytest.raises(Refused) as caught:
        open_source(data, name)
    fault = caught.value.fault
    assert (fault.kind, fault.facts["kind"]) == ("import-wrong-extension", kind)
    assert name.endswith(str(fault.facts["extension"]))


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"", "年报.docx", "import-empty"),
        (b" \r\n\t", "年报.txt", "import-empty"),
        (bytes(5_000), "年报.docx", "import-broken"),
        (DOCX[: len(DOCX) // 2], "年报.docx", "import-broken"),
        (DOCX[:-10], "年报.docx", "import-broken"),
        (b"PK\x03\x04", "年报.docx", "import-broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "年报.doc", "import-broken"),
        (changed(word__document_dot_xml=b"<w:document"), "年报.docx", "import-broken"),
        (changed(word__document_dot_xml=None), "年报.docx", "import-broken"),
        (compound("EncryptedPackage", "EncryptionInfo"), "年报.docx", "import-encrypted"),
        (compound("EncryptedPackage", "EncryptionInfo"), "年报.xlsx", "import-encrypted"),
        (compound("WordDocument", "Macros"), "年报.doc", "import-macros"),
        (compound("Workbook"), "年报.xls", "import-unknown-type"),
        (changed(word__vbaProject_dot_bin=b"x"), "年报.docx", "import-macros"),
        (changed(xl__vbaProject_dot_bin=b"x"), "年报.xlsm", "import-macros"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "年报.png", "import-unknown-type"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "年报.docx", "import-unknown-type"),
        (make_zip({"a.txt": "x"}), "年报.zip", "import-unknown-type"),
        (make_zip({"a.txt": "x"}), "年报.docx", "import-unknown-type"),
        (b"a,b\n1,2\n", "年报.csv", "import-unknown-type"),
        (bytes(range(256)), "年报.xyz", "import-unknown-type"),
        (b"x" * (MOST_BYTES + 1), "年报.txt", "import-too-large-file"),
    ],
)
def test_what_cannot_be_imported_says_why(data: bytes, name: str, kind: str) -> None:
    assert refusal_of(data, name) == kind


def test_macros_are_refused_by_the_stated_type_too() -> None:
    types = (
        '<Types><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
    )
    assert refusal_of(make_zip({"[Content_Types].xml": types}), "年报.docm") == "import-macros"


def test_bombs_are_refused_before_they_are_opened() -> None:
    assert refusal_of(changed(word__document_dot_xml=b"<a>" + b" " * 5_000_000), "年报.docx") == "import-bomb"
    assert refusal_of(make_zip({str(number): "" for number in range(2_001)}), "年报.docx") == "import-bomb"
    small = make_zip({"a": b" " * 900_000})
    with zipfile.ZipFile(io.BytesIO(small)) as archive:
        check_archive(archive, COLLECTION)
        with pytest.raises(Refused):
            check_archive(archive, Limits(bytes=800_000))


@pytest.mark.parametrize(
    "text",
    [
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!doctype a><a/>',
        '\ufeff<!DOCTYPE a [<!ENTITY x "y">]><a/>'.encode("utf-16-le"),
    ],
)
def test_parts_that_declare_entities_are_refused(text: bytes) -> None:
    for part in ("word__document_dot_xml", "word__other_dot_xml", "word___rels__document_dot_xml_dot_rels"):
        assert refusal_of(changed(**{part: text}), "年报.docx") == "import-entities"


def test_an_encoding_that_could_hide_entities_is_refused() -> None:
    part = b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE'
    assert refusal_of(changed(word__document_dot_xml=part), "年报.docx") == "import-broken"


def test_relations_to_outside_are_not_followed() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
        'Type="http://x/styles" Target="http://127.0.0.1:9/s.xml" TargetMode="External"/></Relationships>'
    )
    assert (
        words(open_source(changed(word___rels__document_dot_xml_dot_rels=relations), "年报.docx"))
        == "一、总体情况"
    )


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_that_climb_or_stand_twice_are_refused() -> None:
    assert all(map(leads_out, ("../a", "a/../../b", "/etc/x", "C:\\x", "..\\x")))
    assert not any(map(leads_out, ("a/b.xml", "民政局/年报.docx", "a..b")))
    assert refusal_of(changed(**{"..__x_dot_xml": "<a/>"}), "年报.docx") == "import-broken"
    stream = io.BytesIO(DOCX)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert refusal_of(stream.getvalue(), "年报.docx") == "import-broken"


def test_a_member_with_a_password_is_refused() -> None:
    data = bytearray(make_zip({"a.docx": b"x"}))
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    with zipfile.ZipFile(io.BytesIO(data)) as archive, pytest.raises(Refused) as caught:
        check_archive(archive)
    assert caught.value.fault.kind == "import-encrypted"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_names_in_zips_are_read_whoever_wrote_them(encoding: str) -> None:
    info = zipfile.ZipInfo()
    info.filename = "收件/民政局年报.docx".encode(encoding).decode("cp437")
    assert member_name(info) == "收件/民政局年报.docx"
    info.filename, info.flag_bits = "收件/民政局年报.docx", 0x800
    assert member_name(info) == "收件/民政局年报.docx"
    raw = "联通.docx".encode("gb18030")
    path = "联通.docx".encode()
    info.filename, info.flag_bits = raw.decode("cp437"), 0
    info.extra = struct.pack("<HHBI", 0x7075, 5 + len(path), 1, 0) + path
    assert member_name(info) == "联通.docx"


def test_a_document_of_four_hundred_thousand_paragraphs_is_refused_within_limits() -> None:
    body = "".join(f"<w:p><w:r><w:t>{number * 7919}</w:t></w:r></w:p>" for number in range(400_000))
    with pytest.raises(Refused) as caught:
        run_guarded(open_source, make_docx(body), "年报.docx", seconds=20, megabytes=600)
    assert caught.value.fault.kind == "import-too-long"


def test_opening_loads_no_reader_before_it_is_needed() -> None:
    code = (
        "import sys, nianbao.importing.sources.opening, nianbao.importing.sources.guard; "
        "print([n for n in ('lxml', 'docx', 'pdfplumber', 'openpyxl') if n in sys.modules])"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
        == "[]\n"
    )


@settings(max_examples=80, deadline=None)
@given(
    st.binary(max_size=300)
    | st.builds(
        bytes.__add__,
        st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
        st.binary(max_size=900),
    ),
    st.sampled_from(["a.docx", "a.doc", "a.html", "a.txt", "a.pdf", "a.xlsx", "a"]),
)
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    if kind_of_or_none(data) in ("rtf", "doc"):
        return
    try:
        assert open_source(data, name).kind
    except Refused as refused:
        assert refused.fault.kind.startswith("import-")


def kind_of_or_none(data: bytes) -> str | None:
    try:
        return kind_of(data)
    except Refused:
        return None


def test_a_page_is_told_from_text_behind_any_number_of_comments() -> None:
    assert kind_of(b"<!-- --> " * 7_000 + b"<no page>") == "txt"
    assert kind_of(b"<?xml version='1.0'?> <!-- a > b -->\n" * 500 + PAGE.encode()) == "html"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_read(encoding: str) -> None:
    assert words(open_source("一、总体情况\n收到申请 12 件\n".encode(encoding), "年报.txt")).startswith(
        "一、总体情况"
    )
    assert kind_of(PAGE.encode(encoding)) == "html"


def test_a_page_that_ends_within_a_table_is_refused() -> None:
    table = "<table><tr><td>甲</td><td>12</td></tr><tr><td>乙</td><td>34</td></tr></table>"
    whole = PAGE.replace("</body>", f"{table}</body>")
    for end in ("<td>3", "</td><td>12", "<tr><td>乙"):
        assert refusal_of(whole[: whole.index(end) + len(end)].encode(), "年报.html") == "import-broken"
    # A part of a page without an end of its own is whole all the same.
    assert "总体" in words(
        open_source(whole[whole.index("<p>") : whole.index("</body>")].encode(), "年报.html")
    )


def test_a_pdf_without_its_end_is_refused() -> None:
    assert refusal_of(b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n", "年报.pdf") == "import-broken"
