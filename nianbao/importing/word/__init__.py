"""Word documents → paragraphs and tables, read from the bare XML."""
