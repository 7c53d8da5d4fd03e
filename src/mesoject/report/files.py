"""Files that are either whole or not there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from mesoject.records import UsageError


def write_atomically(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` in one step: a reader sees the old file or the new one, never a part.

    Raises
    ------
    UsageError
        When the destination cannot be written.
    """
    try:
        _replace(path, content)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}; choose a folder that you may write to") from error


def refuse_unwritable(path: Path) -> None:
    """Raise now, before any work, what :func:`write_atomically` would raise after it.

    Raises
    ------
    UsageError
        When the destination cannot be written.
    """
    if path.is_dir():
        raise UsageError(f"cannot write {path}: it is a folder; give a file")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}; choose a folder that you may write to") from error
    os.close(handle)
    os.unlink(name)


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
