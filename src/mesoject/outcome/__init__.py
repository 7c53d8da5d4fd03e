"""Measurements of several visits to a verdict: repeatability, change, attribution. Numbers in, records out."""

from mesoject.outcome.judge import judge
from mesoject.outcome.repeatability import load_repeatability, published_scores, shipped_repeatability

__all__ = ["judge", "load_repeatability", "published_scores", "shipped_repeatability"]
