"""A 填报表 bears the agency and the year it was made for; that it holds another's figures shows outside only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from ...agencies import Agency
from ..document import Document, Refused
from ..recognise import Recognised
from ..units import find_in_file_name

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def refuse_anothers(document: Document, inside: Recognised, name: str, agencies: Sequence[Agency]) -> None:
    """Raise Refused for a 填报表 that was made for one agency or year and is named, or headed, for another.

    `inside` is what it was made for. Nobody typed that: to go by it would put one agency's figures, or one
    year's, in place of another's.
    """
    if inside.agency is None or inside.year is None:
        return
    stem = PurePath(name.replace("\\", "/")).stem
    for where, words in (("文件名", stem), ("表头", document.stated.get("filling", ""))):
        agency = find_in_file_name(words, agencies, inside.year).agency
        years = _YEAR.findall(words)
        told = ""
        if agency is not None and agency.path != inside.agency.path:
            told = agency.name_in(inside.year)
        elif years and str(inside.year) not in years:
            told = f"{years[0]}年"
        if told:
            made_for = f"{inside.agency.name_in(inside.year)} {inside.year}年"
            raise Refused("import-filling-other", where=where, told=told, made_for=made_for)
