"""The usual way to register two pictures, for comparison: SIFT, ratio test, an affine map by MAGSAC."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from mesoject.register import SkinPicture

Array = NDArray[np.float64]
FEATURES, CONTRAST, RATIO = 6000, 0.008, 0.8
WITHIN_MM = 1.0


def sift_affine(fixed: SkinPicture, moving: SkinPicture) -> tuple[Array | None, int]:
    """Affine map (2, 3) between two pictures' skin, mm, or None; and how many matches agree with it.

    Lowe 2004 (doi:10.1023/B:VISI.0000029664.99615.94), Barath and others 2020 (MAGSAC++).
    """
    (here, first), (there, second) = (_features(p) for p in (fixed, moving))
    if min(len(here), len(there)) < 3:
        return None, 0
    matches = cv2.BFMatcher().knnMatch(first, second, k=2)
    good = [m[0] for m in matches if len(m) == 2 and m[0].distance < RATIO * m[1].distance]
    if len(good) < 3:
        return None, 0
    a, b = here[[m.queryIdx for m in good]], there[[m.trainIdx for m in good]]
    affine, agrees = cv2.estimateAffine2D(a, b, method=cv2.USAC_MAGSAC, ransacReprojThreshold=WITHIN_MM)
    return affine, 0 if affine is None else int(agrees.sum())


def _features(picture: SkinPicture) -> tuple[Array, NDArray[np.float32]]:
    grey = cv2.createCLAHE(3.0, (8, 8)).apply(cv2.cvtColor(picture.srgb8, cv2.COLOR_RGB2GRAY))
    finder = cv2.SIFT_create(FEATURES, contrastThreshold=CONTRAST)
    points, described = finder.detectAndCompute(grey, picture.usable.astype(np.uint8))
    px = np.array([p.pt for p in points]).reshape(-1, 2)
    mm = np.stack(
        [
            picture.region.s_low + (px[:, 0] + 0.5) * picture.mm_per_px,
            picture.region.z_high - (px[:, 1] + 0.5) * picture.mm_per_px,
        ],
        -1,
    )
    return mm, described
