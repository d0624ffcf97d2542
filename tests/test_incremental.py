"""Whatever is edited, added or removed, in whatever order: an incremental build equals a clean one."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sites import build, figures, prose, small_site, tree

AGENCIES = ("jiaowei", "qu", "qu/tiyu")
YEARS = (2021, 2022, 2023)
Edit = dict[str, str | None]


def report(agency: str, year: int, dated: bool, number: int) -> Edit:
    folder = f"content/reports/{agency}"
    return {
        f"{folder}/agency.yaml": f"全称: {agency}委员会\n类别: 工作部门\n排序: {number}\n",
        f"{folder}/{year}.yaml": figures(year, published=None if dated else "待定"),
        f"{folder}/{year}.md": prose(year, f"全年主动公开政府信息{number}条。"),
    }


def removed(agency: str, year: int) -> Edit:
    return {f"content/reports/{agency}/{year}.{suffix}": None for suffix in ("yaml", "md")}


EDITS = st.one_of(
    st.builds(report, st.sampled_from(AGENCIES), st.sampled_from(YEARS), st.booleans(), st.integers(0, 3)),
    st.builds(removed, st.sampled_from(AGENCIES), st.sampled_from(YEARS)),
    st.sampled_from("甲乙").map(lambda name: {"content/site.yaml": f"名称: 年报{name}\n主办单位: 办公室\n"}),
    st.sampled_from("甲乙").map(lambda name: {"content/reports/jiaowei/agency.yaml": f"全称: {name}局\n"}),
    st.sampled_from("甲乙").map(lambda name: {"content/pages/help.md": f"# 帮助{name}\n\n说明。\n"}),
    st.sampled_from("甲乙").map(
        lambda name: {
            "layouts/404.html": f"{{% extends 'shipped/404.html' %}}{{% block title %}}{name}{{% endblock %}}"
        }
    ),
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(EDITS, min_size=1, max_size=5))
def test_any_order_of_edits_ends_in_the_same_site(edits: list[Edit]) -> None:
    files: dict[str, str | bytes | None] = dict(small_site())
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        build(root / "kept", files)
        for edit in edits:
            made = {name: text for name, text in edit.items() if text is not None or name in files}
            for name, text in made.items():
                if text is None:
                    del files[name]
                else:
                    files[name] = text
            assert build(root / "kept", dict(made)).published is not None
        build(root / "clean", files)
        assert tree(root / "kept/site") == tree(root / "clean/site")
