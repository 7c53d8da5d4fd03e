"""Height, depth, volume and roughness of a scar, against the healthy skin round it."""

from mesoject.measuring.relief.quantities import BeyondSize, healed, relief

__all__ = ["BeyondSize", "healed", "relief"]
