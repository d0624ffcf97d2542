"""site.yaml → what the site is called, who publishes it, and how strictly it checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from .located import Fault
from .report import parse_date
from .values import Reader

DOWNLOADS = ("json", "csv")


@dataclass(frozen=True, slots=True)
class Settings:
    """`base` is the address of the site with a closing slash, '' when not given. `as_of` is the day
    up to which reports were taken in, as pages print it: the program never looks at the clock."""

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
    downloads: tuple[str, ...] = DOWNLOADS
    show_missing: bool = False

    @property
    def domain(self) -> str:
        return urlsplit(self.base).netloc

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
        downloads=downloads,
        show_missing=reader.text("显示尚未发布") == "是",
    )
    return settings, reader.finish()
