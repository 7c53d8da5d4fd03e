"""Every photograph of a bench measured once and kept, so that statistics can be run again in seconds."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path

import mesoject
from benchmarks.dataset import Shot, shots
from mesoject.batch import run
from mesoject.records import Measurement

CACHE = Path("out/measured")
ROOMS = ("skinmap", "capture", "measuring", "targets")


def measured(root: Path, jobs: int) -> list[tuple[Shot, Measurement]]:
    """Each photograph that is to be accepted, with the true outline given, and what was measured on it.

    The cache is keyed by the bench's index and by the sources of every room that takes part in a number.
    """
    good = [shot for shot in shots(root) if shot.accept]
    kept = CACHE / f"{_key(root)}.json"
    if not kept.exists():
        with tempfile.TemporaryDirectory() as folder:
            results = list(run([shot.request(Path(folder)) for shot in good], jobs))
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps([r.measurement.model_dump(mode="json") for r in results]))
    found = [Measurement.model_validate(m) for m in json.loads(kept.read_text())]
    return list(zip(good, found, strict=True))


def _key(root: Path) -> str:
    digest = hashlib.sha256((root / "index.json").read_bytes())
    package = Path(mesoject.__file__).parent
    for room in ROOMS:
        for source in sorted([*(package / room).rglob("*.py"), *(package / room).rglob("*.toml")]):
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
