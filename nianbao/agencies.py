"""The tree of agencies: agency.yaml → values, names by year, superiors and predecessors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .located import Fault
from .project import SLUG
from .values import Reader

CATEGORIES = ("人民政府", "工作部门", "街道乡镇")


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name in use up to and including the figures of `last_year`."""

    name: str
    last_year: int


@dataclass(frozen=True, slots=True)
class Predecessor:
    """An agency whose work this one took over from the figures of `first_year` on."""

    path: str
    first_year: int


@dataclass(frozen=True, slots=True)
class Agency:
    """One administrative body. `path` is its address below reports/ and its default place in the tree."""

    path: str
    name: str
    short_name: str = ""
    category: str = ""
    level: str = ""
    region_code: str = ""
    rank: int = 10_000
    former_names: tuple[FormerName, ...] = ()
    predecessors: tuple[Predecessor, ...] = ()
    superiors: tuple[tuple[int, str], ...] = ()
    former_addresses: tuple[str, ...] = ()
    contact: Mapping[str, str] = field(default_factory=dict)
    guide: str = ""
    request_page: str = ""
    first_year: int | None = None
    last_year: int | None = None
    separate: bool = True

    def name_in(self, year: int) -> str:
        """The full name it bore in a year."""
        fitting = [former for former in self.former_names if year <= former.last_year]
        return min(fitting, key=lambda former: former.last_year).name if fitting else self.name

    @property
    def names(self) -> tuple[str, ...]:
        """Every name people may look for it by."""
        known = [self.name, self.short_name, *(former.name for former in self.former_names)]
        return tuple(dict.fromkeys(name for name in known if name))

    def reports_in(self, year: int) -> bool:
        """Whether it existed in a year and reports on its own."""
        begun = self.first_year is None or self.first_year <= year
        return self.separate and begun and (self.last_year is None or year <= self.last_year)

    def superior(self, year: int) -> str:
        """The path of the agency above it in a year, '' at the top."""
        fitting = [path for first, path in self.superiors if first <= year]
        return fitting[-1] if fitting else self.path.rpartition("/")[0]


def read_agency(text: str, path: str) -> tuple[Agency | None, list[Fault]]:
    """agency.yaml of the folder `path`."""
    reader = Reader(text)
    name = reader.text("全称")
    former = tuple(FormerName(item.text("名称"), item.integer("止") or 0) for item in reader.items("沿革"))
    predecessors = tuple(
        Predecessor(item.text("单位"), item.integer("起") or 0) for item in reader.items("承接")
    )
    superiors = tuple(sorted((item.integer("起") or 0, item.text("单位")) for item in reader.items("上级")))
    agency = Agency(
        path=path,
        name=name,
        short_name=reader.text("简称"),
        category=reader.text("类别"),
        level=reader.text("层级"),
        region_code=reader.text("区划代码"),
        rank=reader.integer("排序") or 10_000,
        former_names=former,
        predecessors=predecessors,
        superiors=superiors,
        former_addresses=tuple(reader.lines("曾用地址")),
        contact=reader.table("联系方式"),
        guide=reader.text("指南"),
        request_page=reader.text("依申请公开"),
        first_year=reader.integer("设立"),
        last_year=reader.integer("撤销"),
        separate=reader.text("不单独编制") != "是",
    )
    if not name:
        reader.missing("全称")
        return None, reader.finish()
    for address in agency.former_addresses:
        if not all(SLUG.match(part) for part in address.split("/")):
            wanted = "写原来的文件夹，例如 dongcheng/jiaowei。"
            reader.fault("bad-setting", "曾用地址", name="曾用地址", text=address, wanted=wanted)
    return agency, reader.finish()


def find_agencies(agencies: Iterable[Agency], word: str) -> list[Agency]:
    """The agencies a clerk may mean by a path, the last part of a path, or a full, short or former name."""
    listed = list(agencies)
    word = word.strip("/").removeprefix("content/reports/")
    return [agency for agency in listed if word == agency.path or word in agency.names] or [
        agency for agency in listed if agency.path.rpartition("/")[2] == word
    ]


def official_order(agencies: Iterable[Agency]) -> list[Agency]:
    """Agencies as official lists print them: by rank among siblings, each followed by those below it."""
    by_path = {agency.path: agency for agency in agencies}

    def key(agency: Agency) -> tuple[tuple[int, str], ...]:
        parts = agency.path.split("/")
        above = ["/".join(parts[: depth + 1]) for depth in range(len(parts))]
        return tuple((by_path[path].rank if path in by_path else 0, path) for path in above)

    return sorted(by_path.values(), key=key)
