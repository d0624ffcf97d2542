"""The commands of January: options in, exit code out."""

from __future__ import annotations

import argparse
import sys
from functools import partial

from ..commands import agency_path, asked_for, look_at, project_of


def status(options: argparse.Namespace) -> int:
    from .run import show_ledger

    project = project_of(options)
    look = partial(look_at, project, options)
    return show_ledger(look, options.year, options.date, options.format, project.root, sys.stdout)


def return_sheets(options: argparse.Namespace) -> int:
    from .run import return_to_agencies

    project = project_of(options)
    look = partial(look_at, project, options)
    paths = asked_for(look({}), options) if options.agencies else set()
    return return_to_agencies(
        look, options.year, paths, options.before, project.root, sys.stdout, with_hints=options.hints
    )


def proof(options: argparse.Namespace) -> int:
    from .run import write_proofs

    project = project_of(options)
    look = partial(look_at, project, options)
    paths = asked_for(look({}), options) if options.agencies else set()
    return write_proofs(look, options.year, paths, project.root, sys.stdout)


def release(options: argparse.Namespace) -> int:
    from .run import release_reports

    project = project_of(options)
    look = partial(look_at, project, options)
    paths = asked_for(look({}), options) if options.agencies else set()
    return release_reports(
        look, options.year, paths, options.date, project.root, sys.stdout, dry_run=options.dry_run
    )


def correct(options: argparse.Namespace) -> int:
    from .run import correct_report

    project = project_of(options)
    look = partial(look_at, project, options)
    agency = agency_path(look({}), options.agency)
    return correct_report(look, agency, options.year, options.date, project.root, sys.stdout)
