"""What two pictures give away besides where they match: mirrored, upside down, one photograph twice, another print."""

from __future__ import annotations

import cv2
import numpy as np

from mesoject.records import Reason, Refused, reason
from mesoject.register.picture import Mask, SkinPicture
from mesoject.register.registration import Registration
from mesoject.register.search import Found, search
from mesoject.register.structure import Structure

LEAST_STRENGTH = 7.0  # SDs; the best of all places tried is 4 to 5.6 SDs up by chance alone
LEAST_OVER_RIVAL = 1.5
SAME_PLACE_MM, SAME_TURN_DEG = 1.0, 0.75  # strips that were put on anew differ by 10 mm
PERFECT_MM = 0.3  # windows of a copy match to 0.2 mm at most, those of another click to 0.23 at best, mostly to 0.5
GRAIN_MM, SAME_GRAIN = 0.8, 0.5  # correlation of L* finer than this: 0.56 to 0.97 in copies, 0.42 at most in clicks
SCALE_OFF = 0.03  # two prints of unknown size, 1 % each, differ by 2.8 % in 95 %


def stands_out(found: Found) -> bool:
    """Whether a match is beyond what chance does, and beyond the best that chance did with these very pictures."""
    return found.strength >= max(LEAST_STRENGTH, LEAST_OVER_RIVAL * found.rival)


def refuse_unmatched(fixed: Structure, moving: Structure, found: Found) -> None:
    """Raise where the skin does not match, and say whether it would if it were mirrored or turned upside down.

    Raises
    ------
    Refused
        ``mirrored``, ``strip_misplaced`` or ``register_failed``.
    """
    if stands_out(found):
        return
    if stands_out(search(fixed, moving, mirrored=True)):
        raise Refused([reason("mirrored", "The skin of the two visits matches when one picture is mirrored.")])
    if stands_out(search(fixed, moving, upside_down=True)):
        message = "The skin of the two visits matches upside down: in one of them strip P lies towards the foot."
        raise Refused([reason("strip_misplaced", message)])
    message = (
        f"The best match of the two visits' skin stands {found.strength:.1f} SDs above chance; "
        f"{max(LEAST_STRENGTH, LEAST_OVER_RIVAL * found.rival):.1f} are needed."
    )
    raise Refused([reason("register_failed", message)])


def suspicions(found: Registration, fixed: SkinPicture, moving: SkinPicture) -> tuple[Reason, ...]:
    """Reservations about a match that was found.

    Raises
    ------
    Refused
        ``duplicate_photo`` where the strips lie on the skin as before and even the pictures' grain is the same.
    """
    notes = []
    shift = float(np.hypot(*found.shift_mm))
    if shift < SAME_PLACE_MM and abs(found.turn_deg) < SAME_TURN_DEG:
        same = (
            f"The strips lie on the skin as in the other visit, to {shift:.1f} mm and {abs(found.turn_deg):.1f} degrees"
        )
        grain = _grain(found, fixed, moving)
        if found.residual_mm < PERFECT_MM and grain > SAME_GRAIN:
            message = f"{same}, and the pictures' grain agrees (correlation {grain:.2f}): this is one photograph twice."
            raise Refused([reason("duplicate_photo", message, fatal=True)])
        notes.append(reason("same_sitting", f"{same}."))
    if abs(found.scale - 1) > SCALE_OFF:
        message = (
            f"The same skin is {found.scale:.3f} times as large as in the other visit; 0.97 to 1.03 is print and fit."
        )
        notes.append(reason("scale_disagrees", message))
    return tuple(notes)


def _grain(found: Registration, fixed: SkinPicture, moving: SkinPicture) -> float:
    """Correlation of what is finer than 0.8 mm in lightness: noise, which no second click repeats."""
    laid = found.warp(moving, fixed)
    both = fixed.usable & laid.usable
    fine = []
    for picture in (fixed, laid):
        lightness = cv2.cvtColor(picture.srgb8.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[..., 0]
        fine.append(
            (lightness - cv2.GaussianBlur(lightness, (0, 0), GRAIN_MM / picture.mm_per_px))[_inner(both, picture)]
        )
    return float(np.corrcoef(*fine)[0, 1]) if fine[0].size > 1 else 0.0


def _inner(mask: Mask, picture: SkinPicture) -> Mask:
    """The mask without its rim, where paper shines into the blur."""
    rim = 2 * round(2 * GRAIN_MM / picture.mm_per_px) + 1
    return np.asarray(cv2.erode(mask.astype(np.uint8), np.ones((rim, rim), np.uint8)) > 0)
