"""A study of repeat photographs as figures, tables and a page."""
