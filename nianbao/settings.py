"""site.yaml → what the site is called, who publishes it, and how strictly it checks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from .agencies import CATEGORIES
from .located import Fault
from .report import parse_date
from .values import Reader

DOWNLOADS = ("json", "csv")
_DAY = re.compile(r"(\d{1,2})\s*[月-]\s*(\d{1,2})\s*日?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Settings:
    """`base` is the address of the site with a closing slash, '' when not given. `as_of` is the day
    up to which reports were taken in, as pages print it: the program never looks at the clock. `deadlines`
    are local ones, month and day of the following year by category."""

    name: str
    subtitle: str = ""
    publisher: str = ""
    operator: str = ""
    base: str = ""
    site_id: str = ""
    icp: str = ""
    police: str = ""
    error_report: str = ""
    column: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    strict_from: int = 0
    overview_limit: int = 0
    downloads: tuple[str, ...] = DOWNLOADS
    show_missing: bool = False
    deadlines: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        return urlsplit(self.base).netloc

    @property
    def contact_line(self) -> str:
        """Whom to call, in one line, '' where site.yaml does not say."""
        return "　".join(f"{name}：{text}" if name else text for name, text in self.contact.items())

    @property
    def base_path(self) -> str:
        """The path the site lies under, such as /nianbao/; '' when the address is not given."""
        return urlsplit(self.base).path if self.base else ""


def read_settings(text: str) -> tuple[Settings, list[Fault]]:
    reader = Reader(text)
    name = reader.text("名称")
    if not name:
        reader.missing("名称")
    base = reader.text("网址")
    if base and urlsplit(base).scheme not in ("http", "https"):
        reader.fault("bad-setting", "网址", name="网址", text=base, wanted="写全，以 https:// 开头。")
        base = ""
    downloads = tuple(reader.lines("下载")) or DOWNLOADS
    for unknown in [item for item in downloads if item not in DOWNLOADS]:
        reader.fault(
            "bad-setting", "下载", name="下载", text=unknown, wanted=f"可以写：{'、'.join(DOWNLOADS)}。"
        )
    as_of_text = reader.text("截至")
    as_of = parse_date(as_of_text) if as_of_text else None
    if as_of_text and as_of is None:
        reader.fault("bad-date", "截至", text=as_of_text)
    settings = Settings(
        name=name,
        subtitle=reader.text("副标题"),
        publisher=reader.text("主办单位"),
        operator=reader.text("承办单位"),
        base=base if not base or base.endswith("/") else base + "/",
        site_id=reader.text("标识码"),
        icp=reader.text("备案号"),
        police=reader.text("公安备案号"),
        error_report=reader.text("找错"),
        column=reader.table("栏目"),
        contact=reader.table("联系方式"),
        as_of=as_of,
        strict_from=reader.integer("严格自") or 0,
        overview_limit=reader.integer("总体情况字数") or 0,
        downloads=downloads,
        show_missing=reader.text("显示尚未发布") == "是",
        deadlines=_deadlines(reader),
    )
    return settings, reader.finish()


def _deadlines(reader: Reader) -> dict[str, tuple[int, int]]:
    found = {}
    for category, text in reader.table("期限").items():
        match = _DAY.fullmatch(text)
        day = (int(match[1]), int(match[2])) if match else (0, 0)
        if category in CATEGORIES and parse_date("2001-{:02}-{:02}".format(*day)) is not None:
            found[category] = day
        else:
            wanted = f"一类一行，类别可以写 {'、'.join(CATEGORIES)}，日期写成 1月20日。"
            reader.fault("bad-setting", "期限", name="期限", text=f"{category} {text}", wanted=wanted)
    return found
