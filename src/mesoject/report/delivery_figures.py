"""All figures of one delivery by name."""

from __future__ import annotations

from matplotlib.figure import Figure

from mesoject.report.delivery_charts import coverage_figure, ledger_figure
from mesoject.report.delivery_numbers import Numbers
from mesoject.report.delivery_pictures import map_figure, section_figure


def figures_of(numbers: Numbers) -> dict[str, Figure]:
    """Return the figures by name: ``map``, ``section``, ``ledger``, ``coverage``."""
    return {
        "map": map_figure(numbers.delivery),
        "section": section_figure(numbers.delivery),
        "ledger": ledger_figure(numbers),
        "coverage": coverage_figure(numbers),
    }
