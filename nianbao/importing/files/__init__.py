"""The content files of an imported report, its log, and importing it again."""
