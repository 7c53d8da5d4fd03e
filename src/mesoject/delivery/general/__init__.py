"""The general engine: skin that differs from place to place, on a grid, step by step.

Crank-Nicolson, solved by alternating directions after Douglas (1962) and, where the tissue is too uneven for that, by
conjugate residuals on top; two fully implicit steps first. What leaves a cell enters its neighbour. Sweeps are compiled
by numba, which is imported when the engine runs and not before.
"""

from mesoject.delivery.general.medium import Medium
from mesoject.delivery.general.stepper import Stepper

__all__ = ["Medium", "Stepper"]
