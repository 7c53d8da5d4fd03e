"""What is no skin and can be told so at once: broken points, doubled points, empty triangles, loose pieces."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from mesoject.capture.scan.mesh import Mesh
from mesoject.records import Reason, Refused, reason

FARTHEST = 1e7  # of any unit: beyond it single precision has lost the skin
MOST_BROKEN = 0.05
LEAST_POINTS = 300
LEAST_MAIN_SHARE = 0.5
WORTH_SAYING = 0.005
CLOUD_GAP = 4.0  # times the usual distance of neighbours


def cleaned(mesh: Mesh) -> tuple[Mesh, list[Reason]]:
    """The largest piece of a mesh, without what is broken; what was left out is said.

    Raises
    ------
    Refused
        ``scan_empty``, ``scan_damaged``, ``scan_fragmented``.
    """
    notes = []
    x, y, z = (np.abs(mesh.points[:, k]) < FARTHEST for k in range(3))  # false of NaN as well
    sound = np.asarray(x & y & z)
    broken = 1 - float(sound.mean())
    if broken > MOST_BROKEN:
        message = f"{broken:.0%} of the scan's points are not numbers or lie absurdly far off."
        raise Refused([reason("scan_damaged", f"{message} {MOST_BROKEN:.0%} is the limit.")])
    if broken > 0:
        notes.append(reason("scan_cleaned", _left_out(mesh.points[~sound])))
        mesh = mesh.kept(sound)
    had_triangles = len(mesh.triangles) > 0
    mesh = _without_empty(_merged(mesh))
    _refuse_few(mesh, had_triangles)
    main, more = _main_piece(mesh)
    return main, notes + more


def _left_out(points: NDArray[np.float64]) -> str:
    """What points without a usable place are: no numbers, or numbers that no scanner measures."""
    none = int((~np.isfinite(points)).any(1).sum())
    far = len(points) - none
    said = [f"{_count(none, 'point')} without a number for a place"] if none else []
    said += [f"{_count(far, 'point')} further off than {FARTHEST:,.0f}"] if far else []
    return f"{' and '.join(said)} {'was' if len(points) == 1 else 'were'} left out."


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _refuse_few(mesh: Mesh, had_triangles: bool) -> None:
    if len(mesh.points) < LEAST_POINTS or (had_triangles and not len(mesh.triangles)):
        message = f"The scan has {len(mesh.points):,} points and {len(mesh.triangles):,} triangles that span an area."
        raise Refused([reason("scan_empty", f"{message} At least {LEAST_POINTS} points are needed.")])


def _merged(mesh: Mesh) -> Mesh:
    """Points at one place made one, where triangles bring their own corners (STL, flat-shaded GLB)."""
    if len(mesh.points) < 1.5 * len(mesh.triangles):
        return mesh
    if not len(mesh.triangles):
        return mesh
    keys = np.ascontiguousarray(mesh.points.astype(np.float32) + np.float32(0)).view("V12").ravel()
    _, first, number = np.unique(keys, return_index=True, return_inverse=True)
    rgb8 = None if mesh.rgb8 is None else mesh.rgb8[first]
    return Mesh(mesh.points[first], number[mesh.triangles], rgb8)


def _without_empty(mesh: Mesh) -> Mesh:
    if not len(mesh.triangles):
        return mesh
    a, b, c = mesh.corners()
    return Mesh(mesh.points, mesh.triangles[np.linalg.norm(np.cross(b - a, c - a), axis=1) > 0], mesh.rgb8)


def _main_piece(mesh: Mesh) -> tuple[Mesh, list[Reason]]:
    label, size = _mesh_pieces(mesh) if len(mesh.triangles) else _cloud_pieces(mesh)
    main = int(np.argmax(size))
    share = float(size[main] / size.sum())
    pieces = int((size > 0).sum())
    if share < LEAST_MAIN_SHARE:
        message = (
            f"The scan is in {pieces:,} pieces; the largest holds {share:.0%} of it, {LEAST_MAIN_SHARE:.0%} are needed."
        )
        raise Refused([reason("scan_fragmented", message)])
    kept = label == main
    if kept.all():
        return mesh, []
    said = []
    if 1 - share > WORTH_SAYING:
        loose = f"{_count(pieces - 1, 'loose piece')} ({1 - share:.1%} of it)"
        said.append(reason("scan_cleaned", f"{loose} {'was' if pieces == 2 else 'were'} left out."))
    piece = mesh.kept(kept)
    _refuse_few(piece, len(mesh.triangles) > 0)
    return piece, said


def _mesh_pieces(mesh: Mesh) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Piece of each point, and each piece's area."""
    t = mesh.triangles
    ends = np.concatenate([t[:, :2], t[:, 1:]])
    count = len(mesh.points)
    graph = coo_array((np.ones(len(ends), np.int8), (ends[:, 0], ends[:, 1])), shape=(count, count))
    _, label = connected_components(graph, directed=False)
    a, b, c = mesh.corners()
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    return label, np.asarray(np.bincount(label[t[:, 0]], area, label.max() + 1), np.float64)


def _cloud_pieces(mesh: Mesh) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """The same of a cloud: cubes a few spacings wide that touch belong together; pieces count by their points."""
    some = mesh.points[:: max(1, len(mesh.points) // 2000)]
    usual = float(np.median(cKDTree(mesh.points).query(some, 2)[0][:, 1]))
    cells = np.floor((mesh.points - mesh.points.min(0)) / max(CLOUD_GAP * usual, 1e-9)).astype(np.int64)
    cubes, number = np.unique(cells, axis=0, return_inverse=True)
    pairs = cKDTree(cubes).query_pairs(1.8, output_type="ndarray")
    graph = coo_array((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=(len(cubes),) * 2)
    _, label = connected_components(graph, directed=False)
    of_point = label[number.ravel()]
    return of_point, np.bincount(of_point).astype(float)
