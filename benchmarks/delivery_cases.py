"""The 49-depot case, layered or with skin that differs from place to place, as every engine gets it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mesoject.delivery.depot import Gaussian
from mesoject.delivery.general import Medium, Stepper
from mesoject.delivery.modal import Box, ModalSolution
from mesoject.delivery.verification.columns import bench_points, bench_skin
from mesoject.delivery.verification.engines import quadratic_steps

Array = NDArray[np.float64]
TIMES_S = np.array([1.0, 4.0, 24.0]) * 3600
EXPLICIT_DT_S = 10.0


def layered(cell_mm: float, per_side: int = 7, nodes: int = 96) -> ModalSolution:
    """The modal engine on the case, with cells of that size."""
    points, side = bench_points(per_side)
    box = Box((0.0, 0.0), (side, side))
    return ModalSolution(bench_skin(cell_mm), Gaussian(1.0, 0.35), box, points, np.ones(len(points)), cell_mm, nodes)


def start_of(solution: ModalSolution, cell_mm: float) -> Array:
    """Tissue concentration (s, z, depth) at time 0."""
    at_s, at_z = solution.box.cells(cell_mm)
    (field,) = solution.fields(np.zeros(1), at_s, at_z, slice(None), cell_mm)
    return np.ascontiguousarray(np.moveaxis(field, 0, 2))


def medium(solution: ModalSolution, cell_mm: float, *, varied: bool) -> Medium:
    """The case's tissue on a grid; ``varied``: a scar strip of 8 mm, other skin beside it, and uneven everywhere.

    Beside the strip diffusivity is 1/0.6 and loss 1/1.4 of the scar's; over all lies a smooth unevenness of ± 30 %.
    """
    at_s, at_z = solution.box.cells(cell_mm)
    column = solution.column
    shape = (len(at_s), len(at_z), len(column.layer))
    beside = np.abs(at_s - solution.box.size_mm[0] / 2) > 4
    wave = 1 + 0.3 * np.sin(2 * np.pi * at_s / 5.3)[:, None] * np.cos(2 * np.pi * at_z / 6.1) if varied else 1.0
    spread = np.where(beside, 1 / 0.6, 1.0)[:, None] * wave if varied else np.ones(shape[:2])
    loss = np.where(beside, 1 / 1.4, 1.0)[:, None] / wave if varied else np.ones(shape[:2])
    laid = [np.ascontiguousarray(spread[..., None] * v) for v in (column.d_along, column.d_across)]
    rates = np.ascontiguousarray(loss[..., None] * column.rates.sum(0))
    return Medium.of((cell_mm, cell_mm), column.thickness_mm, np.ones(shape), *laid, rates, np.zeros(shape, np.uint8))


def march(tissue: Medium, start: Array, steps: tuple[int, int, int]) -> list[Array]:
    """The general engine through the three times."""
    stepper, begun, found = Stepper.of(tissue, start), 0.0, []
    for end, count in zip(TIMES_S, steps, strict=True):
        for span in quadratic_steps(begun, end, count):
            stepper.advance(span)
        found.append(stepper.tissue)
        begun = end
    return found


@dataclass(frozen=True)
class Explicit:
    """What Devito answered."""

    fields: Array
    seconds: float
    cpu: float


def devito(python: Path, tissue: Medium, start: Array, dt_s: float, *, columns: bool, double: bool = False) -> Explicit:
    """Devito on the same cells in its own environment; ``columns``: coefficients of depth alone."""
    case = {"start": start, "dt": dt_s, "steps": np.round(TIMES_S / dt_s).astype(int)}
    if double:
        case["double"] = True
    through = tissue.flux_depth / tissue.thickness_mm
    if columns:
        sides = {
            name: np.concatenate([[0.0], np.ones(n - 1)]) for name, n in zip(("x", "y"), start.shape, strict=False)
        }
        case |= {f"side_{name}": side for name, side in sides.items()}
        case |= {"along": tissue.flux_s[-1, 0], "loss": tissue.loss[0, 0]}
        case |= {"through": through[0, 0]}
    else:
        case |= {"flux_x": tissue.flux_s, "flux_y": tissue.flux_z, "flux_z": through, "loss": tissue.loss}
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder) / "case.npz", Path(folder) / "fields.npy"
        np.savez(given, **case)  # type: ignore[arg-type]
        worker = Path(__file__).with_name("delivery_devito.py")
        told = subprocess.run([python, worker, given, answer], capture_output=True, text=True, check=False)
        if told.returncode:
            raise SystemExit(f"Devito failed:\n{told.stderr[-2000:]}")
        said = json.loads(told.stdout.splitlines()[-1])
        return Explicit(np.load(answer).astype(float), said["seconds"], said["cpu"])


def errors(found: list[Array] | Array, true: list[Array] | Array) -> list[float]:
    """Relative L2 error of the whole field at each time."""
    return [float(np.linalg.norm(a - b) / np.linalg.norm(b)) for a, b in zip(found, true, strict=True)]
