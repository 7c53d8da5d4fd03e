"""What every colour key of a target should look like: measured where a profile says, nominal on paper elsewhere."""

from __future__ import annotations

import numpy as np

from mesoject.capture.colour.correct import Array
from mesoject.capture.colour.profile import PrintProfile
from mesoject.capture.target import Target
from mesoject.records.cielab import linear_from_lab_d50, linear_from_srgb8


def reference_colours(target: Target, profile: PrintProfile | None) -> dict[str, Array]:
    """Linear sRGB reflectance of each colour key; nominal values are relative to the bare paper."""
    reference: dict[str, Array] = {}
    for patch in (p for piece in target.pieces for p in piece.patches):
        if profile is not None and patch.key in profile.linear:
            reference[patch.key] = profile.linear[patch.key]
        elif patch.lab_d50 is not None:
            reference[patch.key] = linear_from_lab_d50(np.array(patch.lab_d50))
        elif patch.srgb8 is not None:
            reference[patch.key] = target.paper_reflectance * linear_from_srgb8(np.array(patch.srgb8))
    return reference


def is_measured(target: Target, profile: PrintProfile | None) -> bool:
    """Whether colours are absolute: every key has a measured colour."""
    patches = [p for piece in target.pieces for p in piece.patches]
    return all((profile is not None and p.key in profile.linear) or p.lab_d50 is not None for p in patches)
