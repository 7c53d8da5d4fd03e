"""SkinMap and outline to numbers with errors; knows no camera."""

from mesoject.measure.border import load_outline
from mesoject.measure.measure import measure

__all__ = ["load_outline", "measure"]
