"""A scar's relief as a 3D model that any viewer opens: binary glTF 2.0 (Khronos 2021), coloured by height."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mesoject.records.cielab import linear_from_srgb8
from mesoject.report.relief.colours import height_colours

Array = NDArray[np.float64]
METRES_PER_MM: Final = 0.001
JSON_CHUNK, BINARY_CHUNK = 0x4E4F534A, 0x004E4942
FLOAT, USHORT, UINT = 5126, 5123, 5125
VERTICES, INDICES, TRIANGLES = 34962, 34963, 4
SHAPES: Final = {1: "SCALAR", 3: "VEC3", 4: "VEC4"}


def relief_glb(
    xyz_mm: Array, height_mm: Array, limit_mm: float, *, more: Mapping[str, NDArray[Any]] | None = None
) -> bytes:
    """Make a GLB of a scanned surface whose vertices are coloured by their height over the healthy skin.

    glTF counts in metres and has linear light in its vertex colours: positions are written so. Normals point outwards.
    Height itself goes along as ``_HEIGHT_MM``. The same surface gives the same bytes.

    Parameters
    ----------
    xyz_mm : (H, W, 3)
        Right-handed, y up and z towards who looks, as glTF has it; rows run down and columns to the right.
    height_mm : (H, W)
        Over the healthy skin; NaN is a hole.
    limit_mm : float
        Height at which the colours end, raised and sunken alike.
    more : mapping of str to (H, W), (H, W, 3) or (H, W, 3) uint8, optional
        Further attributes of the vertices by their glTF names: 8-bit sRGB becomes a colour, the rest stays as it is.

    Raises
    ------
    ValueError
        When no three neighbouring places have a height, or the limit is not above 0.
    """
    if not limit_mm > 0:
        raise ValueError(f"limit_mm is {limit_mm}; a colour scale needs a limit above 0")
    known = np.isfinite(height_mm) & np.isfinite(xyz_mm).all(-1)
    triangles, used = _triangles(known)
    if not len(triangles):
        raise ValueError("no three neighbouring places have a height; there is no surface to write")
    points = xyz_mm[used]
    attributes: dict[str, NDArray[Any]] = {
        "POSITION": points * METRES_PER_MM,
        "NORMAL": _normals(points, triangles),
        "COLOR_0": _light(height_colours(height_mm[used], limit_mm)),
        "_HEIGHT_MM": height_mm[used],
    }
    for name, values in (more or {}).items():
        attributes[name] = _light(values[used]) if values.dtype == np.uint8 else values[used]
    return _packed(attributes, triangles, limit_mm)


def _triangles(known: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Triangles (M, 3), seen anticlockwise from outside, by the number of the vertices used (H, W) in reading order."""
    rows, columns = known.shape
    number = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (n.ravel() for n in (number[:-1, :-1], number[:-1, 1:], number[1:, :-1], number[1:, 1:]))
    # either diagonal where all four corners are known, and the one triangle where three are
    candidates = [np.stack(t, -1) for t in ((a, c, b), (b, c, d), (a, c, d), (a, d, b))]
    whole = [known.ravel()[t].all(1) for t in candidates]
    whole[2] &= ~whole[0] & ~whole[1]
    whole[3] &= ~whole[0] & ~whole[1]
    found = np.concatenate([t[w] for t, w in zip(candidates, whole, strict=True)])
    used = np.zeros(rows * columns, bool)
    used[found] = True
    return (np.cumsum(used) - 1)[found], used.reshape(rows, columns)


def _normals(points: Array, triangles: NDArray[np.int64]) -> Array:
    """Unit normals (N, 3): the mean of the triangles round each vertex, weighted by their areas."""
    a, b, c = (points[triangles[:, k]] for k in range(3))
    faces = np.cross(b - a, c - a)
    sums = np.stack([np.bincount(triangles.ravel(), np.repeat(faces[:, k], 3), len(points)) for k in range(3)], -1)
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12))


def _light(srgb8: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Linear light (N, 4) with alpha, in 16 bits, of 8-bit sRGB (N, 3)."""
    linear = linear_from_srgb8(srgb8.astype(np.float64))
    return np.pad((linear * 65535).round().astype(np.uint16), ((0, 0), (0, 1)), constant_values=65535)


def _packed(attributes: Mapping[str, NDArray[Any]], triangles: NDArray[np.int64], limit_mm: float) -> bytes:
    """Header, JSON and binary chunk."""
    small = len(attributes["POSITION"]) < 65535
    arrays = [v if v.dtype == np.uint16 else v.astype(np.float32) for v in attributes.values()]
    arrays.append(triangles.ravel().astype(np.uint16 if small else np.uint32))
    views, accessors, binary = [], [], b""
    for k, values in enumerate(arrays):
        last = k == len(arrays) - 1
        accessors.append(_accessor(k, values, small if last else None))
        target = INDICES if last else VERTICES
        views.append({"buffer": 0, "byteOffset": len(binary), "byteLength": values.nbytes, "target": target})
        binary += _padded(values.tobytes(), b"\0")
    names = {name: k for k, name in enumerate(attributes)}
    mesh = {"primitives": [{"attributes": names, "indices": len(names), "mode": TRIANGLES, "material": 0}]}
    text = json.dumps(_scene(mesh, views, accessors, len(binary), limit_mm), sort_keys=True, separators=(",", ":"))
    chunks = [(JSON_CHUNK, _padded(text.encode(), b" ")), (BINARY_CHUNK, binary)]
    body = b"".join(struct.pack("<II", len(data), kind) + data for kind, data in chunks)
    return struct.pack("<4sII", b"glTF", 2, 12 + len(body)) + body


def _accessor(view: int, values: NDArray[Any], small: bool | None) -> dict[str, Any]:
    """How an array is read; ``small`` says how wide indices are, None that these are no indices."""
    kind = FLOAT if values.dtype == np.float32 else USHORT if values.dtype == np.uint16 else UINT
    shape = SHAPES[values.shape[1] if values.ndim == 2 else 1]
    found: dict[str, Any] = {"bufferView": view, "componentType": kind, "count": len(values), "type": shape}
    if small is None and kind == USHORT:
        found["normalized"] = True
    if view == 0:
        found |= {"min": values.min(0).tolist(), "max": values.max(0).tolist()}
    return found


def _scene(
    mesh: dict[str, Any], views: list[dict[str, Any]], accessors: list[dict[str, Any]], length: int, limit_mm: float
) -> dict[str, Any]:
    about = {
        "quantity": "height over the healthy skin",
        "unit": "mm",
        "limit": limit_mm,
        "colours": "violet (sunken) over white (0) to orange (raised); ColorBrewer PuOr, from -limit to limit",
        "position_unit": "m",
        "axes": "x round the limb, y to the thicker end of the limb, z outwards",
    }
    return {
        "asset": {"version": "2.0", "generator": "mesoject"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": "relief"}],
        "meshes": [mesh | {"name": "relief", "extras": about}],
        "materials": [{"pbrMetallicRoughness": {"metallicFactor": 0.0, "roughnessFactor": 0.9}, "doubleSided": True}],
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": length}],
    }


def _padded(data: bytes, with_: bytes) -> bytes:
    return data + with_ * (-len(data) % 4)
