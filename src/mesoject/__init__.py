"""Measure a leg scar from ordinary photographs, with an honest error beside every number."""
