"""Where an injection lies at the start: a Gaussian, a ball, or an ellipsoid flattened so that it fits the dermis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
GAUSS_POINTS: Final = 10


class Depot(Protocol):
    """A depot of unit mass about its own axis."""

    @property
    def reach_mm(self) -> float:
        """How far it extends along the skin."""
        ...

    def transform(self, faces_mm: Array, wave: Array) -> Array:
        """Mass (n_wave, n_cells) in each cell, transformed along the skin at wave numbers (1/mm)."""
        ...


@dataclass(frozen=True)
class Gaussian:
    """A Gaussian depot: the surrogate of equal second moment, good for small solutes after half an hour."""

    depth_mm: float
    sigma_mm: float

    @property
    def reach_mm(self) -> float:
        """Three standard deviations."""
        return 3 * self.sigma_mm

    def transform(self, faces_mm: Array, wave: Array) -> Array:
        """Mass in each cell; what lies above the surface is mirrored into it."""
        from scipy.special import ndtr

        above = ndtr((faces_mm - self.depth_mm) / self.sigma_mm)
        mirrored = ndtr((-faces_mm - self.depth_mm) / self.sigma_mm)
        mass = np.diff(above - mirrored)
        return np.asarray(np.exp(-0.5 * (wave[:, None] * self.sigma_mm) ** 2) * mass)


@dataclass(frozen=True)
class Ellipsoid:
    """A sharp, evenly filled ellipsoid of revolution; a ball where both half-axes are equal.

    Attributes
    ----------
    depth_mm : float
        Of its centre.
    radius_mm : float
        Half-axis along the skin.
    half_height_mm : float
        Half-axis through the skin.
    edge_mm : float
        Standard deviation by which its border is blurred along the skin: a raster cannot show a sharper one.
    """

    depth_mm: float
    radius_mm: float
    half_height_mm: float
    edge_mm: float = 0.0

    @property
    def reach_mm(self) -> float:
        """The half-axis along the skin."""
        return self.radius_mm

    def share_below(self, depth_mm: float) -> float:
        """Share of it that lies deeper than a depth."""
        u = float(np.clip((depth_mm - self.depth_mm) / self.half_height_mm, -1, 1))
        return 0.5 - 0.75 * (u - u**3 / 3)

    def transform(self, faces_mm: Array, wave: Array) -> Array:
        """Mass in each cell: a disc of radius a transforms to 2 pi a J1(wave a) / wave.

        The part above the surface is mirrored into it. Gauss points within the part of each cell that the depot
        reaches; the integrand is entire in the depth, so ten of them are exact to rounding for every wave in use.
        """
        mass = self._between(faces_mm, wave)
        if self.depth_mm < self.half_height_mm:
            mass = mass + self._between(-faces_mm[::-1], wave)[:, ::-1]
        return mass * np.exp(-0.5 * (wave[:, None] * self.edge_mm) ** 2)

    def _between(self, faces_mm: Array, wave: Array) -> Array:
        clipped = np.clip((faces_mm - self.depth_mm) / self.half_height_mm, -1, 1)
        low, high = clipped[:-1], clipped[1:]
        held = np.flatnonzero(high > low)
        nodes, weights = np.polynomial.legendre.leggauss(GAUSS_POINTS)
        half = (high[held] - low[held]) / 2
        u = (high[held] + low[held])[:, None] / 2 + half[:, None] * nodes
        share = np.clip(1 - u**2, 0, None)
        disc = share * _jinc(wave[:, None, None] * self.radius_mm * np.sqrt(share))
        mass = np.zeros((len(wave), len(clipped) - 1))
        mass[:, held] = (disc * weights).sum(-1) * half * 0.75
        return mass


def _jinc(x: Array) -> Array:
    """2 J1(x) / x, and 1 at 0."""
    from scipy.special import j1

    return np.where(x < 1e-6, 1.0, 2 * j1(x) / np.maximum(x, 1e-6))


def fitted(
    depth_mm: float, volume_ul: float, porosity: float, room_mm: tuple[float, float, float], edge_mm: float = 0.0
) -> Ellipsoid:
    """Return the depot of an injection: a ball, or flattened where a ball would be thicker than the dermis.

    Injected fluid spreads along the collagen, so that a depot is never thicker than the dermis that holds it. Fat does
    not hold it so: a depot whose middle lies in it may reach as much further up and down as it lies below the dermis.

    Parameters
    ----------
    depth_mm : float
    volume_ul : float
    porosity : float
        Share of the tissue that the fluid fills.
    room_mm : (float, float, float)
        Depths at which the dermis begins, the dermis ends, and the fat ends.
    edge_mm : float
        Blur of its border.
    """
    radius = ball_radius_mm(volume_ul, porosity)
    top, bottom, base = room_mm
    held = (bottom - top) / 2
    further = max(0.0, min(depth_mm - bottom, base - depth_mm - held))
    half = min(radius, held + further)
    return Ellipsoid(depth_mm, radius * math.sqrt(radius / half), half, edge_mm)


def ball_volume_ul(radius_mm: float, porosity: float) -> float:
    """Volume that fills a ball of tissue: the inverse of ``ball_radius_mm``.

    Examples
    --------
    >>> round(ball_volume_ul(0.81, 0.45), 2)
    1.0
    """
    return 4 / 3 * math.pi * radius_mm**3 * porosity


def ball_radius_mm(volume_ul: float, porosity: float) -> float:
    """Radius of the ball of tissue that a volume fills.

    Examples
    --------
    >>> round(ball_radius_mm(1.0, 0.45), 2)
    0.81
    """
    return float((3 * volume_ul / (4 * math.pi * porosity)) ** (1 / 3))
