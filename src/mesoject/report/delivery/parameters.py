"""Every number that the delivery model stands on, as the documentation prints it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources

from mesoject.delivery import ACTIVES_DATA, ActiveData, Parameter, leg_skin
from mesoject.records.skin_thickness import SKIN_THICKNESS
from mesoject.records.treatment_map import Maturity, ScarType

_ACTIVE_WORDS = {
    "diffusivity": ("diffusivity in normal dermis", "m²/s"),
    "k_capillary": ("clearance to capillaries, reticular dermis", "1/s"),
    "k_lymph": ("clearance to lymph", "1/s"),
    "k_degradation": ("degradation", "1/s"),
    "binding_factor": ("whole over free in tissue", "1"),
    "skin_permeability_cm_per_h": ("permeability of intact skin", "cm/h"),
}
_LAYER_WORDS = {
    "thickness_mm": ("thickness", "mm"),
    "diffusivity_factor": ("diffusivity, times that of dermis", "1"),
    "anisotropy": ("diffusivity along the skin over that across it", "1"),
    "capillary_factor": ("clearance to capillaries, times the active's", "1"),
    "lymph_factor": ("clearance to lymph, times the active's", "1"),
    "accessible": ("share of tissue open to a hydrophilic solute", "1"),
}
_SCAR_WORDS = {
    "scar_diffusivity_factor": ("diffusivity, times that of dermis", "1"),
    "scar_accessible": ("share of tissue open to a hydrophilic solute", "1"),
    "depot_porosity": ("share of tissue that injected fluid fills", "1"),
}
_MATURITIES: tuple[Maturity, ...] = ("immature", "mature", "unknown")
_THICKNESSES: tuple[ScarType, ...] = ("atrophic", "hypertrophic")
_HEAD = "| what | parameter | value | 90 % band | unit | mark | source |\n|---|---|---|---|---|---|---|\n"


def delivery_document() -> str:
    """Markdown: what delivery computes, and every parameter with band, mark and source."""
    template = (resources.files("mesoject.report") / "templates" / "delivery.md").read_text(encoding="utf-8")
    tables = {"skin": _table(_skin_rows()), "actives": _table(_active_rows()), "left_out": _left_out()}
    for name, text in tables.items():
        template = template.replace("{{" + name + "}}", text)
    return template


def actives_listed() -> Iterator[tuple[str, str, str, str]]:
    """Yield id, title, weight and largest concentration of every active, as words."""
    for data in ACTIVES_DATA.values():
        kind = "" if data.kind == "active" else " (anchor of the model)"
        yield data.id, data.title + kind, f"{data.mw_da:,.0f} Da", f"{data.concentration_max_ug_per_ul:g} µg/µL"


def _table(rows: Iterator[tuple[str, str, Parameter, str]]) -> str:
    return _HEAD + "\n".join(
        f"| {what} | {name} | {_number(p.value)} | {_number(p.low)} to {_number(p.high)} | {unit} | {p.mark} "
        f"| {p.source} |"
        for what, name, p, unit in rows
    )


def _skin_rows() -> Iterator[tuple[str, str, Parameter, str]]:
    for site in SKIN_THICKNESS:
        yield site, "epidermis and dermis", leg_skin(site).skin_mm, "mm"
    for scar_type in _THICKNESSES:
        yield (
            f"{scar_type} scar",
            "epidermis and dermis, on the calf",
            leg_skin("calf", scar_type=scar_type).scar_mm,
            "mm",
        )
    skin = leg_skin("calf")
    for layer in skin.layers:
        for field, (words, unit) in _LAYER_WORDS.items():
            if (parameter := getattr(layer, field)) is not None:
                yield layer.name.replace("_", " "), words, parameter, unit
    for field, (words, unit) in _SCAR_WORDS.items():
        yield "scar's dermis", words, getattr(skin, field), unit
    for maturity in _MATURITIES:
        factor = leg_skin("calf", maturity=maturity).scar_clearance_factor
        yield "scar's dermis", f"clearance, times that of dermis, maturity {maturity}", factor, "1"


def _active_rows() -> Iterator[tuple[str, str, Parameter, str]]:
    for data in ACTIVES_DATA.values():
        for field, (words, unit) in _ACTIVE_WORDS.items():
            if isinstance(parameter := getattr(data, field), Parameter):
                yield f"`{data.id}`", words, parameter, unit


def _left_out() -> str:
    return "\n".join(f"- {_told(data)}" for data in ACTIVES_DATA.values() if data.left_out)


def _told(data: ActiveData) -> str:
    wider = f" Bands of diffusivity and rates are {data.widen:g} times as wide." if data.widen > 1 else ""
    return f"`{data.id}`: {data.left_out}{wider}"


def _number(value: float) -> str:
    """Three digits, powers of ten where a person would write them.

    Examples
    --------
    >>> _number(1.4e-10), _number(0.65), _number(0.0)
    ('1.4e-10', '0.65', '0')
    """
    return f"{value:.3g}"


if __name__ == "__main__":
    print(delivery_document(), end="")
