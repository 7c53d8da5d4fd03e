"""Open a photograph: header first, then pixels, orientation, colour space and focal length; location never leaves."""

from __future__ import annotations

import hashlib
import io
import math
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import (
    ExifTags,
    Image,
    ImageCms,
    ImageFile,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
)

from mesoject.records import Reason, Refused, UsageError, reason

MAX_BYTES = 100_000_000
MAX_PIXELS = 80_000_000
MIN_SIDE_PX = 480
PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin)  # imported, so that Pillow knows them
FORMATS = ("JPEG", "PNG", "TIFF", "HEIF")  # Pillow opens MPO as JPEG and fails on the name
DIAGONAL_35MM_FILM_MM = math.hypot(36, 24)
USUAL_PHONE_F35_MM = 26.0
FOCAL_SD_WITH_EXIF = 0.03
FOCAL_SD_UNSURE = 0.10
FOCAL_SD_WITHOUT_EXIF = 0.25


@dataclass(frozen=True)
class Photo:
    """A decoded photograph.

    Attributes
    ----------
    rgb8 : (H, W, 3) uint8
        Oriented as a person sees it, still in the file's own encoding.
    primaries : {'srgb', 'display-p3'}
    focal_px, focal_sd_rel : float
        Prior of the focal length in pixels and its relative SD.
    centre_sd_px : float
        SD of the principal point about the picture's centre.
    exif_orientation : int
        1 to 8, as the file had it; ``rgb8`` is already turned.
    warnings : tuple of Reason
    """

    rgb8: NDArray[np.uint8]
    sha256: str
    primaries: str
    focal_px: float
    focal_sd_rel: float
    centre_sd_px: float
    exif_orientation: int
    taken: str | None
    warnings: tuple[Reason, ...]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels, oriented."""
        return self.rgb8.shape[1], self.rgb8.shape[0]


def open_photo(path: str | Path) -> Photo:
    """Read a photograph from disk.

    Raises
    ------
    UsageError
        When there is no such file.
    Refused
        ``not_an_image``, ``unsupported_colour``, ``too_large``, ``truncated``.
    """
    try:
        if Path(path).stat().st_size > MAX_BYTES:
            raise Refused([reason("too_large", f"The file has over {MAX_BYTES / 1e6:.0f} MB.")])
        data = Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error
    return decode_photo(data)


def decode_photo(data: bytes) -> Photo:
    """Decode the bytes of a photograph; raises as :func:`open_photo` does."""
    image = _header(data)
    _refuse_mode(image)
    orientation, camera = _exif(image)
    primaries = _primaries(image)
    rgb8 = _pixels(image, orientation)
    focal_px, focal_sd, centre_sd, notes = _focal(camera, image.size, rgb8.shape)
    return Photo(
        rgb8=rgb8,
        sha256=hashlib.sha256(data).hexdigest(),
        primaries=primaries,
        focal_px=focal_px,
        focal_sd_rel=focal_sd,
        centre_sd_px=centre_sd,
        exif_orientation=orientation,
        taken=_text(camera.get(ExifTags.Base.DateTimeOriginal)),
        warnings=tuple(notes),
    )


def _header(data: bytes) -> ImageFile.ImageFile:
    """Open without decoding, and refuse what must not be decoded."""
    import pi_heif

    pi_heif.register_heif_opener()
    if not data:
        raise Refused([reason("not_an_image", "The file is empty.")])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the size is checked below, as an error
            image = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Refused(
            [reason("not_an_image", "The file is none of JPEG, PNG, HEIC and TIFF, and no 3D scan by its name.")]
        ) from error
    except Image.DecompressionBombError as error:
        raise Refused([reason("too_large", "The picture has far more pixels than a camera makes.")]) from error
    except Exception as error:  # a parser met nonsense: whatever it raised, the file is not a picture
        raise Refused([reason("not_an_image", "The picture's header is damaged.")]) from error
    width, height = image.size
    if width * height > MAX_PIXELS:
        message = f"The picture has {width * height / 1e6:.0f} megapixels, more than {MAX_PIXELS / 1e6:.0f}."
        raise Refused([reason("too_large", message)])
    if min(width, height) < MIN_SIDE_PX:
        message = f"The picture has {width} x {height} pixels; the shorter side needs at least {MIN_SIDE_PX}."
        raise Refused([reason("too_small", message)])
    return image


def _exif(image: Image.Image) -> tuple[int, dict[int, object]]:
    """Orientation, 1 where there is none, and what the camera wrote; damaged EXIF is no EXIF."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif = image.getexif()
            orientation = exif.get(ExifTags.Base.Orientation, 1)
            return orientation if orientation in range(1, 9) else 1, dict(exif.get_ifd(ExifTags.IFD.Exif))
    except Exception:  # a parser met nonsense
        return 1, {}


def _pixels(image: Image.Image, orientation: int) -> NDArray[np.uint8]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image.load()
            turned = image if orientation == 1 else ImageOps.exif_transpose(image)
    except Exception as error:  # a parser met nonsense
        raise Refused([reason("truncated", f"The picture cannot be decoded to its end ({error}).")]) from error
    if "A" in turned.getbands() or "transparency" in turned.info:
        turned = turned.convert("RGBA")
        if turned.getchannel("A").getextrema()[0] < 255:  # type: ignore[operator]
            raise Refused([reason("unsupported_colour", "Parts of the picture are transparent.")])
    rgb8 = np.array(turned.convert("RGB") if turned.mode != "RGB" else turned)
    sample = rgb8[::7, ::7]
    if (sample[..., :1] == sample).all():
        raise Refused([reason("unsupported_colour", "The picture is greyscale; red, green and blue are equal.")])
    return rgb8


def _refuse_mode(image: ImageFile.ImageFile) -> None:
    """Raise for what is not 8-bit colour; of 16 bits Pillow would silently keep the upper 8."""
    if image.mode not in ("RGB", "RGBA", "P"):
        raise Refused([reason("unsupported_colour", f"The picture's mode is {image.mode}, not 8-bit colour.")])
    if any(";16" in str(tile[3]) for tile in image.tile):
        raise Refused([reason("unsupported_colour", "The picture has 16 bits a channel; 8 are needed.")])
    bits = getattr(image, "tag_v2", {}).get(258, (8,)) if image.format == "TIFF" else (8,)
    if any(b != 8 for b in (bits if isinstance(bits, tuple) else (bits,))):
        raise Refused([reason("unsupported_colour", f"The TIFF has {bits} bits a channel; 8 are needed.")])


def _primaries(image: Image.Image) -> str:
    """Name the primaries of the embedded profile; no profile means sRGB."""
    icc = image.info.get("icc_profile")
    if not icc:
        return "srgb"
    try:
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(icc))).strip()
    except (ImageCms.PyCMSError, OSError) as error:
        raise Refused([reason("unsupported_colour", "The embedded colour profile is damaged.")]) from error
    lowered = name.lower()
    if "display p3" in lowered or "displayp3" in lowered:
        return "display-p3"
    if "srgb" in lowered or "iec61966" in lowered:
        return "srgb"
    raise Refused([reason("unsupported_colour", f"The colour profile is {name!r}, neither sRGB nor Display P3.")])


def _focal(
    camera: dict[int, object], raw_size: tuple[int, int], shape: tuple[int, ...]
) -> tuple[float, float, float, list[Reason]]:
    """Prior of focal length and principal point, all in pixels, from EXIF."""
    diagonal_px = math.hypot(shape[0], shape[1])
    notes: list[Reason] = []
    centre_sd_px = 0.003 * diagonal_px
    scale = _kept_share(camera, raw_size)
    if scale != 1:
        notes.append(reason("cropped", f"The picture keeps {scale:.0%} of the shot's own diagonal, in another shape."))
        centre_sd_px = 0.1 * diagonal_px
    f35 = _number(camera.get(ExifTags.Base.FocalLengthIn35mmFilm))
    if f35 is None or not 8 <= f35 <= 400:
        notes.append(reason("no_focal_length", "The file carries no usable focal length, so the lens is a guess."))
        return USUAL_PHONE_F35_MM / DIAGONAL_35MM_FILM_MM * diagonal_px, FOCAL_SD_WITHOUT_EXIF, centre_sd_px, notes
    zoom = _number(camera.get(ExifTags.Base.DigitalZoomRatio)) or 1.0
    if zoom > 1.01:
        notes.append(reason("digital_zoom", f"The picture was taken with {zoom:.1f} times digital zoom."))
    sd = FOCAL_SD_UNSURE if notes else FOCAL_SD_WITH_EXIF
    return f35 / DIAGONAL_35MM_FILM_MM * diagonal_px / scale, sd, centre_sd_px, notes


def _kept_share(camera: dict[int, object], raw_size: tuple[int, int]) -> float:
    """Share of the shot's diagonal that is left; 1 unless EXIF names another shape of picture."""
    width = _number(camera.get(ExifTags.Base.ExifImageWidth))
    height = _number(camera.get(ExifTags.Base.ExifImageHeight))
    if not width or not height or width <= 1 or height <= 1:
        return 1.0
    long_shot, short_shot = max(width, height), min(width, height)
    long_now, short_now = max(raw_size), min(raw_size)
    if abs(long_now / short_now / (long_shot / short_shot) - 1) < 0.01:
        return 1.0  # the same shape: at most scaled down
    return min(1.0, math.hypot(long_now, short_now) / math.hypot(long_shot, short_shot))


def _number(value: object) -> float | None:
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) and number > 0 else None


def _text(value: object) -> str | None:
    return value.strip("\x00 ") if isinstance(value, str) else None
