"""What one photograph or scan gave: its numbers, or the reasons why there are none."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from mesoject.records.quantity import Quantity
from mesoject.records.reasons import Reason

Status = Literal["measured", "warned", "refused"]


class Provenance(BaseModel):
    """What made a result; the same key means that it may be reused.

    Attributes
    ----------
    photo_sha256, scan_sha256 : str or None
        Hash of the photograph or the scan; the other is None.
    outline_sha256, target_sha256, print_profile_sha256 : str or None
        Hashes of the other inputs.
    scan_unit : str or None
        Unit of length that the scan was read in.
    bar_mm, bar_sd_mm : float or None
        The printed 100 mm bar as measured, and the SD of that reading, both in mm.
    method : str
        Version of the measuring method; it changes whenever a number could.
    software : str
        ``mesoject`` and the versions of the libraries that take part in a number.
    rater : str or None
        Who drew the outline, if stated.
    """

    model_config = ConfigDict(frozen=True)

    photo_sha256: str | None = None
    scan_sha256: str | None = None
    target_sha256: str | None = None
    outline_sha256: str | None = None
    print_profile_sha256: str | None = None
    bar_mm: float | None = None
    bar_sd_mm: float | None = None
    scan_unit: str | None = None
    method: str
    software: str
    rater: str | None = None

    @property
    def source_sha256(self) -> str | None:
        """Hash of the file that was measured, photograph or scan."""
        return self.photo_sha256 or self.scan_sha256


class Measurement(BaseModel):
    """The result for one photograph or scan: measured, warned (numbers with reservations) or refused (no numbers)."""

    model_config = ConfigDict(frozen=True)

    status: Status
    reasons: tuple[Reason, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    provenance: Provenance | None = None

    def __getitem__(self, name: str) -> Quantity:
        """Return the quantity called ``name``; KeyError where it was not measured."""
        for quantity in self.quantities:
            if quantity.name == name:
                return quantity
        raise KeyError(name)
