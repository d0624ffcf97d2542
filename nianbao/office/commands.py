"""The commands of January: options in, exit code out."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from typing import TYPE_CHECKING

from ..commands import agency_path, asked_for, look_at, project_of

if TYPE_CHECKING:
    from .desk import Desk


def open_year(options: argparse.Namespace) -> int:
    from .opening_run import open_year

    return open_year(_desk(options), options.year, options.before, replacing=options.replace)


def status(options: argparse.Namespace) -> int:
    from .run import show_ledger

    return show_ledger(_desk(options), options.year, options.date, options.format)


def return_sheets(options: argparse.Namespace) -> int:
    from .run import return_to_agencies

    return return_to_agencies(_desk(options), options.year, options.before, with_hints=options.hints)


def proof(options: argparse.Namespace) -> int:
    from .run import write_proofs

    return write_proofs(_desk(options), options.year)


def release(options: argparse.Namespace) -> int:
    from .run import release_reports

    return release_reports(_desk(options), options.year, options.date, dry_run=options.dry_run)


def correct(options: argparse.Namespace) -> int:
    from .run import correct_report

    desk = _desk(options)
    return correct_report(desk, agency_path(desk.checked, options.agency), options.year, options.date)


def _desk(options: argparse.Namespace) -> Desk:
    from .desk import Desk

    project = project_of(options)
    look = partial(look_at, project, options)
    checked = look({})
    agencies = asked_for(checked, options) if "agencies" in options else set()
    return Desk(project.root, look, checked, agencies, sys.stdout)
