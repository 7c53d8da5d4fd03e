"""The report of a course: one list of blocks, as a page for the screen and as a tagged PDF."""
