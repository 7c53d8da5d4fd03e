"""One case of the verification suite."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["equations", "consistency", "out of sample"]
ORDER: Final = 2.0
ORDER_BAND: Final = 0.1


@dataclass(frozen=True)
class Case:
    """What was checked and how it came out.

    Attributes
    ----------
    id : str
        V1 to V11.
    title : str
    error : float or None
        The error on the finest grid, or of the property.
    order : float or None
        Observed order of convergence: least error's log2 of the last halving.
    limit : str
        What was to be reached.
    passed : bool or None
        None where it cannot be judged.
    kind : {'equations', 'consistency', 'out of sample'}
        Consistency: the datum set a parameter, so that agreement proves nothing.
    detail : str
    """

    id: str
    title: str
    error: float | None
    order: float | None
    limit: str
    passed: bool | None
    kind: Kind = "equations"
    detail: str = ""


def by_order(name: str, title: str, errors: Sequence[float]) -> Case:
    """Judge errors on grids that halve: the order has to be 2.0 within 0.1."""
    order = math.log2(errors[-2] / errors[-1])
    passed = abs(order - ORDER) <= ORDER_BAND
    detail = ", ".join(f"{error:.2e}" for error in errors)
    return Case(name, title, errors[-1], order, f"order {ORDER:g} ± {ORDER_BAND:g}", passed, detail=detail)


def by_limit(name: str, title: str, error: float, limit: float, detail: str = "") -> Case:
    """Judge one error against its limit."""
    return Case(name, title, error, None, f"<= {limit:g}", bool(error <= limit), detail=detail)
