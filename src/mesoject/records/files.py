"""Files that are either whole or not there."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from mesoject.records.errors import UsageError


def write_atomically(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` in one step: a reader sees the old file or the new one, never a part.

    Raises
    ------
    UsageError
        When the destination cannot be written.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write_through(draft, content)
        os.replace(draft, path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}; choose a folder that you may write to") from error
    finally:
        _forget(draft)


def refuse_unwritable(path: Path) -> None:
    """Raise now, before any work, what :func:`write_atomically` would raise after it.

    Raises
    ------
    UsageError
        When the destination cannot be written.
    """
    if path.is_dir():
        raise UsageError(f"cannot write {path}: it is a folder; give a file")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        draft.open("xb").close()
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}; choose a folder that you may write to") from error
    finally:
        _forget(draft)


def _write_through(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _forget(draft: Path) -> None:
    """Remove a draft that did not become the file; where even that is impossible, it was never written."""
    try:
        draft.unlink(missing_ok=True)
    except OSError:
        return
