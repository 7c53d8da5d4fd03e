"""The difference of two visits, its standard error, and the smallest difference that can be told from none.

The error of a visit is ``occasion + photo / photographs`` from repeat photographs, plus the stated parts that these do
not show. docs/statistics.md, "The error of a change", says which part counts how often and why.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from scipy import special

from mesoject.outcome.pooled import Key, Pooled
from mesoject.records.outcome import Component

Terms = tuple[tuple[float, float], ...]
MANY = 1e6  # degrees of freedom at which t is normal
TINY = 1e-18  # a table that claims no error at all still gives finite numbers


@dataclass(frozen=True)
class Change:
    """After minus before on the quantity's scale.

    Attributes
    ----------
    value, standard_error : float
    degrees_of_freedom : float
        Of the standard error, by Satterthwaite (1946, Biometrics Bulletin 2:110).
    """

    value: float
    standard_error: float
    degrees_of_freedom: float

    @property
    def reliable(self) -> float:
        """Change over its standard error: the reliable change index (Christensen & Mendoza 1986)."""
        return self.value / self.standard_error

    def half_width(self, alpha: float = 0.05) -> float:
        """Half-width of the two-sided interval that errs with probability ``alpha``."""
        return float(special.stdtrit(self.degrees_of_freedom, 1 - alpha / 2)) * self.standard_error

    @property
    def p(self) -> float:
        """Two-sided."""
        return float(2 * special.stdtr(self.degrees_of_freedom, -abs(self.reliable)))

    @property
    def p_rise(self) -> float:
        """One-sided, of a rise."""
        return float(special.stdtr(self.degrees_of_freedom, -self.reliable))

    @property
    def detectable(self) -> float:
        """Smallest detectable change at 95 %: t times the standard error of a difference."""
        return self.half_width()

    @property
    def detectable_interval(self) -> tuple[float, float]:
        """95 % interval of :attr:`detectable`, from the chi-square law of the variance."""
        df = self.degrees_of_freedom
        low, high = special.chdtri(df, 0.025), special.chdtri(df, 0.975)
        return self.detectable * math.sqrt(df / low), self.detectable * math.sqrt(df / high)


def change(before: Pooled, after: Pooled, component: Component | None) -> Change:
    """Compare two visits.

    Parameters
    ----------
    before, after : Pooled
    component : Component or None
        How well the quantity repeats. None for a typed value or a scan, whose stated error is all that there is.
    """
    known = stated_variance(before, after, component)
    squares = mean_squares(component, before, after)
    squares = (*squares, *_raters(before, after, component))
    variance = known + math.fsum(v for v, _ in squares)
    return Change(after.value - before.value, math.sqrt(max(variance, TINY)), satterthwaite(variance, squares))


def visit_variance(point: Pooled, component: Component | None) -> tuple[float, float]:
    """Variance of a visit's mean from visit to visit, and its df; what all visits share is not in it."""
    known = math.fsum(
        se**2
        for key, se in point.parts.items()
        if component is None or (key[1] not in ("method", "print") and _counts(key, point, component))
    )
    squares = mean_squares(component, point)
    variance = known + math.fsum(v for v, _ in squares)
    return variance, satterthwaite(variance, squares)


def total_variance(point: Pooled, component: Component | None) -> float:
    """Variance of a visit's mean as a measurement of the scar: what all visits share is in it too.

    Where the stated error of the photographs is greater than their spread, the stated one counts: photographs of one
    scar can err together, and then they agree.
    """
    if component is None:
        return math.fsum(se**2 for se in point.parts.values())
    stated = math.fsum(se**2 for key, se in point.parts.items() if not _counts(key, point, component))
    unseen = math.fsum(se**2 for key, se in point.parts.items() if _counts(key, point, component))
    seen = math.fsum(v for v, _ in mean_squares(component, point))
    return max(seen, stated) + unseen


def mean_variance(component: Component, photos: int) -> tuple[float, float]:
    """Variance of a visit of so many ordinary photographs, and its degrees of freedom."""
    terms = _terms(component, 1, 1 / photos)
    variance = math.fsum(v for v, _ in terms)
    return variance, satterthwaite(variance, terms)


def mean_squares(component: Component | None, *points: Pooled) -> Terms:
    """The variances of visits, added up, as terms of independent mean squares, each with its degrees of freedom."""
    if component is None:
        return ()
    return _terms(component, len(points), math.fsum(_photo_share(point, component) for point in points))


def _terms(component: Component, visits: int, photo: float) -> Terms:
    """``visits * var_occasion + photo * var_photo`` in mean squares.

    The occasion variance was found as (mean square of visits - mean square of photographs) / photographs a visit; in
    these two, which are independent, the sum has exact degrees of freedom where the design is that of the data. More
    photographs than the data had lean on the difference of the two, and have fewer: an occasion variance of 0 is an
    estimate too, not knowledge that there is none.
    """
    of_visits = component.photos_per_visit * component.var_occasion + component.var_photo
    share = visits / component.photos_per_visit
    return ((share * of_visits, component.df_occasion), ((photo - share) * component.var_photo, component.df_photo))


def _photo_share(point: Pooled, component: Component) -> float:
    """How much of ``var_photo`` is left in a visit's mean: one over its photographs, more where they state more error.

    A photograph alone has nothing to average with, and single errors have heavier tails than normal ones: its own
    stated error counts where it is greater.
    """
    stated = point.photos * math.fsum(
        se**2 for key, se in point.parts.items() if key[1] == "photo" and not _counts(key, point, component)
    )
    worse = max(1.0, stated / component.var_stated) if component.var_stated > 0 else 1.0
    if point.photos == 1 and component.var_photo > 0:
        worse = max(worse, stated / component.var_photo)
    return worse / point.photos


def satterthwaite(variance: float, terms: Iterable[tuple[float, float]]) -> float:
    """Degrees of freedom of a sum of mean squares (Satterthwaite 1946); a part without uncertainty adds none.

    A variance that is given without degrees of freedom is trusted like one from two readings.
    """
    spread = math.fsum(v**2 / max(df, 1.0) for v, df in terms)
    return min(variance**2 / spread, MANY) if spread > 0 else MANY


def stated_variance(before: Pooled, after: Pooled, component: Component | None) -> float:
    """Variance of the difference from the stated parts that the repeat photographs do not show."""
    if component is None:  # typed in: whoever stated the error stated it of one value, and values are read anew
        return math.fsum(se**2 for point in (before, after) for se in point.parts.values())
    keys = dict.fromkeys([*before.parts, *after.parts])
    return math.fsum(
        _of_difference(key, before, after)
        for key in keys
        if _counts(key, before, component) or _counts(key, after, component)
    )


def _of_difference(key: Key, before: Pooled, after: Pooled) -> float:
    a, b = before.parts.get(key, 0.0), after.parts.get(key, 0.0)
    if key[1] == "method" or (key[1] == "print" and _one_print(before, after)):
        return (b - a if _same_side(before, after) else b + a) ** 2
    if key[0] == "outline" and (before.carried or after.carried):
        return max(a, b) ** 2
    return a**2 + b**2


def _same_side(before: Pooled, after: Pooled) -> bool:
    """An error in proportion to the value, shared by two visits, turns round with the value's sign."""
    return before.scale == "log" or before.value * after.value >= 0


def _one_print(before: Pooled, after: Pooled) -> bool:
    return before.print_batch is not None and before.print_batch == after.print_batch


def _counts(key: Key, point: Pooled, component: Component) -> bool:
    """Whether a stated part counts beside the repeat photographs.

    They show what varies from photograph to photograph and from visit to visit, and the outline where it was drawn
    anew on each; a carried outline does not vary, so its error is added back.
    """
    if key[0] == "outline":
        return point.carried or "outline" not in component.shows
    return key[0] not in component.shows or key[1] not in ("photo", "visit")


def _raters(before: Pooled, after: Pooled, component: Component | None) -> tuple[tuple[float, float], ...]:
    """Two visits outlined by different raters differ by the habits of both."""
    if component is None or component.var_rater == 0 or component.df_rater == 0 or before.raters == after.raters:
        return ()
    return ((2 * component.var_rater, component.df_rater),)
