"""The general engine: skin that differs from place to place, on a grid, step by step.

Alternating directions (each step solves along x, y and z in turn, in a symmetric order), Crank-Nicolson in each, two
implicit steps first. Conservative: what leaves a cell enters its neighbour. The steps are compiled by numba, which is
imported when the engine runs and not before.
"""

from mesoject.delivery.general.medium import Medium
from mesoject.delivery.general.stepper import Stepper

__all__ = ["Medium", "Stepper"]
