"""FiPy, py-pde and scikit-fem on the small case, in an environment of their own; prints seconds and writes the fields.

Run by benchmarks/delivery_peers.py; imports nothing of ours. The case is a file: start (s, z, depth), diffusivities and
losses by depth, size of cells, and the steps in seconds that lead to three moments.
"""

import json
import sys
import time

import numpy as np


def main() -> None:
    """Run one peer: name, case file, answer file."""
    case = np.load(sys.argv[2])
    setup, seconds, fields = {"fipy": fipy, "pde": pde, "skfem": skfem}[sys.argv[1]](case)
    np.save(sys.argv[3], np.array(fields))
    print(json.dumps({"setup": setup, "seconds": seconds}))


def fipy(case):
    """Crank-Nicolson by hand (its own sweep is backward Euler), harmonic face values, SciPy's PCG at 1e-8."""
    from fipy import CellVariable, DiffusionTerm, FaceVariable, Grid3D, ImplicitSourceTerm, TransientTerm
    from fipy.solvers.scipy import LinearPCGSolver

    begun = time.perf_counter()
    (n_s, n_z, n), h = case["start"].shape, float(case["cell"])
    mesh = Grid3D(nx=n_s, ny=n_z, nz=n, dx=h, dy=h, dz=float(case["depth_cell"]))

    def laid(values):
        return np.broadcast_to(values[:, None, None], (n, n_z, n_s)).ravel()

    u = CellVariable(mesh=mesh, value=np.moveaxis(case["start"], 2, 0).swapaxes(1, 2).ravel(), hasOld=True)
    across, along = (
        np.asarray(CellVariable(mesh=mesh, value=laid(case[k])).harmonicFaceValue) for k in ("across", "along")
    )
    level = np.abs(np.asarray(mesh.faceNormals)[2]) > 0.5
    spread = FaceVariable(mesh=mesh, value=np.where(level, across, along))
    loss = CellVariable(mesh=mesh, value=laid(case["loss"]))
    half = 0.5 * (DiffusionTerm(coeff=spread) - ImplicitSourceTerm(coeff=loss))
    setup = time.perf_counter() - begun
    solver = LinearPCGSolver(tolerance=1e-8, iterations=2000)
    begun, fields = time.perf_counter(), []
    for k, dt in enumerate(case["spans"]):
        u.updateOld()
        if k < 2:
            (TransientTerm() == DiffusionTerm(coeff=spread) - ImplicitSourceTerm(coeff=loss)).solve(
                var=u, dt=dt, solver=solver
            )
        else:
            explicit = CellVariable(mesh=mesh, value=(0.5 * ((spread * u.faceGrad).divergence - loss * u)).value)
            (TransientTerm() == half + explicit).solve(var=u, dt=dt, solver=solver)
        if k + 1 in case["moments"]:
            fields.append(np.moveaxis(u.value.copy().reshape(n, n_z, n_s).swapaxes(1, 2), 0, 2))
    return setup, time.perf_counter() - begun, fields


def pde(case):
    """Explicit Euler as its users write it, compiled by numba; each layer's coefficients as fields."""
    from pde import PDE, CartesianGrid, ScalarField

    begun = time.perf_counter()
    shape, h, deep = case["start"].shape, float(case["cell"]), float(case["depth_cell"])
    grid = CartesianGrid([(0, shape[0] * h), (0, shape[1] * h), (0, shape[2] * deep)], shape)
    laid = {k: ScalarField(grid, np.broadcast_to(case[k], shape)) for k in ("across", "along", "loss")}
    equation = PDE(
        {"c": "along * (d2_dx2(c) + d2_dy2(c)) + d_dz(across * d_dz(c)) - loss * c"},
        consts=laid,
        bc={"derivative": 0},
    )
    state = ScalarField(grid, case["start"])
    state = equation.solve(state, t_range=1e-3, dt=1e-3, backend="numba", tracker=None)
    setup, begun, fields, now = time.perf_counter() - begun, time.perf_counter(), [], 0.0
    for moment in np.cumsum(case["spans"])[case["moments"] - 1]:
        state = equation.solve(state, t_range=moment - now, dt=float(case["explicit"]), backend="numba", tracker=None)
        now = moment
        fields.append(state.data.copy())
    return setup, time.perf_counter() - begun, fields


def skfem(case):
    """Trilinear elements on nodes at the cells' corners, Crank-Nicolson, conjugate gradients at 1e-7."""
    from scipy.sparse import diags
    from scipy.sparse.linalg import cg
    from skfem import Basis, BilinearForm, ElementHex1, MeshHex
    from skfem.helpers import grad

    begun = time.perf_counter()
    (n_s, n_z, n), h, deep = case["start"].shape, float(case["cell"]), float(case["depth_cell"])
    faces = [np.arange(k + 1) * d for k, d in ((n_s, h), (n_z, h), (n, deep))]
    mesh = MeshHex.init_tensor(*faces)
    basis = Basis(mesh, ElementHex1(), intorder=2)
    layer = np.minimum((mesh.p[2, mesh.t].mean(0) / deep).astype(int), n - 1)
    across, along, loss = (case[k][layer][:, None] for k in ("across", "along", "loss"))

    @BilinearForm
    def stiffness(u, v, w):
        du, dv = grad(u), grad(v)
        return along * (du[0] * dv[0] + du[1] * dv[1]) + across * du[2] * dv[2] + loss * u * v

    @BilinearForm
    def mass(u, v, w):
        return u * v

    k, m = stiffness.assemble(basis), mass.assemble(basis)
    x = _nodal(mesh.p, case)
    setup, begun, fields = time.perf_counter() - begun, time.perf_counter(), []
    for step, dt in enumerate(case["spans"]):
        share = 1.0 if step < 2 else 0.5
        a = m + share * dt * k
        b = m @ x - (1 - share) * dt * (k @ x)
        x, _ = cg(a, b, x0=x, rtol=1e-7, M=diags(1 / a.diagonal()))
        if step + 1 in case["moments"]:
            fields.append(_cell_means(x, mesh, layer, case["start"].shape, h, deep))
    return setup, time.perf_counter() - begun, fields


def _nodal(p, case):
    """The start at the nodes, from its own formula: the sum of Gaussians."""
    total = np.zeros(p.shape[1])
    for s, z in case["points"]:
        total += np.exp(-((p[0] - s) ** 2 + (p[1] - z) ** 2) / (2 * case["sigma"] ** 2))
    through = np.exp(-((p[2] - case["depth"]) ** 2) / (2 * case["sigma"] ** 2))
    return total * through / (2 * np.pi * case["sigma"] ** 2) ** 1.5


def _cell_means(x, mesh, layer, shape, h, deep):
    values = x[mesh.t].mean(0)
    at = mesh.p[:, mesh.t].mean(1)
    i, j = (at[:2] / h).astype(int)
    field = np.zeros(shape)
    field[i, j, layer] = values
    return field


if __name__ == "__main__":
    main()
