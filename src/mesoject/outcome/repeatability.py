"""How well each quantity repeats: a table in a file, the shipped one, or the course's own photographs."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

from mesoject.outcome.components import effective_photos, occasion_and_photo, variance_components
from mesoject.records import UsageError
from mesoject.records.errors import first_fault
from mesoject.records.outcome import Component, Repeatability
from mesoject.records.quantity import Scale


@cache
def shipped_repeatability() -> Repeatability:
    """The table that comes with mesoject; its ``title`` says where the numbers come from."""
    return _packaged("repeatability.json")


@cache
def published_scores() -> Repeatability:
    """Repeatability of scales as it was published; it stands beside every table that does not name them."""
    return _packaged("published_scores.json")


def _packaged(name: str) -> Repeatability:
    text = (resources.files("mesoject.outcome") / name).read_text(encoding="utf-8")
    return Repeatability.model_validate_json(text)


def load_repeatability(path: Path) -> Repeatability:
    """Read ``repeatability.json`` as :command:`mesoject repeatability` writes it.

    Raises
    ------
    UsageError
        When the file cannot be read or does not hold such a table.
    """
    try:
        return Repeatability.model_validate_json(path.read_bytes())
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}") from error
    except ValidationError as error:
        raise UsageError(f"{path}: {first_fault(error)}; write such a table with `mesoject repeatability`") from error


def component(
    quantity: str,
    values: Sequence[float],
    scar: Sequence[Hashable],
    visit: Sequence[Hashable],
    *,
    scale: Scale,
    unit: str,
    shows: tuple[str, ...],
    source: str,
    var_stated: float = 0.0,
) -> Component:
    """Two variance components of one quantity from repeat photographs of scars that did not change.

    Parameters
    ----------
    quantity : str
    values : sequence of float
        One a photograph, on the quantity's scale (the logarithm where ``scale`` is log).
    scar, visit : sequences of labels
        ``visit`` within its scar.
    scale, unit, shows, source, var_stated
        As the record keeps them.
    """
    occasion = list(zip(scar, visit, strict=True))
    found = variance_components(values, scar, {"occasion": occasion})
    visits, scars = len(set(occasion)), len(set(scar))
    of_occasion, of_photo = occasion_and_photo(found, len(values) - visits)
    return Component(
        quantity=quantity,
        scale=scale,
        unit=unit,
        var_photo=of_photo,
        df_photo=len(values) - visits,
        var_occasion=of_occasion,
        df_occasion=visits - scars,
        photos_per_visit=effective_photos(scar, visit),
        var_stated=var_stated,
        shows=shows,
        source=source,
    )
