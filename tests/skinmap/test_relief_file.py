"""A relief on disk: all of it comes back, the same relief gives the same bytes, and a broken file says so."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from mesoject.records import UsageError
from mesoject.skinmap.relief_file import ARRAYS, read_relief, write_relief

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))
from reliefs import relief


@pytest.mark.parametrize("own", [True, False])
def test_all_of_it_comes_back(tmp_path: Path, own: bool) -> None:
    written = relief(1.2, noise_mm=0.03, own=own)
    write_relief(tmp_path / "a.npz", written)
    read = read_relief(tmp_path / "a.npz")
    for name in ARRAYS:
        assert getattr(read, name) == pytest.approx(getattr(written, name), rel=1e-6, abs=1e-6, nan_ok=True)
    assert (read.rgb8 is None) == (not own)
    assert not own or (read.rgb8 == written.rgb8).all()
    assert (read.noise_mm, read.mm_per_px, read.region) == (written.noise_mm, written.mm_per_px, written.region)
    assert read.outline_mm == written.outline_mm


def test_the_same_relief_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        write_relief(tmp_path / name, relief())
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def _pickled(path: Path) -> None:
    write_relief(path, relief())
    out = io.BytesIO()
    np.save(out, np.array([{"a": 1}], dtype=object), allow_pickle=True)
    with zipfile.ZipFile(path) as archive:
        held = {n: archive.read(n) for n in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, out.getvalue() if name == "up.npy" else data)


def _other(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("about.json", '{"format": "something/9"}')


def _cut(path: Path) -> None:
    write_relief(path, relief())
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize("spoil", [lambda p: p.write_bytes(b""), lambda p: None, _cut, _other, _pickled])
def test_a_file_that_is_not_a_relief_is_named_with_a_way_out(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    path = tmp_path / "kept.npz"
    spoil(path)
    with pytest.raises(UsageError, match=r"cannot read the relief kept\.npz: .+; measure the scan again") as error:
        read_relief(path)
    assert "\n" not in str(error.value)
