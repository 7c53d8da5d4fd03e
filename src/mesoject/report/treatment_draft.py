"""A first TreatmentMap for a scar: what the plan says, and defaults by the rules where it says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_args

from mesoject.delivery import active, leg_skin
from mesoject.protocol import load_rules
from mesoject.records import Refused, UsageError, reason
from mesoject.records.gate import Action
from mesoject.records.intake import DeliveryMode, Site
from mesoject.records.plan import Option, Plan, PlannedScar
from mesoject.records.treatment_map import NEEDLE_FREE, Channels, Grid, ScarType, TreatmentMap

NAPPAGE: Final = "Q02"
MATURE_FROM_DAYS: Final = 365
ASSUMED: Final = "assumed; set it right"


def _guess(words: str) -> str:
    """Say of a value that nobody gave it, and what it is."""
    return f"assumed; {words}; set it right"


_SCAR_TYPES: Final = {"depressed": "atrophic", "flat": "flat", "raised": "hypertrophic"}
_ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "site": get_args(Site),
    "scar_type": get_args(ScarType),
    "delivery_mode": tuple(mode for mode in get_args(DeliveryMode) if mode not in NEEDLE_FREE),
}
_DONE_SOMEHOW: Final = ("possible", "after review", "deferred")
_FIRST: Final[dict[str, tuple[str, float, str]]] = {
    "hyaluronic_acid": ("hyaluronan_500kda", 10.0, _guess("strength of skin-quality trials, not of scars")),
    "vitamin_c": ("ascorbate", 50.0, _guess("strength of melasma trials, not of scars")),
    "peptides": ("ghk_cu", 1.0, _guess("no trial of an injected peptide in a human scar was found")),
    "platelet_rich_plasma": ("pdgf_bb", 2e-5, _guess("about what a platelet concentrate holds")),
}


@dataclass(frozen=True)
class Wishes:
    """What the person who asks for a draft says of it; None leaves it to the plan."""

    site: Site | None = None
    scar_type: ScarType | None = None
    delivery_mode: DeliveryMode | None = None
    active: str | None = None

    @classmethod
    def of(cls, **words: str | None) -> Wishes:
        """Make wishes of words that a person typed.

        Raises
        ------
        UsageError
            A word that is not allowed; the message lists those that are.
        """
        for name, word in words.items():
            allowed = _ALLOWED.get(name)
            if word is not None and allowed is not None and word not in (*allowed, *NEEDLE_FREE):
                raise UsageError(f"--{name.replace('_', '-')}: {word!r} is not allowed; allowed: {', '.join(allowed)}")
        return cls(**words)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Draft:
    """A treatment map, and for each value that needs it where it comes from.

    Attributes
    ----------
    treatment : TreatmentMap
    why : mapping of str to str
        By the value's name; ``grid.spacing_mm`` inside a table.
    assumed : tuple of str
        Names of the values that nobody gave.
    """

    treatment: TreatmentMap
    why: Mapping[str, str]
    assumed: tuple[str, ...]


@dataclass
class _Values:
    """Values on the way to a record, with their origins."""

    values: dict[str, Any] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)

    def put(self, name: str, value: object, why: str) -> None:
        self.values[name], self.why[name] = value, why


def drafted(outline: str, plan: Plan | None = None, wishes: Wishes | None = None) -> Draft:
    """Make a first treatment map.

    Parameters
    ----------
    outline : str
        The outline's path as the treatment's file will name it.
    plan : Plan, optional
        Site, type of scar, mode, active, and the limits of depth and spacing come from it.
    wishes : Wishes, optional
        They go before the plan.

    Raises
    ------
    Refused
        ``depth_unknown``: the mode is needle-free.
    UsageError
        The plan refuses a session, or leaves no active.
    """
    found, wishes = _Values(), wishes or Wishes()
    scar = plan.scar if plan else PlannedScar()
    if plan is not None and plan.verdict == Action.REFUSE:
        raise UsageError("the plan's gate refuses a session; a treatment map is made for a plan that allows one")
    _scar(found, scar, wishes)
    _mode(found, scar, wishes)
    _active(found, plan, wishes)
    concentration = found.values.pop("concentration")
    if found.values["delivery_mode"] == "powered_microneedle":
        _channels(found, plan, concentration)
    else:
        _injections(found, plan, concentration)
    treatment = TreatmentMap(outline=outline, **found.values)
    return Draft(treatment, found.why, tuple(name for name, why in found.why.items() if "assumed" in why))


def _scar(found: _Values, scar: PlannedScar, given: Wishes) -> None:
    _choose(found, "site", given.site, scar.site, "calf")
    _choose(found, "scar_type", given.scar_type, _SCAR_TYPES.get(scar.profile or ""), "flat")
    if scar.skin_thickness_mm is not None:
        found.put("skin_thickness_mm", scar.skin_thickness_mm, "from the plan")
        if scar.profile == "raised" and (scar.height_mm or 0) > 0:
            whole = round(scar.skin_thickness_mm + (scar.height_mm or 0), 2)
            found.put("scar_thickness_mm", whole, "skin and height of the scar, from the plan; better by ultrasound")
    if scar.closed_days is not None:
        old = scar.closed_days >= MATURE_FROM_DAYS
        why = f"closed for {scar.closed_days} days; what counts is whether it is still red"
        found.put("maturity", "mature" if old else "immature", why)


def _mode(found: _Values, scar: PlannedScar, given: Wishes) -> None:
    _choose(found, "delivery_mode", given.delivery_mode, scar.delivery_mode, "manual_needle")
    mode = found.values["delivery_mode"]
    if mode in NEEDLE_FREE:
        raise Refused([reason("depth_unknown", f"The mode is {mode}; no depth in leg skin is known for it.")])


def _active(found: _Values, plan: Plan | None, given: Wishes) -> None:
    if given.active is not None:
        data = active(given.active)
        start = _FIRST.get(data.family)
        found.put("active", data.id, "as asked for")
        half = data.concentration_max_ug_per_ul / 2
        concentration, why = start[1:] if start else (half, _guess("half of the most that the data go to"))
    else:
        family = _possible(plan).active if plan else "vitamin_c"
        name, concentration, why = _FIRST[family or "vitamin_c"]
        found.put("active", name, "first that the plan leaves open" if plan else ASSUMED)
    found.values["concentration"] = (concentration, why)


def _possible(plan: Plan) -> Option:
    for option in plan.options:
        if option.active is not None and option.status in _DONE_SOMEHOW:
            return option
    raise UsageError("the plan leaves no active open for this scar; name one with --active to look at it all the same")


@dataclass(frozen=True)
class _Way:
    """A technique as far as a map needs it."""

    depth_mm: tuple[float, float]
    spacing_mm: float | None
    volume_ul: float | None
    why: str


def _planned(plan: Plan | None) -> _Way | None:
    """Return the plan's technique with the most numbers; its own order decides between equals."""
    told = plan.techniques if plan else ()
    best = max(told, key=lambda t: (t.spacing_mm is not None) + (t.volume_per_point_ml is not None), default=None)
    if best is None:
        return None
    volume = None if best.volume_per_point_ml is None else best.volume_per_point_ml * 1000
    return _Way((best.depth_min_mm, best.depth_max_mm), best.spacing_mm, volume, f"{best.title}, from the plan")


def _nappage(found: _Values) -> _Way:
    """Return nappage as the rules describe it, cut to what the depth rule allows on this skin."""
    book = load_rules()
    entry = next(t for t in book.techniques if t.id == NAPPAGE)
    least, most = book.settings.depth_min_mm, max(0.0, _thickness(found) - book.settings.depth_margin_mm)
    deepest = min(entry.depth_max_mm, most)
    shallowest = min(max(entry.depth_min_mm, least), deepest)
    volume = (entry.volume_per_point_ml or 0.01) * 1000
    return _Way((shallowest, deepest), entry.spacing_mm, volume, f"{entry.title} by the rules ({ASSUMED})")


def _channels(found: _Values, plan: Plan | None, concentration: tuple[float, str]) -> None:
    way = _planned(plan)
    needle = way.depth_mm[1] if way else 0.5
    found.put("channels", Channels(per_cm2=200, needle_mm=needle, layer_um=50, layer_ug_per_ul=concentration[0]), "")
    found.why["channels.per_cm2"] = found.why["channels.layer_um"] = ASSUMED
    found.why["channels.needle_mm"] = f"{way.why}, {_span(way)}" if way else ASSUMED
    found.why["channels.layer_ug_per_ul"] = concentration[1]
    del found.why["channels"]


def _injections(found: _Values, plan: Plan | None, concentration: tuple[float, str]) -> None:
    usual = _nappage(found)
    way = _planned(plan) or usual
    found.put("depth_mm", round(sum(way.depth_mm) / 2, 2), f"{way.why}, {_span(way)}")
    for_volume = way if way.volume_ul is not None else usual
    found.put("volume_ul", for_volume.volume_ul, for_volume.why)
    found.put("concentration_ug_per_ul", *concentration)
    for_spacing = way if way.spacing_mm is not None else usual
    found.put("grid", Grid(spacing_mm=for_spacing.spacing_mm or 4.0), "")
    found.why["grid.spacing_mm"] = for_spacing.why
    del found.why["grid"]


def _span(way: _Way) -> str:
    return f"{way.depth_mm[0]:g} to {way.depth_mm[1]:g} mm on this leg"


def _thickness(found: _Values) -> float:
    """What the needle meets: the scar where it was measured or is thinner than the skin beside it, else that skin."""
    names = ("site", "scar_type", "skin_thickness_mm", "scar_thickness_mm")
    known = {name: found.values[name] for name in names if name in found.values}
    skin = leg_skin(known.pop("site"), **known)
    return skin.scar_mm.value if "scar_thickness_mm" in known else min(skin.skin_mm.value, skin.scar_mm.value)


def _choose(found: _Values, name: str, given: str | None, planned: str | None, default: str) -> None:
    for value, why in ((given, "as asked for"), (planned, "from the plan"), (default, ASSUMED)):
        if value is not None:
            found.put(name, value, why)
            return
