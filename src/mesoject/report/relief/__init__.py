"""Relief of a scan as map, cuts, 3D model and page."""
