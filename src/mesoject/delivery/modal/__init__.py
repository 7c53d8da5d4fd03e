"""The modal engine: cosine waves along the skin, exact exponentials in time, cells through the skin.

Skin that is the same everywhere along the surface decouples into one small symmetric problem for each wave number.
Each is solved exactly in time through its eigenvalues, so that there is no time step and no stability limit. Depots
that are round about a vertical axis depend on the length of the wave alone, which makes a table over a hundred wave
numbers enough for any map.
"""

from mesoject.delivery.modal.box import Box
from mesoject.delivery.modal.eigen import Eigen
from mesoject.delivery.modal.solution import ModalSolution
from mesoject.delivery.modal.table import WaveTable

__all__ = ["Box", "Eigen", "ModalSolution", "WaveTable"]
