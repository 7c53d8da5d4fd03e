"""Illnesses and laboratory values that bear on needling, anaesthesia or an active."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mesoject.records.answers import Day, Unasked, Unknown, Yes, ask
from mesoject.records.intake.section import Section

PRP_OR_LOW = '"platelet_rich_plasma" in goals.actives or health.low_platelets'
PRP = '"platelet_rich_plasma" in goals.actives'


class Health(Section):
    """What the person has or had."""

    own_keloid: Yes | Unknown = ask("Have you ever had a keloid anywhere?", why="The next may follow.", risk="up")
    family_keloid: Yes | Unknown = ask(
        "Does a parent, brother or sister have keloids?", why="It runs in families.", risk="up"
    )
    bleeding_disorder: Yes | Unknown = ask(
        "Do you have a bleeding disorder?", why="Needling makes many small wounds.", risk="up"
    )
    haematology_plan: Yes | Unasked = ask(
        "Is there a written plan of the haematologist for this treatment?",
        why="With it bleeding can be managed.",
        risk="down",
        applies_if="health.bleeding_disorder",
    )
    low_platelets: Yes | Unknown = ask(
        "Has a doctor said that your platelets are low?", why="Then their number is needed.", risk="up"
    )
    platelets_e9_per_l: Annotated[float, Field(strict=True, ge=0, le=3000, allow_inf_nan=False)] | Unasked = ask(
        "Platelet count?",
        why="Below 100 the plasma is of no use, below 50 needling is unsafe.",
        risk="down",
        unit="10*9/L",
        applies_if=PRP_OR_LOW,
    )
    platelets_on: Day | Unasked = ask(
        "When were the platelets counted?", why="It must be recent.", risk="down", applies_if=PRP_OR_LOW
    )
    haemoglobin_g_dl: Annotated[float, Field(strict=True, ge=2, le=25, allow_inf_nan=False)] | Unasked = ask(
        "Haemoglobin?", why="Blood is drawn for plasma.", risk="down", unit="g/dL", applies_if=PRP
    )
    platelet_dysfunction: Yes | Unasked = ask(
        "Do your platelets work badly?", why="Then their plasma does too.", risk="up", applies_if=PRP
    )
    cancer: Yes | Unasked = ask(
        "Do you have cancer, or had you?",
        why="Growth factors are not given then without your oncologist.",
        risk="up",
        applies_if=PRP,
    )
    organ_disease: Yes | Unasked = ask(
        "Do you have a thyroid, kidney or liver disease?", why="Lists for plasma name them.", risk="up", applies_if=PRP
    )
    sepsis_or_unstable: Yes | Unknown = ask(
        "Is there blood poisoning or an unstable circulation?", why="Then nothing elective is done.", risk="up"
    )
    diabetes: Yes | Unknown = ask("Do you have diabetes?", why="High sugar slows healing.", risk="up")
    hba1c_percent: Annotated[float, Field(strict=True, ge=3, le=20, allow_inf_nan=False)] | Unasked = ask(
        "HbA1c of the last three months?",
        why="From 8.5 % on, treatment waits.",
        risk="up",
        unit="%",
        applies_if="health.diabetes",
    )
    hba1c_on: Day | Unasked = ask(
        "When was the HbA1c measured?", why="It must be recent.", risk="down", applies_if="health.diabetes"
    )
    herpes_history: Yes | Unknown = ask(
        "Do you get cold sores or have you had shingles on this leg?", why="Needling can wake the virus.", risk="up"
    )
    koebner: Yes | Unknown = ask(
        "Do skin diseases of yours appear where the skin was injured?",
        why="Then they may appear where it is needled.",
        risk="up",
    )
    immunosuppressed: Yes | Unknown = ask(
        "Is your defence weakened: transplant, biologic, chemotherapy, 10 mg or more of prednisolone a day?",
        why="Infection is likelier.",
        risk="up",
    )
    neutropenia: Yes | Unknown = ask("Are your white blood cells low?", why="Infection could be grave.", risk="up")
    autoimmune_connective: Yes | Unknown = ask(
        "Do you have an autoimmune disease of connective tissue, such as scleroderma?",
        why="Healing is hard to foresee.",
        risk="up",
    )
    chemotherapy_now: Yes | Unknown = ask("Are you having chemotherapy?", why="Healing is poor.", risk="up")
    chemotherapy_ended_on: Day | Unasked = ask(
        "When did a chemotherapy end?", why="Six months must have passed.", risk="up"
    )
    g6pd_deficiency: Yes | Unknown = ask(
        "Do you have G6PD deficiency (favism)?", why="Some anaesthetics and vitamin C can harm the blood.", risk="up"
    )
    methaemoglobinaemia: Yes | Unknown = ask(
        "Have you had methaemoglobinaemia?", why="Prilocaine can bring it back.", risk="up"
    )
    vasovagal: Yes | Unknown = ask("Do you faint at needles?", why="You will lie down.", risk="up")
    epilepsy: Yes | Unknown = ask("Do you have epilepsy?", why="Stress and current can trigger a seizure.", risk="up")
    heart_disease: Yes | Unknown = ask(
        "Do you have a heart disease or an irregular heartbeat?", why="It bears on current and anaesthetics.", risk="up"
    )
    implanted_electronics: Yes | Unknown = ask(
        "Do you have a pacemaker, defibrillator or another powered implant?", why="Current can disturb it.", risk="up"
    )
    fluid_restricted: Yes | Unknown = ask(
        "Has a doctor limited how much you drink?", why="Then no advice to drink is given.", risk="up"
    )
