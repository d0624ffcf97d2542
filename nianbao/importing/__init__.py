"""Existing reports in Word, Excel, HTML, PDF and text → the content files of a report.

Start at `many.run`. A reader (`word`, `web`, `pdf`, `excel`, `running.plain`; chosen in `sources.opening`)
turns a file into a `Document`: paragraphs and tables in reading order, each with its place. What follows
knows nothing of file formats: `matching` finds the cells of a form in printed tables (`tables`) or in
running text (`running`), `prose.narrative` ties the paragraphs to its sections, `recognise` tells whose
report of which year it is, `files` writes it down and merges it with what is there.
"""
