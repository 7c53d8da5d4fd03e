"""An outline's file, read whole if it is small enough."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

from mesoject.records import Refused, UsageError, reason

TOO_MANY_BYTES = 50_000_000  # a LabelMe file may carry its photograph; nothing else comes near


def contents(path: Path) -> bytes:
    """Return the bytes of an outline file, without a byte order mark.

    Raises
    ------
    UsageError
        No such file, a folder, or a file that may not be read.
    Refused
        ``empty_outline`` for an empty file, ``outline_invalid`` for one of 50 MB or more (which is not read).
    """
    if not path.is_file():
        raise UsageError(f"There is no file {path}; give the outline's file.")
    try:
        with path.open("rb") as file:
            _check_size(os.fstat(file.fileno()).st_size)
            return file.read(TOO_MANY_BYTES).removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error


def _check_size(size: int) -> None:
    if size == 0:
        raise Refused([reason("empty_outline", "The outline's file is empty (0 bytes).")])
    if size >= TOO_MANY_BYTES:
        raise Refused([reason("outline_invalid", f"The outline's file has {size / 1e6:.0f} MB; the limit is 50 MB.")])
