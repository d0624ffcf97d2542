"""Whatever stands in a report's files: findings or a reading, never a traceback, and nothing passed over."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nianbao.agencies import Agency
from nianbao.head import head_from_json, head_to_json
from nianbao.messages import format_finding
from nianbao.reading import Source, read
from tests.sites import FORM, ROOT

FIGURES = (ROOT / "content/reports/pingtan/2023.yaml").read_bytes()
PROSE = (ROOT / "content/reports/pingtan/2023.md").read_bytes()
ODD = "：，、。　 \t\u00a0\u200b\u2028\x00\ufeff\"'“”[]{}()（）|>*&!%@`~～/_-—－＃#０１一1件元\r\n🀄𠮷"


@st.composite
def damaged(draw: st.DrawFn, original: bytes) -> bytes:
    """A real file with a few places changed, cut or doubled, sometimes in another encoding."""
    text = list(original.decode("utf-8"))
    for _ in range(draw(st.integers(1, 8))):
        place = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 40))
        text[place : place + length] = draw(st.text(ODD, max_size=6) | st.text(max_size=6))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-8", "gb18030", "utf-16", "latin-1"]))
    return "".join(text).encode(encoding, errors="replace")


def reading_of(figures: bytes, prose: bytes) -> None:
    agency = Agency(path="pingtan", name="平潭综合实验区管理委员会")
    source = Source(agency, 2023, "content/a.yaml", figures, "content/a.md", prose)
    reading = read(source, FORM)
    head = reading.head
    assert head_from_json(head_to_json(head)) == head
    assert len(head.states) == len(head.values) == len(FORM.cells)
    for finding in head.findings:
        assert format_finding(finding)
        for place in finding.positions:
            assert place.line >= 1 and place.column >= 1
    if not head.is_parsed or "!" in head.states:
        assert any(finding.blocks for finding in head.findings)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(damaged(FIGURES), damaged(PROSE))
def test_damaged_files_are_read_or_explained(figures: bytes, prose: bytes) -> None:
    reading_of(figures, prose)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400), st.binary(max_size=400))
@example(b"", b"")
@example(b"[" * 100_000, b"[" * 100_000)
@example(b"\xff\xfe", b"\xff\xfe")
@example("申请: 无\n".encode(), "## 一、总体情况\n{{{{".encode())
def test_any_bytes_are_read_or_explained(figures: bytes, prose: bytes) -> None:
    reading_of(figures, prose)
