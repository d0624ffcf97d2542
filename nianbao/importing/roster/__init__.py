"""名录.xlsx: all agencies of a project as one sheet, out and in."""
