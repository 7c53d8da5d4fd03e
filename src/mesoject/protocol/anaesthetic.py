"""The largest dose of local anaesthetic for this person; products are added up by their shares."""

from __future__ import annotations

from collections.abc import Mapping

from mesoject.protocol.entries import AnaestheticEntry
from mesoject.protocol.gate import strictest
from mesoject.protocol.rulebook import RuleBook
from mesoject.protocol.technique import floor2, number
from mesoject.records import UsageError
from mesoject.records.gate import Action, Gate
from mesoject.records.intake import Intake
from mesoject.records.plan import AnaestheticDose, Anaesthetics

RULE = (
    "All products are added up: each amount over its own maximum is a share, and the shares together stay at 1 or "
    "below. Anaesthetic cream is never put on needled skin."
)


def find_anaesthetics(intake: Intake, gate: Gate, book: RuleBook) -> Anaesthetics:
    """Return the limits of every anaesthetic; without a weight no dose by weight is given."""
    weight, area = number(intake.person.weight_kg), number(intake.scar.area_cm2)
    doses = tuple(_dose(entry, weight, area, gate) for entry in book.anaesthetics)
    return Anaesthetics(weight_kg=weight, doses=doses, rule=RULE)


def share(given: Mapping[str, float], limits: Anaesthetics) -> float:
    """Return how much of what is allowed is used up: 1 is the limit.

    Parameters
    ----------
    given : mapping of str to float
        Amount by product: mg of what is injected or dabbed on, g of cream.

    Raises
    ------
    UsageError
        Unknown product, refused for this person, or no limit because the weight is missing.
    """
    doses = {dose.product: dose for dose in limits.doses}
    total = 0.0
    for product, amount in given.items():
        dose = doses.get(product)
        limit = (dose.max_mg or dose.max_g) if dose else None
        if dose is None or dose.refused or not limit or amount < 0:
            raise UsageError(
                f"{product}: no amount is allowed; known products are {', '.join(doses)}, and a dose by "
                "weight needs the weight"
            )
        total += amount / limit
    return total


def _dose(entry: AnaestheticEntry, weight: float | None, area: float | None, gate: Gate) -> AnaestheticDose:
    refused = strictest(gate.hits, entry.part) is Action.REFUSE
    mg = None
    if entry.mg_per_kg and entry.max_mg and weight is not None and not refused:
        mg = floor2(min(entry.mg_per_kg * weight, entry.max_mg))
    covered = min(area, entry.max_area_cm2) if area is not None and entry.max_area_cm2 else None
    grams = min(entry.max_g, covered * entry.grams_per_cm2) if covered and entry.max_g and entry.grams_per_cm2 else None
    return AnaestheticDose(
        product=entry.product,
        title=entry.title,
        max_mg=mg,
        max_ml=floor2(mg / entry.mg_per_ml) if mg and entry.mg_per_ml else None,
        max_g=None if refused or grams is None else floor2(grams),
        area_max_cm2=covered,
        minutes=entry.minutes,
        refused=refused,
        note=entry.note,
    )
