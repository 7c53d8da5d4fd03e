"""Fit tone curve, matrix and shading to the patches, and keep what the fit does not know.

Model of a sample with linear code c (tone exponent g, illumination L at its place, matrix M)::

    reflectance = M (c^g / L(s, z))

fitted so that patches meet their CIELAB and the bare paper is one colour everywhere. A linear 3x3 with shading alone
leaves 2.6 dE on the bench's patches, with the exponent 1.65: phones bend the curve, the exponent unbends it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from mesoject.capture.colour.samples import Samples
from mesoject.capture.light import decoding_table
from mesoject.records.cielab import lab_from_linear, linear_from_srgb8
from mesoject.skinmap.paint import SHADING_TERMS, Correction, shading_terms

Array = NDArray[np.float64]
LAB_SD = 2.0  # how far a patch may lie from the model: print, light and camera are not the model's
PAPER_LAB_SD = 3.3
SHADING_SD = 2.0  # of each shading term, on a limb that turns away from the light
SHADING_SD_FLAT = (
    0.15  # on a flat sheet light changes little; with one chart and no paper between patches more would be noise
)
TONE_SD = 0.5
OUTLIER_LAB = 3.0
LEAST_KEYS = 6

MATRIX, SHADING = slice(0, 9), slice(9, 9 + SHADING_TERMS)
PAPER = slice(9 + SHADING_TERMS, 12 + SHADING_TERMS)
TONE = 12 + SHADING_TERMS


@dataclass(frozen=True)
class ColourFit:
    """A fitted correction with its alternatives, one standard error away in each independent direction.

    Attributes
    ----------
    best, variants : Correction
    residual_lab : (N,) float
        Distance of every patch from its reference, CIELAB.
    """

    best: Correction
    variants: tuple[Correction, ...]
    residual_lab: Array
    keys: NDArray[np.str_]


def fit_colour(samples: Samples, reference: dict[str, Array], *, flat: bool = False) -> ColourFit | None:
    """Fit the correction to unclipped samples; None where too few colours are left.

    Parameters
    ----------
    samples : Samples
    reference : dict
        Linear sRGB reflectance of each colour key; keys without one are left out, except ``paper``.
    flat : bool
        The target lies flat, so shading is small.
    """
    known = np.array([key in reference for key in samples.keys]) & ~samples.clipped
    paper = (samples.keys == "paper") & ~samples.clipped
    if len(set(samples.keys[known])) < LEAST_KEYS:
        return None
    data = _Data.of(samples, known, paper, reference, SHADING_SD_FLAT if flat else SHADING_SD)
    solution = least_squares(
        data.residuals, data.start(), loss="soft_l1", f_scale=OUTLIER_LAB / LAB_SD, x_scale=0.1, max_nfev=40
    )
    covariance = np.linalg.pinv(solution.jac.T @ solution.jac) * data.excess(solution.x)
    directions = _one_sigma(covariance)
    return ColourFit(
        best=_correction(solution.x),
        variants=tuple(_correction(solution.x + d) for d in directions),
        residual_lab=data.distances(solution.x),
        keys=samples.keys[known],
    )


@dataclass(frozen=True)
class _Data:
    """The samples in the form that the fit wants."""

    patch: Array
    patch_terms: Array
    patch_lab: Array
    patch_linear: Array
    paper: Array
    paper_terms: Array
    shading_sd: float

    @classmethod
    def of(
        cls,
        s: Samples,
        known: NDArray[np.bool_],
        paper: NDArray[np.bool_],
        reference: dict[str, Array],
        shading_sd: float,
    ) -> _Data:
        linear = linear_from_srgb8(s.code)
        terms = shading_terms(s.mm[:, 0], s.mm[:, 1])
        truth = np.array([reference[key] for key in s.keys[known]])
        return cls(
            linear[known], terms[:, known], lab_from_linear(truth), truth, linear[paper], terms[:, paper], shading_sd
        )

    def start(self) -> Array:
        q = np.zeros(TONE + 1)
        q[MATRIX] = np.linalg.lstsq(self.patch, self.patch_linear, rcond=None)[0].T.ravel()
        q[PAPER] = 0.85
        return q

    def lab(self, q: Array, codes: Array, terms: Array) -> Array:
        light = np.exp(q[SHADING] @ terms)[:, None]
        return lab_from_linear(np.maximum(codes, 1e-6) ** np.exp(q[TONE]) / light @ q[MATRIX].reshape(3, 3).T)

    def residuals(self, q: Array) -> Array:
        rows = [
            (self.lab(q, self.patch, self.patch_terms) - self.patch_lab).ravel() / LAB_SD,
            q[SHADING] / self.shading_sd,
            q[[TONE]] / TONE_SD,
            (q[PAPER] - 0.85) / 0.5,
        ]
        if len(self.paper):
            one_paper = lab_from_linear(q[PAPER])
            rows.append((self.lab(q, self.paper, self.paper_terms) - one_paper).ravel() / PAPER_LAB_SD)
        return np.concatenate(rows)

    def distances(self, q: Array) -> Array:
        return np.asarray(np.linalg.norm(self.lab(q, self.patch, self.patch_terms) - self.patch_lab, axis=1))

    def excess(self, q: Array) -> float:
        """Mean squared residual of a patch coordinate over what was assumed."""
        return float(np.mean(self.distances(q) ** 2) / 3 / LAB_SD**2)


def _correction(q: Array) -> Correction:
    table = np.repeat(decoding_table()[:, None] ** np.float32(np.exp(q[TONE])), 3, axis=1)
    return Correction(table.astype(np.float32), q[MATRIX].reshape(3, 3), q[SHADING].copy())


def _one_sigma(covariance: Array) -> Array:
    values, vectors = np.linalg.eigh(covariance)
    keep = values > 1e-12 * values.max()
    return np.asarray((vectors[:, keep] * np.sqrt(values[keep])).T)
