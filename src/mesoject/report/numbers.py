"""How numbers, quantities and error parts are written for a person."""

from __future__ import annotations

from math import floor, hypot, log10

from mesoject.records import Quantity

NAME_WORDS = {
    "area": "Area",
    "length": "Length",
    "width": "Width",
    "perimeter": "Perimeter",
    "delta_l": "Lightness against own skin, ΔL*",
    "delta_a": "Redness against own skin, Δa*",
    "delta_b": "Yellowness against own skin, Δb*",
    "delta_e": "Colour difference from own skin, ΔE00",
    "erythema_difference": "Erythema index against own skin",
    "melanin_difference": "Melanin index against own skin",
    "skin_ita": "Own skin, ITA",
    "texture_ratio": "Appearance texture, scar over own skin",
    "height_mean": "Height over own skin, mean",
    "height_p98": "Height over own skin, highest 2 %",
    "depth_p98": "Depth below own skin, deepest 2 %",
    "volume_raised": "Volume above own skin",
    "volume_sunken": "Volume missing below own skin",
    "volume": "Volume, above less below",
    "sa": "Roughness, Sa",
    "sq": "Roughness, Sq",
    "sz": "Roughness, greatest height Sz",
    "sdr": "Developed area, Sdr",
    "thickness": "Thickness",
    "VSS": "Vancouver Scar Scale, total",
    "SCAR": "SCAR scale, total",
    "POSAS_observer": "POSAS of the observer, total",
    "POSAS_patient": "POSAS of the patient, total",
}
ERROR_WORDS = {
    "geometry": "limb and camera",
    "outline": "placing the outline",
    "colour": "light and patches",
    "print": "the print",
    "method": "the method",
    "noise": "the scan's noise",
    "reference": "the skin round the scar",
}
_UNIT_WORDS = {"mm2": "mm²", "mm3": "mm³", "cm2": "cm²", "um": "µm", "1": "", "{score}": "", "deg": "°"}


def digits_of(standard_error: float) -> int:
    """Decimals that show two significant digits of an error.

    Examples
    --------
    >>> [digits_of(v) for v in (12.3, 4.2, 0.31, 0.049)]
    [0, 1, 2, 3]
    """
    return max(0, 1 - floor(log10(standard_error))) if standard_error > 0 else 2


def written(value: float, standard_error: float) -> str:
    """A value with as many decimals as its error deserves; the minus sign is a minus sign."""
    return f"{value:.{digits_of(standard_error)}f}".replace("-", "\u2212")


def plus_minus(quantity: Quantity) -> str:
    """Value ± standard error with its unit."""
    value, se = (written(v, quantity.standard_error) for v in (quantity.value, quantity.standard_error))
    return f"{value} ± {se} {unit_word(quantity.unit)}".rstrip()


def name_word(quantity: str) -> str:
    """The words for a quantity; its own name, without underscores, where none are kept.

    Examples
    --------
    >>> name_word("area"), name_word("itch_score")
    ('Area', 'itch score')
    """
    return NAME_WORDS.get(quantity, quantity.replace("_", " "))


def by_part(quantity: Quantity) -> dict[str, float]:
    """Standard error of each source, its scopes put together, in the order of the quantity's parts."""
    names = dict.fromkeys(p.part for p in quantity.parts)
    return {name: hypot(*(p.se for p in quantity.parts if p.part == name)) for name in names}


def unit_word(unit: str) -> str:
    """A UCUM unit as people write it."""
    return _UNIT_WORDS.get(unit, unit)
