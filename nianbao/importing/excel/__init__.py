"""Excel workbooks → tables and what is written between them."""
