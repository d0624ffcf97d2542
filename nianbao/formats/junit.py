"""JUnit XML: one test suite a report with one test case, so that a dashboard shows every report, also those
in which nothing is wrong."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from ..finding import Finding
from ..messages import format_finding, short_counts
from ..outcome import Group, Outcome

# XML 1.0 cannot hold these at all, not even escaped.
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(outcome: Outcome) -> str:
    root = ElementTree.Element("testsuites", name="nianbao")
    failures = sum(_add_suite(root, group, outcome) for group in outcome.groups)
    root.set("tests", str(len(outcome.groups)))
    root.set("failures", str(failures))
    root.set("errors", "0")
    ElementTree.indent(root, " ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _add_suite(root: ElementTree.Element, group: Group, outcome: Outcome) -> int:
    failed = [finding for finding in group.findings if outcome.counts(finding)]
    others = [finding for finding in group.findings if not outcome.counts(finding)]
    title = _clean(group.title)
    suite = ElementTree.SubElement(root, "testsuite", name=title, tests="1", errors="0", skipped="0")
    suite.set("failures", str(int(bool(failed))))
    case = ElementTree.SubElement(suite, "testcase", name=title, classname=_clean(group.agency or "site"))
    if failed:
        failure = ElementTree.SubElement(case, "failure", message=short_counts(failed), type=failed[0].code)
        failure.text = _clean("\n".join(format_finding(finding) for finding in failed))
    if others:
        ElementTree.SubElement(case, "system-out").text = _clean("\n".join(_other(f) for f in others))
    return int(bool(failed))


def _other(finding: Finding) -> str:
    text = format_finding(finding)
    return f"{text}\n  核实说明：{finding.explanation}" if finding.explanation else text


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
