"""Devito on one case, in an environment of its own; prints seconds as JSON and writes the fields.

Run by benchmarks/delivery.py; imports nothing of ours. The case is a file: ``start`` (s, z, depth), face fluxes and
losses, ``dt`` and ``steps`` up to each moment. Explicit steps in single precision, OpenMP, C: its fastest form; with
``double`` in the case in double precision. Layered cases give it coefficients of depth alone, others full arrays.
"""

import json
import os
import sys
import time

os.environ.setdefault("DEVITO_LANGUAGE", "openmp")
os.environ.setdefault("DEVITO_LOGGING", "ERROR")

import numpy as np
from devito import Eq, Function, Grid, Operator, TimeFunction


def main() -> None:
    """Compile, run once through all moments, and report."""
    case = np.load(sys.argv[1])
    grid = Grid(shape=case["start"].shape, dtype=np.float64 if "double" in case else np.float32)
    u = TimeFunction(name="u", grid=grid, time_order=1, space_order=2)
    dt = float(case["dt"])
    operator = Operator([Eq(u[grid.stepping_dim + 1, *grid.dimensions], _update(case, grid, u, dt))])
    operator.cfunction  # noqa: B018 - compiles
    u.data[:] = 0
    u.data[0] = case["start"]
    fields, done = [], 0
    seconds, cpu = time.perf_counter(), time.process_time()
    for steps in case["steps"]:
        operator.apply(time_m=done, time_M=int(steps) - 1)
        done = int(steps)
        fields.append(np.array(u.data[done % 2]))
    seconds, cpu = time.perf_counter() - seconds, time.process_time() - cpu
    np.save(sys.argv[2], np.array(fields))
    print(json.dumps({"seconds": seconds, "cpu": cpu, "steps": done}))


def _update(case, grid, u, dt):
    t, (x, y, z) = grid.stepping_dim, grid.dimensions
    here = u[t, x, y, z]
    if "along" in case:  # layered: coefficients of depth alone, sides closed by masks
        along, loss, through = (_along(case[name], name, grid, 2) for name in ("along", "loss", "through"))
        side_x, side_y = (_along(case[f"side_{n}"], f"side_{n}", grid, k) for k, n in enumerate("xy"))
        lateral = side_x[x + 1] * (u[t, x + 1, y, z] - here) - side_x[x] * (here - u[t, x - 1, y, z])
        lateral += side_y[y + 1] * (u[t, x, y + 1, z] - here) - side_y[y] * (here - u[t, x, y - 1, z])
        depth = through[z + 1] * (u[t, x, y, z + 1] - here) - through[z] * (here - u[t, x, y, z - 1])
        return here + dt * (along[z] * lateral + depth - loss[z] * here)
    fx, fy, fz, loss = (_full(case[name], name, grid) for name in ("flux_x", "flux_y", "flux_z", "loss"))
    change = fx[x + 1, y, z] * (u[t, x + 1, y, z] - here) - fx[x, y, z] * (here - u[t, x - 1, y, z])
    change += fy[x, y + 1, z] * (u[t, x, y + 1, z] - here) - fy[x, y, z] * (here - u[t, x, y - 1, z])
    change += fz[x, y, z + 1] * (u[t, x, y, z + 1] - here) - fz[x, y, z] * (here - u[t, x, y, z - 1])
    return here + dt * (change - loss[x, y, z] * here)


def _along(values, name, grid, axis):
    function = Function(name=name, grid=grid, shape=(len(values),), dimensions=(grid.dimensions[axis],), space_order=2)
    function.data[:] = values
    return function


def _full(values, name, grid):
    function = Function(name=name, grid=grid, space_order=2)
    function.data[:] = values
    return function


if __name__ == "__main__":
    main()
