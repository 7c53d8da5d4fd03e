"""SkinMap and outline to numbers with errors; knows no camera."""

from mesoject.measuring.border import load_outline
from mesoject.measuring.refine import outline, refine
from mesoject.measuring.scar import measure

__all__ = ["load_outline", "measure", "outline", "refine"]
