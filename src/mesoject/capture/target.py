"""A target is data: pieces of paper with markers, colour patches and bare paper, each in its own millimetres."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mesoject.records import UsageError
from mesoject.records.errors import first_fault

Finite = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Code = Annotated[int, Field(ge=0, le=255)]
Vector = tuple[Finite, Finite]
Size = tuple[Positive, Positive]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Markers(_Table):
    """A row of ArUco markers: the first identifier, side, centre of the first, and the step to the next."""

    first_id: int = Field(ge=0)
    side_mm: Positive
    centre_mm: Vector
    step_mm: Vector = (0.0, 0.0)
    count: int = Field(default=1, ge=1)


class Patches(_Table):
    """A row of colour patches; colours repeat along it. ``srgb8`` is nominal, on the paper; ``lab_d50`` is measured."""

    key: str
    size_mm: Size
    centre_mm: Vector
    step_mm: Vector = (0.0, 0.0)
    count: int = Field(default=1, ge=1)
    srgb8: tuple[tuple[Code, Code, Code], ...] = ()
    lab_d50: tuple[tuple[Finite, Finite, Finite], ...] = ()


class Paper(_Table):
    """A row of places where the bare paper shows; they carry the shading."""

    size_mm: Size
    centre_mm: Vector
    step_mm: Vector = (0.0, 0.0)
    count: int = Field(default=1, ge=1)


class PieceTable(_Table):
    """One sheet; ``flexible`` follows the limb, ``flat`` does not; a ``turned`` one lies upside down on the skin."""

    name: str
    shape: Literal["flexible", "flat"]
    turned: bool = False
    size_mm: Size
    markers: Annotated[tuple[Markers, ...], Field(min_length=1)]
    patches: tuple[Patches, ...] = ()
    paper: tuple[Paper, ...] = ()


class TargetTable(_Table):
    """The description file, ``mesoject-target/1``."""

    format: Literal["mesoject-target/1"]
    name: str
    title: str
    dictionary: Literal["DICT_4X4_50"]
    min_markers_per_piece: int = Field(default=3, ge=1)
    paper_reflectance: Positive = 0.84
    paper_thickness_mm: float = Field(default=0.1, ge=0)
    pieces: Annotated[tuple[PieceTable, ...], Field(min_length=1, max_length=2)]


@dataclass(frozen=True)
class Marker:
    """One marker: identifier and its four corners (4, 2) in piece millimetres, OpenCV order."""

    id: int
    side_mm: float
    corners_mm: NDArray[np.float64]


@dataclass(frozen=True)
class Patch:
    """One colour patch: place name, colour key, four corners (4, 2) in mm, nominal colour."""

    name: str
    key: str
    corners_mm: NDArray[np.float64]
    srgb8: tuple[int, int, int] | None
    lab_d50: tuple[float, float, float] | None


@dataclass(frozen=True)
class Piece:
    """One sheet of the target, spelled out."""

    name: str
    flexible: bool
    turned: bool
    size_mm: Vector
    markers: tuple[Marker, ...]
    patches: tuple[Patch, ...]
    paper: tuple[NDArray[np.float64], ...]


@dataclass(frozen=True)
class Target:
    """A target, spelled out; ``sha256`` is that of its description."""

    name: str
    title: str
    pieces: tuple[Piece, ...]
    sha256: str
    min_markers_per_piece: int
    paper_reflectance: float
    paper_thickness_mm: float

    @property
    def flexible(self) -> bool:
        """Whether every piece follows the limb."""
        return all(piece.flexible for piece in self.pieces)

    def piece_of(self, marker_id: int) -> Piece | None:
        """Return the piece that carries ``marker_id``."""
        return next((p for p in self.pieces if any(m.id == marker_id for m in p.markers)), None)


def dictionary() -> cv2.aruco.Dictionary:
    """Return the marker dictionary that every target uses."""
    return cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_50)


@cache
def load_target(name_or_path: str = "strips") -> Target:
    """Read a bundled target by name, or a description file by path.

    Raises
    ------
    UsageError
        When there is no such target or its description is not valid.

    Examples
    --------
    >>> strips = load_target("strips")
    >>> [(piece.name, len(piece.markers), len(piece.patches)) for piece in strips.pieces]
    [('P', 14, 28), ('D', 14, 28)]
    """
    raw = _read(name_or_path)
    try:
        table = TargetTable.model_validate(tomllib.loads(raw.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        fault = first_fault(error)
        raise UsageError(f"{name_or_path} is not a mesoject-target/1 description: {fault}") from error
    target = Target(
        name=table.name,
        title=table.title,
        pieces=tuple(_piece(p) for p in table.pieces),
        sha256=hashlib.sha256(raw).hexdigest(),
        min_markers_per_piece=table.min_markers_per_piece,
        paper_reflectance=table.paper_reflectance,
        paper_thickness_mm=table.paper_thickness_mm,
    )
    ids = [m.id for p in target.pieces for m in p.markers]
    if len(ids) != len(set(ids)) or max(ids) >= 50:
        raise UsageError(f"{name_or_path}: marker identifiers must differ and lie within 0 to 49")
    if len({p.name for p in target.pieces}) < len(target.pieces):
        raise UsageError(f"{name_or_path}: two pieces are called {target.pieces[0].name!r}; names must differ")
    return target


def bundled_targets() -> list[str]:
    """Names of the targets that come with the package."""
    return sorted(f.name.removesuffix(".toml") for f in _folder().iterdir() if f.name.endswith(".toml"))


def _folder() -> Any:
    return resources.files("mesoject") / "targets"


def _read(name_or_path: str) -> bytes:
    if name_or_path in bundled_targets():
        return bytes((_folder() / f"{name_or_path}.toml").read_bytes())
    try:
        return Path(name_or_path).read_bytes()
    except OSError as error:
        names = ", ".join(bundled_targets())
        raise UsageError(
            f"no target {name_or_path!r}: give one of {names}, or the path of a description file"
        ) from error


def _piece(table: PieceTable) -> Piece:
    return Piece(
        name=table.name,
        flexible=table.shape == "flexible",
        turned=table.turned,
        size_mm=table.size_mm,
        markers=tuple(
            Marker(row.first_id + k, row.side_mm, _box(row, (row.side_mm, row.side_mm), k))
            for row in table.markers
            for k in range(row.count)
        ),
        patches=tuple(_patch(row, k) for row in table.patches for k in range(row.count)),
        paper=tuple(_box(row, row.size_mm, k) for row in table.paper for k in range(row.count)),
    )


def _patch(row: Patches, k: int) -> Patch:
    period = len(row.srgb8) or len(row.lab_d50) or 1
    return Patch(
        name=f"{row.key}{k}",
        key=f"{row.key}{k % period}",
        corners_mm=_box(row, row.size_mm, k),
        srgb8=row.srgb8[k % period] if row.srgb8 else None,
        lab_d50=row.lab_d50[k % period] if row.lab_d50 else None,
    )


def _box(row: Markers | Patches | Paper, size_mm: Vector, k: int) -> NDArray[np.float64]:
    """Corners of box ``k`` of a row: top left, top right, bottom right, bottom left."""
    centre = np.add(row.centre_mm, np.multiply(k, row.step_mm))
    corners: NDArray[np.float64] = centre + np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * np.divide(size_mm, 2)
    return corners
