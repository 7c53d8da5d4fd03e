"""Variance components of repeat measurements by restricted maximum likelihood, for designs of any balance."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = Sequence[Hashable]
TURNS = 200
CLOSE_ENOUGH = 1e-8


def variance_components(y: Sequence[float], fixed: Labels, random: Mapping[str, Labels]) -> dict[str, float]:
    """Split the variance of ``y`` about the mean of each fixed group into the parts of the random factors.

    Parameters
    ----------
    y : sequence of float, length N
    fixed : sequence of labels, length N
        Groups with a mean of their own (scars); between them nothing is estimated.
    random : mapping of str to sequence of labels, each of length N
        Factors whose levels are drawn at random. Nested factors need labels of their own in every group.

    Returns
    -------
    dict of str to float
        Variance of each factor, and of what is left (``residual``); none is below 0.

    Notes
    -----
    Restricted maximum likelihood (Patterson & Thompson 1971, Biometrika 58:545) by iterated MINQUE (Rao 1971, Journal
    of Multivariate Analysis 1:445), whose fixed point it is; each step is held at or above zero. In a balanced design
    it equals analysis of variance wherever that gives no negative variance.

    Examples
    --------
    Two visits of two photographs: means 11 and 15 stand 4 apart, photographs 2.

    >>> v = variance_components([10, 12, 14, 16], "aaaa", {"visit": [0, 0, 1, 1]})
    >>> {name: round(value, 6) for name, value in v.items()}
    {'visit': 7.0, 'residual': 2.0}
    """
    values = np.asarray(y, dtype=float)
    X = _indicator(fixed)
    Z = [_indicator(labels) for labels in random.values()] + [np.eye(len(values))]
    values = values - X @ np.linalg.lstsq(X, values, rcond=None)[0]
    scale = float(values @ values) / max(1, len(values) - X.shape[1])
    if scale == 0:
        return dict.fromkeys([*random, "residual"], 0.0)
    found = np.full(len(Z), 1.0 / len(Z))
    for _ in range(TURNS):
        before, found = found, _step(values / np.sqrt(scale), X, Z, found)
        if np.abs(found - before).max() < CLOSE_ENOUGH:
            break
    return dict(zip([*random, "residual"], (scale * found).tolist(), strict=True))


def _step(y: Array, X: Array, Z: list[Array], at: Array) -> Array:
    """One turn of MINQUE: the components that solve its equations when the weights are those found before."""
    from scipy.optimize import nnls  # slow to import, and most courses never estimate anything

    V = sum(max(v, 1e-9) * z @ z.T for v, z in zip(at, Z, strict=True))
    inverse = np.linalg.inv(V)
    weighted = inverse @ X
    P = inverse - weighted @ np.linalg.solve(X.T @ weighted, weighted.T)
    PZ = [P @ z for z in Z]
    F = np.array([[np.sum((a.T @ pz) ** 2) for pz in PZ] for a in Z])
    u = np.array([np.sum((z.T @ (P @ y)) ** 2) for z in Z])
    root = np.linalg.cholesky(F + 1e-12 * np.trace(F) * np.eye(len(F)))
    return np.asarray(nnls(root.T, np.linalg.solve(root, u))[0])


def _indicator(labels: Labels) -> Array:
    """Design matrix (N, levels) of a factor."""
    levels = {label: k for k, label in enumerate(dict.fromkeys(labels))}
    matrix = np.zeros((len(labels), len(levels)))
    matrix[np.arange(len(labels)), [levels[label] for label in labels]] = 1
    return matrix


def occasion_and_photo(found: Mapping[str, float], df_photo: float) -> tuple[float, float]:
    """Variance of occasions and of photographs; with one photograph a visit they cannot be told apart.

    Then all of it counts as occasion, which no number of photographs lessens.
    """
    occasion, photo = found.get("occasion", 0.0), found.get("photo", 0.0) + found["residual"]
    return (occasion, photo) if df_photo > 0 else (occasion + photo, 0.0)


def effective_photos(fixed: Labels, visit: Labels) -> float:
    """Photographs a visit, where they differ the number that the expected mean square of visits has.

    (N - sum over groups of sum(n_ij^2) / n_i) / (visits - groups), Searle, Casella & McCulloch 1992, ch. 3; 1 where no
    group has two visits.
    """
    groups: dict[Hashable, dict[Hashable, int]] = {}
    for group, one in zip(fixed, visit, strict=True):
        counts = groups.setdefault(group, {})
        counts[one] = counts.get(one, 0) + 1
    left = sum(sum(c.values()) - sum(n * n for n in c.values()) / sum(c.values()) for c in groups.values())
    spare = sum(len(c) - 1 for c in groups.values())
    return max(1.0, left / spare) if spare else 1.0
