"""V9: solutions that were chosen first, with the source that makes them true."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mesoject.delivery.modal import Eigen
from mesoject.delivery.verification.case import Case, by_order
from mesoject.delivery.verification.columns import plain

Array = NDArray[np.float64]
D0: Final = 1.0
A: Final = 1.0
T_S: Final = 0.1


def manufactured_column() -> Case:
    """V9, column: c = exp(-at) cos(pi z) with D = D0 (1 + cos(pi z) / 2), source by exact cell integrals."""
    return by_order("V9", "Chosen solution, D changes with depth (modal)", [_column(n) for n in (20, 40, 80)])


def manufactured_grid() -> Case:
    """V9, general engine: c = exp(-at) cos(pi x) cos(pi z), D varies along and through; space and time together."""
    errors = [_grid(n) for n in (16, 32, 64)]
    return by_order("V9", "Chosen solution, D changes from place to place (general)", errors)


def _column(n: int) -> float:
    faces = np.linspace(0, 1, n + 1)
    h = 1 / n
    cut = plain(np.full(n, h), D0 * (1 + 0.5 * np.cos(np.pi * (faces[1:] + faces[:-1]) / 2)))
    mean = np.diff(np.sin(np.pi * faces)) / np.pi  # cell integrals of cos(pi z)
    flux = -np.pi * np.sin(np.pi * faces) * D0 * (1 + 0.5 * np.cos(np.pi * faces))
    source = -A * mean - np.diff(flux)
    eigen = Eigen.of(cut, np.zeros(1))
    decay, vectors, root = eigen.decay[0], eigen.vectors[0], eigen.root
    forced = (math.exp(-A * T_S) - np.exp(decay * T_S)) / (-A - decay)
    found = eigen.masses(mean[None], np.array([T_S]))[0, 0] + root * (
        vectors @ (forced * (vectors.T @ (source / root)))
    )
    true = mean * math.exp(-A * T_S)
    return float(np.linalg.norm(found - true) / np.linalg.norm(true))


def _grid(n: int) -> float:
    from mesoject.delivery.general import Medium, Stepper

    h = 1 / n
    at = (np.arange(n) + 0.5) * h
    x, z = np.meshgrid(at, at, indexing="ij")
    wavy = D0 * (1 + 0.5 * np.cos(np.pi * x) * np.cos(np.pi * z))[:, None, :]
    ones = np.ones_like(wavy)
    medium = Medium.of((h, h), np.full(n, h), ones, wavy, wavy, 0 * ones, np.zeros(wavy.shape, np.uint8))
    smooth = np.sinc(h / 2) ** 2  # mean over a cell of each cosine product
    true = (np.cos(np.pi * x) * np.cos(np.pi * z))[:, None, :] * smooth
    source = _source(x, z, h)[:, None, :]
    stepper = Stepper.of(medium, true.copy())
    stepper.steps = 2  # the start is smooth: no implicit steps are needed
    length = T_S / n
    for k in range(n):
        push = length / 2 * source * math.exp(-A * (k + 0.5) * length)
        stepper.free += push
        stepper.shift = 0.0
        stepper.advance(length)
        stepper.free += push
    last = true * math.exp(-A * T_S)
    return float(np.linalg.norm(stepper.free - last) / np.linalg.norm(last))


def _source(x: Array, z: Array, h: float) -> Array:
    """-a c - div(D grad c) at time 0, mean over cells by 3 x 3 Gauss points."""
    nodes, weights = np.polynomial.legendre.leggauss(3)
    total = np.zeros_like(x)
    for p, wp in zip(nodes, weights, strict=True):
        for q, wq in zip(nodes, weights, strict=True):
            total += wp * wq / 4 * _pointwise(x + p * h / 2, z + q * h / 2)
    return total


def _pointwise(x: Array, z: Array) -> Array:
    cx, cz, sx, sz = (f(np.pi * v) for f in (np.cos, np.sin) for v in (x, z))
    d = D0 * (1 + 0.5 * cx * cz)
    gradients = D0 * 0.5 * np.pi**2 * ((sx * cz) ** 2 + (cx * sz) ** 2)
    return np.asarray(-A * cx * cz + 2 * np.pi**2 * d * cx * cz - gradients)
