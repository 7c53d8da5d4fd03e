"""`make bench-delivery-peers`: FiPy, py-pde and scikit-fem on nine depots, ours beside them, and what 49 would take.

The small case has 50 x 50 x 40 cells (0.2 mm along the skin, 0.1 mm through it), 1/16 of the 49-depot case. Times for
that are carried over by the number of cells: a lower bound for solvers that iterate more on larger grids.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.delivery_cases import TIMES_S, errors, layered, march, medium, start_of
from benchmarks.tables import heading, row
from mesoject.delivery.modal import Box, ModalSolution
from mesoject.delivery.modal.gridded import exact_on_grid
from mesoject.delivery.threads import one_blas_thread
from mesoject.delivery.verification.columns import bench_points
from mesoject.delivery.verification.engines import quadratic_steps

ALONG_MM, THROUGH_MM = 0.2, 0.1
STEPS = (36, 16, 18)
FULL_CELLS = 200 * 200 * 40
PEERS = {
    "fipy": "FiPy 4.0, Crank-Nicolson by hand, PCG",
    "pde": "py-pde 0.59, explicit Euler, compiled",
    "skfem": "scikit-fem 12, trilinear, Crank-Nicolson",
}


def main() -> None:
    """Print error, time, and the time that the 49-depot case would take."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--peers-python", type=Path, required=True)
    told.add_argument("--only", choices=PEERS)
    given = told.parse_args()
    solution = _small()
    start = start_of(solution, ALONG_MM)
    exact = exact_on_grid(solution.column, start, ALONG_MM, TIMES_S)
    heading(f"Nine depots, {start.size:,} cells, 24 h: error against the exact answer of these cells at 1, 4, 24 h")
    ours = _modal(solution)
    tissue = medium(solution, ALONG_MM, varied=False)
    march(tissue, start, (1, 1, 1))
    begun = time.perf_counter()
    found = march(tissue, start, STEPS)
    general = time.perf_counter() - begun
    row("modal engine, three fields", f"{ours:.4f} s", "no error in time")
    row("general engine, 70 steps", _list(errors(found, exact)), f"{general:.2f} s")
    for name in [given.only] if given.only else PEERS:
        _peer(name, given.peers_python, _case(solution, start), exact, ours)


def _small() -> ModalSolution:
    base = layered(THROUGH_MM, per_side=3)
    return ModalSolution(base.column, base.depot, base.box, base.points_mm, base.mass_ug, ALONG_MM)


@one_blas_thread
def _modal(solution: ModalSolution) -> float:
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        fresh = ModalSolution(
            solution.column,
            solution.depot,
            Box(solution.box.low_mm, solution.box.size_mm),
            solution.points_mm,
            solution.mass_ug,
            ALONG_MM,
        )
        fresh.fields(TIMES_S, *fresh.box.cells(ALONG_MM), slice(None), ALONG_MM)
        times.append(time.perf_counter() - begun)
    return min(times)


def _case(solution: ModalSolution, start: np.ndarray) -> dict[str, object]:
    begun, spans = 0.0, []
    for end, count in zip(TIMES_S, STEPS, strict=True):
        spans.append(quadratic_steps(begun, end, count))
        begun = end
    column = solution.column
    return {
        "start": start,
        "across": column.d_across,
        "along": column.d_along,
        "loss": column.rates.sum(0),
        "cell": ALONG_MM,
        "depth_cell": THROUGH_MM,
        "spans": np.concatenate(spans),
        "moments": np.cumsum(STEPS),
        "explicit": 8.0,
        "points": bench_points(3)[0],
        "sigma": 0.35,
        "depth": 1.0,
    }


def _peer(name: str, python: Path, case: dict[str, object], exact: np.ndarray, ours: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder) / "case.npz", Path(folder) / "fields.npy"
        np.savez(given, **case)  # type: ignore[arg-type]
        worker = Path(__file__).with_name("delivery_peers_worker.py")
        told = subprocess.run([python, worker, name, given, answer], capture_output=True, text=True, check=False)
        if told.returncode:
            row(PEERS[name], "failed")
            print("      " + told.stderr.strip().splitlines()[-1])
            return
        said = json.loads(told.stdout.splitlines()[-1])
        full = said["seconds"] * FULL_CELLS / exact[0].size
        row(
            PEERS[name], _list(errors(np.load(answer), exact)), f"{said['seconds']:.1f} s + {said['setup']:.1f} s setup"
        )
        row("", f"{said['seconds'] / ours:.0f} times the modal engine", f"49 depots: about {full:.0f} s, extrapolated")


def _list(values: list[float]) -> str:
    return ", ".join(f"{v:.1e}" for v in values)


if __name__ == "__main__":
    main()
