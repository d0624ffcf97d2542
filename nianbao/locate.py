"""Where something stands in the files of any report; they are read again only when a finding needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from .decoding import decode
from .finding import CellSpot, FarSpot, FieldSpot, Position, TextSpot, position
from .forms import Form
from .located import Lines
from .project import ReportFiles, SourceFile
from .report import Report, read_report

Key = tuple[str, int]
KEPT = 4


class Locator:
    """Positions in reports by agency and year."""

    def __init__(self, sources: Mapping[Key, ReportFiles], form_of: Callable[[Key], Form | None]) -> None:
        self._sources = sources
        self._form_of = form_of
        self._recent: dict[Key, tuple[Lines, Report | None]] = {}

    def __call__(self, spot: FarSpot) -> Position | None:
        key = (spot.agency, spot.year)
        files, form = self._sources.get(key), self._form_of(key)
        if files is None or form is None:
            return None
        if isinstance(spot, TextSpot) and spot.in_prose:
            if files.prose is None:
                return None
            return position(files.prose.name, Lines(self.prose(key)), spot.start, spot.end)
        if files.figures is None:
            return None
        lines, report = self._read(key)
        if isinstance(spot, TextSpot):
            return position(files.figures.name, lines, spot.start, spot.end)
        span = _span(spot, report, form)
        return span and position(files.figures.name, lines, *span)

    def _read(self, key: Key) -> tuple[Lines, Report | None]:
        """The few reports asked for last are kept: the cells of a finding lie in one or two files."""
        if key not in self._recent:
            form = self._form_of(key)
            text = self.text(key)
            report = read_report(text, form, key[1])[0] if form is not None else None
            self._recent[key] = (Lines(text), report)
            if len(self._recent) > KEPT:
                del self._recent[next(iter(self._recent))]
        return self._recent[key]

    def figure_files(self) -> Iterator[tuple[Key, SourceFile, Form]]:
        """Every file of figures with the form it is written in."""
        for key, files in self._sources.items():
            form = self._form_of(key)
            if files.figures is not None and form is not None:
                yield key, files.figures, form

    def text(self, key: Key) -> str:
        """The figures file of a report; '' when there is none."""
        return _text(self._sources[key].figures)

    def prose(self, key: Key) -> str:
        """The prose file of a report; '' when there is none."""
        return _text(self._sources[key].prose)

    def link(self, page: str, link: str) -> Position | None:
        """Where a link of a report's page was typed in its prose."""
        agency, _, name = page.removeprefix("reports/").rpartition("/")
        year = name.removesuffix(".html")
        files = self._sources.get((agency, int(year))) if year.isdigit() else None
        if files is None or files.prose is None:
            return None
        text = _text(files.prose)
        start = text.find(f"({link})") + 1
        return position(files.prose.name, Lines(text), start, start + len(link)) if start else None


def _text(file: SourceFile | None) -> str:
    return "" if file is None else decode(file.path.read_bytes())[0]


def _span(spot: CellSpot | FieldSpot, report: Report | None, form: Form) -> tuple[int, int] | None:
    if report is None:
        return None
    if isinstance(spot, FieldSpot):
        return report.spans.get(spot.name, (0, 1))
    cell = form.by_address.get(spot.address)
    if cell is None:
        return None
    figure = report.figures[cell.index]
    return figure.start, figure.end
