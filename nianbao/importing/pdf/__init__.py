"""PDF pages → paragraphs and tables, from their characters and drawn lines."""
