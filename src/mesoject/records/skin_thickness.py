"""How thick the skin of the leg is, by site, sex and age: one table for the depth limits and the delivery model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

THINNER_FROM_YEARS: Final = 65
AGE_FACTOR: Final = 0.9
WOMEN_TO_MEAN: Final = 1.65 / 1.77


@dataclass(frozen=True)
class SkinThickness:
    """Epidermis and dermis of one site, in mm, before sex and age are taken into account.

    Attributes
    ----------
    site : str
    mean_mm : float
        Middle value; half of all legs are thinner.
    sd_mm : float
        Spread between persons.
    source : str
        Where it was read, or that it is a default of this project.
    verified : bool
        False where it still has to be read in the original or measured.
    """

    site: str
    mean_mm: float
    sd_mm: float
    source: str
    verified: bool


def skin_thickness_mm(site: str | None, sex: str | None, age_years: float | None) -> float:
    """Skin thickness (epidermis and dermis) to plan with until it is measured.

    Women's thigh dermis is 1.65 mm where men's is 1.89 mm and both fall with age (Derraik et al. 2014,
    PMC3897752); the ratio to the mean of the two is applied to women's thighs, nothing is added for men's. 10 % are
    taken off from 65 years on (a default of this project: no slope was read). The defaults of the other sites are
    low enough to stand for both sexes. What is not known counts as the thinner case.

    Parameters
    ----------
    site : str or None
        A key of ``SKIN_THICKNESS``; None takes the thinnest site.
    sex : str or None
        Only ``'male'`` counts as a man's skin.
    age_years : float or None

    Returns
    -------
    float
        Thickness in mm, two decimals, rounded down.

    Examples
    --------
    >>> skin_thickness_mm("calf", "male", 40), skin_thickness_mm("thigh", "female", 70)
    (1.2, 1.3)
    """
    mean = SKIN_THICKNESS[site].mean_mm if site else min(row.mean_mm for row in SKIN_THICKNESS.values())
    by_sex = WOMEN_TO_MEAN if site == "thigh" and sex != "male" else 1.0
    by_age = AGE_FACTOR if age_years is None or age_years >= THINNER_FROM_YEARS else 1.0
    return int(mean * by_sex * by_age * 100 + 1e-9) / 100


DEFAULT = "default of this project, to be replaced by a measurement"
SKIN_THICKNESS: Final[dict[str, SkinThickness]] = {
    row.site: row
    for row in (
        SkinThickness("thigh", 1.55, 0.25, "Laurent et al. 2007, Vaccine 25:6423 (20 MHz, 342 adults)", True),
        SkinThickness("knee", 1.2, 0.3, DEFAULT, False),
        SkinThickness("calf", 1.2, 0.3, DEFAULT, False),
        SkinThickness(
            "shin",
            1.2,
            0.3,
            DEFAULT + "; dermis 1.45 mm in 10 adults (Woźniak 2020, doi 10.15557/JoU.2020.0050)",
            False,
        ),
        SkinThickness("ankle", 1.0, 0.3, DEFAULT, False),
        SkinThickness("foot", 0.8, 0.25, DEFAULT, False),
    )
}
