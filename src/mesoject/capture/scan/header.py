"""What a scan's file says of itself, read before anything is loaded: its kind, and whether it can be what it claims."""

from __future__ import annotations

import json
import math
import re
import struct
from dataclasses import dataclass
from typing import Any

from mesoject.records import Refused, reason

MAX_BYTES = 300_000_000
MAX_TEXT_BYTES = 150_000_000  # text takes several times its size while it is read
MAX_POINTS, MAX_TRIANGLES = 3_000_000, 6_000_000
HEADER_BYTES = 65_536
SCALAR_BYTES = {
    "char": 1, "uchar": 1, "int8": 1, "uint8": 1, "short": 2, "ushort": 2, "int16": 2, "uint16": 2,
    "int": 4, "uint": 4, "int32": 4, "uint32": 4, "float": 4, "float32": 4, "double": 8, "float64": 8,
}  # fmt: skip


@dataclass(frozen=True)
class Header:
    """A scan's kind ('ply', 'stl', 'stl_ascii', 'glb', 'obj' or 'xyz') and the comments in its head."""

    kind: str
    comments: str


def read_header(data: bytes) -> Header:
    """Tell what a file holds, and refuse what must not be loaded.

    Raises
    ------
    Refused
        ``not_a_scan``, ``truncated``, ``too_large``, ``scan_damaged``.
    """
    if not data:
        raise Refused([reason("not_a_scan", "The file is empty.")])
    if data[:4] in (b"ply\n", b"ply\r"):
        return Header("ply", _check_ply(data))
    if data[:4] == b"glTF":
        _check_glb(data)
        return Header("glb", "")
    if _is_binary_stl(data):
        _check_count(struct.unpack_from("<I", data, 80)[0], MAX_TRIANGLES, "triangles")
        return Header("stl", "")
    return _text(data)


def _text(data: bytes) -> Header:
    head = data[:HEADER_BYTES]
    if b"\0" in head:
        _refuse_cut_stl(data)
        raise Refused([reason("not_a_scan", "The file is none of PLY, OBJ, STL, GLB and XYZ.")])
    _check_text_size(data)
    comments = "\n".join(re.findall(r"(?m)^\s*(?:#|//)(.*)$", head.decode("utf-8", "replace")))
    if re.match(rb"\s*solid\b", head) and b"facet" in head:
        _check_count(data.count(b"facet normal"), MAX_TRIANGLES, "triangles")
        return Header("stl_ascii", "")
    if re.search(rb"(?m)^v\s+[-+.\d]", head):
        _check_count(data.count(b"\nv ") + 1, MAX_POINTS, "points")
        _check_count(data.count(b"\nf "), MAX_TRIANGLES, "triangles")
        return Header("obj", comments)
    if re.search(rb"(?m)^\s*[-+.\d][-+.\deE]*[ \t,;]+[-+.\d][-+.\deE]*[ \t,;]+[-+.\d]", head):
        _check_count(data.count(b"\n"), MAX_POINTS, "points")
        return Header("xyz", comments)
    raise Refused([reason("not_a_scan", "The file is none of PLY, OBJ, STL, GLB and XYZ.")])


def _check_text_size(data: bytes) -> None:
    if len(data) > MAX_TEXT_BYTES:
        message = f"The text file has {len(data) / 1e6:.0f} MB; {MAX_TEXT_BYTES / 1e6:.0f} MB is the limit for text."
        raise Refused([reason("too_large", message)])


def _is_binary_stl(data: bytes) -> bool:
    return len(data) >= 84 and len(data) == 84 + 50 * struct.unpack_from("<I", data, 80)[0]


def _refuse_cut_stl(data: bytes) -> None:
    """A binary STL has no mark of its own: 80 bytes, a count, and 50 bytes a triangle, some of which came."""
    if len(data) < 84:
        return
    count = struct.unpack_from("<I", data, 80)[0]
    told = data[:5] == b"solid" or (len(data) - 84) % 50 == 0 or _unit_normal(data)
    if told and 84 + 50 * count > len(data):
        message = f"As an STL the file counts {count:,} triangles, {84 + 50 * count:,} bytes, and has {len(data):,}."
        raise Refused([reason("truncated", message)])


def _unit_normal(data: bytes) -> bool:
    """Whether a first triangle follows: its normal is of length 1, or 0 where the writer left it out."""
    if len(data) < 84 + 50:
        return False
    length = math.hypot(*struct.unpack_from("<3f", data, 84))
    points = struct.unpack_from("<9f", data, 96)
    return (length == 0 or 0.99 < length < 1.01) and all(abs(p) < 1e7 for p in points) and any(points)


def _check_count(count: int, limit: int, what: str) -> None:
    if count > limit:
        raise Refused([reason("too_large", f"The scan has {count:,} {what}; {limit:,} is the limit.")])


def _check_ply(data: bytes) -> str:
    """Hold the counts of a PLY's header against the file's length; its comments."""
    end = data.find(b"end_header", 0, HEADER_BYTES)
    if end < 0:
        message = f"The PLY's header does not end within {HEADER_BYTES // 1024} kB."
        raise Refused([reason("scan_damaged", message)])
    lines = data[:end].decode("utf-8", "replace").splitlines()
    text = any(line.split()[:2] == ["format", "ascii"] for line in lines)
    if text:
        _check_text_size(data)
    least, count, each = 0, 0, 0
    for line in [*lines, "element end 0"]:
        word = line.split()
        if word[:1] == ["element"]:
            least += count * (2 if text else each)
            count, each = _element(word), 0
        elif word[:1] == ["property"] and len(word) >= 3:
            each += _property_bytes(word)
    left = len(data) - end
    if least > left:
        message = f"The PLY's header counts at least {least:,} bytes of points and faces; {left:,} follow."
        raise Refused([reason("truncated", message)])
    return "\n".join(line[7:] for line in lines if line.startswith(("comment", "obj_info")))


def _property_bytes(word: list[str]) -> int:
    """Least bytes of a property; a list, which is a face's corners, holds at least three."""
    if word[1] != "list":
        return SCALAR_BYTES.get(word[1], 1)
    return SCALAR_BYTES.get(word[2], 1) + 3 * SCALAR_BYTES.get(word[3] if len(word) > 3 else "", 1)


def _element(word: list[str]) -> int:
    if len(word) != 3 or not word[2].isdigit():
        raise Refused([reason("scan_damaged", f"The PLY's header has an element without a count: {' '.join(word)!r}.")])
    name, count = word[1], int(word[2])
    _check_count(count, MAX_POINTS if name == "vertex" else MAX_TRIANGLES, {"vertex": "points"}.get(name, f"{name}s"))
    return count


def _check_glb(data: bytes) -> None:
    """Hold a GLB's counts against its length (glTF 2.0, section 4: binary format)."""
    if len(data) < 20:
        raise Refused([reason("truncated", "The GLB ends within its header.")])
    version, length, chunk = struct.unpack_from("<III", data, 4)
    if version != 2:
        raise Refused([reason("scan_damaged", f"The GLB is of version {version}; 2 is known.")])
    if length > len(data) or 20 + chunk > len(data):
        raise Refused([reason("truncated", f"The GLB counts {max(length, 20 + chunk):,} bytes and has {len(data):,}.")])
    try:
        told = json.loads(data[20 : 20 + chunk])
        points = _gltf_points(told)
        packed = {"KHR_draco_mesh_compression", "EXT_meshopt_compression"} & set(told.get("extensionsRequired", ()))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise Refused([reason("scan_damaged", f"The GLB's description cannot be read ({error}).")]) from error
    if packed:
        raise Refused([reason("not_a_scan", f"The GLB is compressed ({', '.join(sorted(packed))}); export it plain.")])
    _check_count(points, MAX_POINTS, "points")


def _gltf_points(told: dict[str, Any]) -> int:
    """Points of all meshes as often as nodes show them; raises what a broken description makes it raise."""
    accessors = [int(a["count"]) for a in told.get("accessors", ())]
    if accessors and (max(accessors) > 3 * MAX_TRIANGLES or min(accessors) < 0):
        return max(accessors)
    meshes = [
        sum(accessors[p["attributes"]["POSITION"]] for p in mesh["primitives"]) for mesh in told.get("meshes", ())
    ]
    return sum(meshes[node["mesh"]] for node in told.get("nodes", ()) if "mesh" in node)
