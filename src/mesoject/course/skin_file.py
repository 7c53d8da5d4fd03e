"""A picture of skin as a file: calibrated sRGB, opaque where bare skin is in view and clear elsewhere."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from mesoject.register import SkinPicture
    from mesoject.skinmap import Region


def rgba_png(srgb8: NDArray[np.uint8], seen: NDArray[np.bool_]) -> bytes:
    """PNG of ``srgb8`` (H, W, 3), opaque where ``seen`` (H, W)."""
    import numpy as np
    from PIL import Image

    rgba = np.dstack([srgb8, np.where(seen, 255, 0).astype(np.uint8)])
    out = io.BytesIO()
    Image.fromarray(rgba, "RGBA").save(out, "PNG", compress_level=3)
    return out.getvalue()


def read_skin(path: Path, region: Region, mm_per_px: float) -> SkinPicture:
    """Read a picture that :func:`rgba_png` wrote."""
    import numpy as np
    from PIL import Image

    from mesoject.register import SkinPicture

    with Image.open(path) as image:
        rgba = np.asarray(image.convert("RGBA"))
    return SkinPicture(np.ascontiguousarray(rgba[..., :3]), rgba[..., 3] > 0, region, mm_per_px)
