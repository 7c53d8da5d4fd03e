"""All cases in order."""

from __future__ import annotations

from mesoject.delivery.threads import one_blas_thread
from mesoject.delivery.verification.case import Case
from mesoject.delivery.verification.engines import cross_engine, grid_order, mass_balance, mass_kept
from mesoject.delivery.verification.franz import endless_donor, limited_donor
from mesoject.delivery.verification.manufactured import manufactured_column, manufactured_grid
from mesoject.delivery.verification.properties import properties
from mesoject.delivery.verification.published import published
from mesoject.delivery.verification.slab import two_layers
from mesoject.delivery.verification.sources import ball_source, gaussian_source


@one_blas_thread
def verify() -> tuple[Case, ...]:
    """Run the verification suite; about 20 s, of which most is compiling the general engine the first time.

    Returns
    -------
    tuple of Case
        V1 to V10 ask whether the equations are solved; V11 holds the model against published data.
    """
    return (
        gaussian_source(),
        ball_source(),
        limited_donor(),
        endless_donor(),
        two_layers(),
        mass_balance(),
        mass_kept(),
        grid_order(),
        cross_engine(),
        manufactured_column(),
        manufactured_grid(),
        *properties(),
        *published(),
    )
