"""Web pages → the article inside, its paragraphs and tables."""
