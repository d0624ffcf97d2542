"""Printed tables: labels → the cells of a form, printed figures → what a content file writes."""
