"""Paragraphs → the Markdown of a report, without losing or inventing a word."""
