"""The skin as it would run without the scar: a surface through the healthy ring, carried across.

The first opinion is a polynomial of degree 2 to 4, its degree chosen by leaving out one direction of the ring at a
time, its weights Huber's (Huber 1964, Ann Math Stat 35:73), so that hair, veins and the scar's own foot count for
little. The second is a smoothed thin-plate spline (Duchon 1977; Wahba 1990). The reference
is the mean of the two; their standard deviation over the scar is what the choice of surface may be off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RBFInterpolator, RegularGridInterpolator

from mesoject.measuring.relief.patch import RING_FROM_MM, RING_TO_MM, SECTORS, Mask, Patch, sector_of

Array = NDArray[np.float64]
DEGREES = (2, 3, 4)
UNIT_MM = 25.0
CELL_MM = 0.6
BLOCK_MM = 5.0  # longer than skin's furrows and a scanner's correlated noise
BESIDE_MM = 0.1  # of what is called raised or sunken beside the scar, however quiet the scan
HUBER, OUTLIER, ROUNDS = 1.345, 4.0, 8
PLATE_CELL_MM, PLATE_NODES, PLATE_SMOOTHING = 2.0, 600, 30.0
PLATE_STEP_MM = 1.5


@dataclass(frozen=True)
class Reference:
    """The healthy surface over the limb's form, and how sure it is.

    Attributes
    ----------
    height_mm : (H, W)
        The mean of polynomial and thin plate.
    apart_mm : (H, W)
        Thin plate minus polynomial.
    terms : (H, W, P)
        The polynomial's terms.
    covariance : (P, P)
        Of its coefficients, from blocks of the ring, so that correlated noise counts as such.
    degree : int
    unseen_mm : float
        What surfaces are off, on average over a piece of skin that they have not seen: half the root mean square over
        polynomials of all degrees and left-out directions of the ring. Half, because the scar has seen skin on all
        sides and a left-out direction on two; more, as the power 1.5 of their ratio, where the scar's middle is farther
        from skin than the ring is wide.
    rest_mm : (H, W)
        Heights over the surface on the ring; NaN elsewhere and on outliers.
    above, below : float
        Shares of the ring that are outliers and 0.1 mm or more over the surface, or under it.
    """

    height_mm: Array
    apart_mm: Array
    terms: Array
    covariance: Array
    degree: int
    unseen_mm: float
    rest_mm: Array
    above: float
    below: float

    @property
    def noise_mm(self) -> Array:
        """Heights (M,) over the surface on the ring: the scan's noise and skin's own unevenness."""
        return self.rest_mm[np.isfinite(self.rest_mm)]


@dataclass(frozen=True)
class _Samples:
    """The ring in small cells: place, mean height, number of pixels, direction."""

    mm: Array
    height: Array
    count: Array
    sector: NDArray[np.int64]


def fit_reference(patch: Patch) -> Reference:
    """Fit the healthy surface to a patch's ring."""
    middle = patch.mm[patch.share > 0].mean(0)
    samples = _samples(patch)
    unit = (samples.mm - middle) / UNIT_MM
    tried = [_cross_validated(_terms(unit, degree), samples) for degree in DEGREES]
    best = int(np.argmin(tried))
    terms = _terms(unit, DEGREES[best])
    found, weight = _huber(terms, samples.height, samples.count)
    full = _terms((patch.mm - middle) / UNIT_MM, DEGREES[best])
    kept = weight > 0
    apart = _plate(patch, samples, kept) - full @ found
    height = full @ found + apart / 2
    rest = np.where(patch.ring, patch.height_mm - height, np.nan)
    far = OUTLIER * _spread(samples.height - terms @ found, samples.count)
    above, below = (float((sign * rest[patch.ring] > max(far, BESIDE_MM)).mean()) for sign in (1, -1))
    rest[np.abs(rest) > far] = np.nan
    across = float(patch.depth_mm.max()) / (RING_TO_MM - RING_FROM_MM)
    return Reference(
        height_mm=height,
        apart_mm=apart,
        terms=full,
        covariance=_covariance(terms, samples, weight, found),
        degree=DEGREES[best],
        unseen_mm=float(np.sqrt(np.mean(np.square(tried)))) / 2 * max(1.0, across) ** 1.5,
        rest_mm=rest,
        above=above,
        below=below,
    )


def _samples(patch: Patch) -> _Samples:
    mm, height, sector = patch.mm[patch.ring], patch.height_mm[patch.ring], sector_of(patch, patch.ring)
    group, count = cells_of(mm, max(CELL_MM, patch.pitch_mm))
    mean = [np.bincount(group, v) / count for v in (mm[:, 0], mm[:, 1], height)]
    first = np.zeros(len(count), np.int64)
    first[group] = sector
    return _Samples(np.stack(mean[:2], -1), mean[2], count.astype(float), first)


def cells_of(mm: Array, side_mm: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Number of the square cell that each place (N, 2) lies in, and how many lie in each."""
    cells = np.floor((mm - mm.min(0)) / side_mm).astype(np.int64)
    _, group, count = np.unique(cells[:, 0] * 100_003 + cells[:, 1], return_inverse=True, return_counts=True)
    return group, count


def _terms(unit: Array, degree: int) -> Array:
    made = np.empty((*unit.shape[:-1], (degree + 1) * (degree + 2) // 2))
    s, z = unit[..., 0], unit[..., 1]
    k, first = 0, np.ones(unit.shape[:-1])
    for i in range(degree + 1):
        made[..., k] = first
        for j in range(1, degree + 1 - i):
            np.multiply(made[..., k + j - 1], z, out=made[..., k + j])
        k += degree + 1 - i
        first = first * s
    return made


def _huber(terms: Array, height: Array, count: Array) -> tuple[Array, Array]:
    """Coefficients, and the weights (N,) that they were found with; 0 for outliers."""
    weight: Array = count.copy()
    found: Array = np.zeros(terms.shape[1])
    for _ in range(ROUNDS):
        root = np.sqrt(weight)
        found = np.asarray(np.linalg.lstsq(terms * root[:, None], height * root, rcond=None)[0], np.float64)
        rest = np.abs(height - terms @ found)
        spread = _spread(rest, count)
        weight = count * np.minimum(1, HUBER * spread / np.maximum(rest, 1e-12))
        weight[rest > OUTLIER * spread] = 0
    return found, weight


def _spread(rest: Array, count: Array) -> float:
    """Robust SD: 1.48 times the median of absolute values, cells counted by their pixels."""
    order = np.argsort(np.abs(rest))
    half = np.searchsorted(np.cumsum(count[order]), count.sum() / 2)
    return max(1.4826 * float(np.abs(rest)[order[half]]), 1e-6)


def _cross_validated(terms: Array, samples: _Samples) -> float:
    """RMS over directions of the mean error there of a surface fitted to the others."""
    _, weight = _huber(terms, samples.height, samples.count)
    off = []
    for sector in range(SECTORS):
        out = (samples.sector == sector) & (weight > 0)
        if out.sum() < 10:
            continue
        root = np.sqrt(np.where(out, 0, weight))
        found = np.linalg.lstsq(terms * root[:, None], samples.height * root, rcond=None)[0]
        off.append(np.average(samples.height[out] - terms[out] @ found, weights=weight[out]))
    return float(np.sqrt(np.mean(np.square(off))))


def _covariance(terms: Array, samples: _Samples, weight: Array, found: Array) -> Array:
    """Sandwich covariance over blocks (Liang & Zeger 1986, Biometrika 73:13), with their small-sample factor."""
    bread = np.linalg.pinv(terms.T @ (terms * weight[:, None]))
    block, _ = cells_of(samples.mm, BLOCK_MM)
    blocks = int(block.max()) + 1
    pull = terms * (weight * (samples.height - terms @ found))[:, None]
    sums = np.stack([np.bincount(block, pull[:, k], blocks) for k in range(terms.shape[1])], -1)
    few = blocks / max(blocks - terms.shape[1], 1)
    return np.asarray(few * bread @ (sums.T @ sums) @ bread)


def _plate(patch: Patch, samples: _Samples, kept: Mask) -> Array:
    """The thin plate (H, W)."""
    side = max(PLATE_CELL_MM, float(np.sqrt(patch.ring.sum() * patch.pitch_mm**2 / PLATE_NODES)))
    group, _ = cells_of(samples.mm[kept], side)
    share = samples.count[kept]
    total = np.bincount(group, share)
    nodes = np.stack([np.bincount(group, share * samples.mm[kept, k]) / total for k in range(2)], -1)
    values = np.bincount(group, share * samples.height[kept]) / total
    plate = RBFInterpolator(nodes, values, kernel="thin_plate_spline", smoothing=PLATE_SMOOTHING, degree=1)
    low, high = patch.mm.reshape(-1, 2).min(0) - 1, patch.mm.reshape(-1, 2).max(0) + 1
    s, z = (np.linspace(a, b, max(4, int((b - a) / PLATE_STEP_MM) + 2)) for a, b in zip(low, high, strict=True))
    coarse = plate(np.stack(np.meshgrid(s, z, indexing="ij"), -1).reshape(-1, 2)).reshape(len(s), len(z))
    return np.asarray(RegularGridInterpolator((s, z), coarse, method="linear")(patch.mm))
