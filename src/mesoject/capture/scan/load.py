"""The one place where trimesh is called: bytes of a file whose header was checked to a mesh."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mesoject.capture.scan.header import Header
from mesoject.capture.scan.mesh import Mesh
from mesoject.records import Refused, reason

MAX_BESIDE_BYTES = 100_000_000


def load_mesh(data: bytes, header: Header, folder: Path) -> Mesh:
    """Load points, triangles and colours, in the file's own unit.

    A Wavefront OBJ may name a material and a picture; they are taken from ``folder`` and from nowhere else.

    Raises
    ------
    Refused
        ``scan_damaged`` for whatever the parser stumbles over, ``scan_empty`` where nothing is in it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            parts = _text_points(data) if header.kind == "xyz" else _parts(data, header.kind, folder)
    except Exception as error:  # a parser met nonsense: whatever it raised, the file cannot be read
        what = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        if isinstance(error, IndexError):  # the parser looked a corner up
            what = "a face names a point that is not there"
        raise Refused([reason("scan_damaged", f"The file cannot be read to its end ({what}).")]) from error
    return _joined(parts)


def _parts(data: bytes, kind: str, folder: Path) -> list[Mesh]:
    import trimesh

    scene: Any = trimesh.load_scene(
        io.BytesIO(data), file_type=kind, resolver=_beside(folder) if kind == "obj" else None, process=False
    )
    parts = []
    for node in scene.graph.nodes_geometry:
        place, name = scene.graph[node]
        shape = scene.geometry[name]
        points = np.asarray(shape.vertices, np.float64)
        with np.errstate(invalid="ignore", over="ignore"):
            moved = points @ np.asarray(place)[:3, :3].T + np.asarray(place)[:3, 3]
        triangles = np.asarray(getattr(shape, "faces", np.zeros((0, 3))), np.int64).reshape(-1, 3)
        parts.append(Mesh(moved, triangles, _colours(shape, len(points))))
    return parts


def _beside(folder: Path) -> Any:
    """What OBJ names beside itself: plain file names only, of a bounded size."""
    from trimesh.resolvers import Resolver

    class Beside(Resolver):
        def __init__(self) -> None:
            pass

        def get(self, key: str) -> bytes:
            path = folder / Path(key.strip()).name
            if path.stat().st_size > MAX_BESIDE_BYTES:
                raise ValueError(f"{path.name} is too large")
            return path.read_bytes()

        def write(self, name: str, data: Any) -> None:
            raise PermissionError(f"{name}: a scan is read, and nothing is written beside it")

        def namespaced(self, namespace: str) -> Any:
            return self

        def keys(self) -> list[str]:
            return []

    return Beside()


def _colours(shape: Any, count: int) -> NDArray[np.uint8] | None:
    """Colour of each point from the file's vertices or its texture; None where there is none or it is broken."""
    if not hasattr(shape, "faces"):  # a cloud
        return _rgb8(getattr(shape, "colors", None), count)
    visual = shape.visual
    if visual.kind == "texture":
        try:
            visual = visual.to_color()
        except Exception:  # a broken picture on a sound surface costs the colour, not the scan
            return None
    return _rgb8(visual.vertex_colors, count) if visual.kind in ("vertex", "face") else None


def _rgb8(colours: Any, count: int) -> NDArray[np.uint8] | None:
    values: NDArray[np.generic] = np.asarray(colours if colours is not None else [])
    if values.ndim != 2 or len(values) != count or values.shape[-1] < 3:
        return None
    return values[:, :3].astype(np.uint8)


def _text_points(data: bytes) -> list[Mesh]:
    """A cloud written as lines of x y z, and colour in 0 to 255 if three more whole numbers follow."""
    text = data.replace(b",", b" ").replace(b";", b" ").replace(b"\t", b" ")
    rows = np.loadtxt(io.BytesIO(text), comments=("#", "//"), ndmin=2)
    colour = rows[:, 3:6] if rows.shape[1] >= 6 else None
    whole = colour is not None and bool(((colour >= 0) & (colour <= 255) & (colour == np.round(colour))).all())
    rgb8 = colour.astype(np.uint8) if whole and colour is not None and colour.max(initial=0) > 1 else None
    return [Mesh(rows[:, :3], np.zeros((0, 3), np.int64), rgb8)]


def _joined(parts: list[Mesh]) -> Mesh:
    """All parts as one mesh; colours only where every part has them."""
    points = sum(len(part.points) for part in parts)
    if points == 0:
        raise Refused([reason("scan_empty", "The file holds no point.")])
    starts = np.cumsum([0, *(len(part.points) for part in parts)])
    triangles = np.concatenate([part.triangles + start for part, start in zip(parts, starts, strict=False)])
    if len(triangles) and (triangles.min() < 0 or triangles.max() >= points):
        raise Refused([reason("scan_damaged", f"A triangle names point {triangles.max():,} of {points:,}.")])
    colours = [part.rgb8 for part in parts]
    rgb8 = None if any(c is None for c in colours) else np.concatenate([c for c in colours if c is not None])
    return Mesh(np.concatenate([part.points for part in parts]), triangles, rgb8)
