"""A first treatment map: the plan's words where it has them, the rules' where it has none, and each marked."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from mesoject.protocol import load_rules, make_plan, read_answers
from mesoject.records import Refused, UsageError
from mesoject.records.intake import Intake
from mesoject.records.skin_thickness import SKIN_THICKNESS
from mesoject.records.treatment_map import NEEDLE_FREE, TreatmentMap
from mesoject.report.treatment_draft import Draft, Wishes, drafted
from mesoject.report.treatment_toml import treatment_toml

HEALTHY = Path(__file__).parents[1] / "protocol" / "healthy.toml"


@pytest.fixture(scope="module")
def intake() -> Intake:
    return read_answers(HEALTHY, Intake)


def planned(intake: Intake, **scar: object) -> Draft:
    answers = intake.model_dump(mode="json")
    device = {"mode": scar.pop("mode")} if "mode" in scar else {}
    answers = answers | {"scar": answers["scar"] | scar, "device": answers["device"] | device}
    return drafted("scar.json", make_plan(Intake.model_validate(answers)))


def test_a_plan_gives_site_type_mode_active_depth_and_spacing(intake):
    draft = planned(intake)
    treatment, plan = draft.treatment, make_plan(intake)
    assert (treatment.site, treatment.scar_type, treatment.delivery_mode) == ("thigh", "flat", "manual_needle")
    nappage = next(t for t in plan.techniques if t.title == "Nappage")
    assert nappage.depth_min_mm <= treatment.depth_mm <= nappage.depth_max_mm
    assert treatment.grid.spacing_mm == nappage.spacing_mm
    assert treatment.volume_ul == pytest.approx(nappage.volume_per_point_ml * 1000)
    assert treatment.active == "ascorbate", "vitamin C is what this plan leaves open"
    assert draft.assumed == ("concentration_ug_per_ul",), "no plan gives the strength of the product"
    assert draft.why["concentration_ug_per_ul"] == ("assumed; strength of melasma trials, not of scars; set it right")


def test_a_measured_skin_comes_along_and_lowers_the_depth(intake):
    thick, thin = planned(intake, skin_thickness_mm=1.5), planned(intake, skin_thickness_mm=0.9)
    assert thin.treatment.skin_thickness_mm == 0.9
    assert thin.treatment.depth_mm < thick.treatment.depth_mm
    assert thin.treatment.depth_mm <= 0.9 - load_rules().settings.depth_margin_mm


def test_without_a_plan_the_rules_speak_and_say_so():
    draft = drafted("scar.json")
    assert set(draft.assumed) >= {"site", "scar_type", "delivery_mode", "active", "grid.spacing_mm"}
    assert all("assumed" in draft.why[name] for name in draft.assumed)


@pytest.mark.parametrize("site", SKIN_THICKNESS)
@pytest.mark.parametrize("scar_type", ["flat", "atrophic", "hypertrophic"])
def test_a_default_depth_keeps_its_distance_to_the_fat(site, scar_type):
    treatment = drafted("scar.json", wishes=Wishes(site=site, scar_type=scar_type)).treatment
    assert treatment.depth_mm <= SKIN_THICKNESS[site].mean_mm - load_rules().settings.depth_margin_mm + 0.006


@pytest.mark.parametrize("mode", sorted(NEEDLE_FREE))
def test_needle_free_is_refused_with_its_reason(mode):
    with pytest.raises(Refused, match=f"depth_unknown: The mode is {mode}"):
        drafted("scar.json", wishes=Wishes(delivery_mode=mode))


def test_powered_needles_make_channels():
    treatment = drafted("scar.json", wishes=Wishes(delivery_mode="powered_microneedle", active="ghk_cu")).treatment
    assert treatment.channels.layer_ug_per_ul == 1.0
    assert treatment.grid is None


@pytest.mark.parametrize("active", ["ascorbate", "ghk_cu", "hyaluronan_500kda", "pdgf_bb", "hyaluronan_50kda"])
@pytest.mark.parametrize(
    ("mode", "name"),
    [("manual_needle", "concentration_ug_per_ul"), ("powered_microneedle", "channels.layer_ug_per_ul")],
)
def test_a_strength_that_nobody_gave_is_assumed_and_no_dose_to_use(active, mode, name):
    draft = drafted("scar.json", wishes=Wishes(delivery_mode=mode, active=active))
    assert name in draft.assumed
    assert draft.why[name].startswith("assumed; ")
    assert draft.why[name].endswith("; set it right")
    assert "gave" not in draft.why[name]


def test_a_plan_that_refuses_makes_no_map(intake):
    answers = intake.model_dump(mode="json")
    answers["scar"]["suspicious_change"] = True
    plan = make_plan(Intake.model_validate(answers))
    with pytest.raises(UsageError, match="the plan's gate refuses a session"):
        drafted("scar.json", plan)


def test_wrong_words_name_the_right_ones():
    with pytest.raises(UsageError, match="--site: 'arm' is not allowed; allowed: thigh, knee"):
        Wishes.of(site="arm")
    with pytest.raises(UsageError, match=r"'jet' is not allowed; allowed: [a-z_, ]*manual_needle$") as told:
        Wishes.of(delivery_mode="jet")
    assert not [mode for mode in NEEDLE_FREE if mode in str(told.value)]
    with pytest.raises(Refused, match="active_unknown"):
        drafted("scar.json", wishes=Wishes(active="gold"))


@pytest.mark.parametrize("mode", ["manual_needle", "powered_microneedle"])
@pytest.mark.parametrize("site", SKIN_THICKNESS)
def test_the_file_reads_back_as_the_same_map(site, mode):
    draft = drafted('a "b"/ü.json', wishes=Wishes(site=site, delivery_mode=mode, active="ghk_cu"))
    text = treatment_toml(draft.treatment, draft.why)
    assert TreatmentMap.model_validate(tomllib.loads(text)) == draft.treatment


def test_the_file_names_every_value_and_claims_nothing():
    text = treatment_toml(drafted("scar.json").treatment)
    absent = {"points_mm", "channels"}
    assert not [name for name in TreatmentMap.model_fields if name not in text and name not in absent]
    assert "no effect is claimed" in text
