"""The plan for the clinician, as a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mesoject.protocol.facts import DERIVED
from mesoject.protocol.missing import wording
from mesoject.records.gate import Action, Hit
from mesoject.records.plan import AnaestheticDose, Dated, Evidenced, Option, Plan, Technique, TypeFinding
from mesoject.report.blocks import Block, Bullets, Heading, Paragraph, Table

VERDICTS = {
    Action.PASS: "Nothing speaks against it.", Action.CAUTION: "Possible, with the cautions below.",
    Action.REVIEW: "Only after review by the people named below.", Action.DEFER: "Not yet.",
    Action.REFUSE: "Not with this device at this place.",
}  # fmt: skip


def plan_document(plan: Plan) -> list[Block]:
    """Lay out a plan: what may be done, what must not, what first, when, and why."""
    return [
        Heading(f"Plan {plan.reference}", 1),
        Paragraph(f"Judged for {plan.made_for}. Rules {plan.rules.sha256[:12]}, answers {plan.intake_sha256[:12]}."),
        *_gate(plan),
        *_types(plan),
        *_options(plan),
        *_technique(plan),
        *_course(plan),
        *_medicines(plan),
        *_talk(plan),
        *_sign_off(plan),
        Heading("Intended use"),
        Paragraph(plan.intended_use),
    ]


def _gate(plan: Plan) -> Iterator[Block]:
    gate = plan.gate
    yield Heading(f"Safety gate: {gate.verdict.name.lower()}")
    yield Paragraph(
        VERDICTS[gate.verdict]
        + (f" From {gate.until} on." if gate.until else "")
        + (" A deferral has no date yet." if gate.open_ended else "")
    )
    header = ("What", "Concerns", "Rule", "Why", "May decide otherwise", "Evidence")
    yield Table(header, [_hit(h) for h in gate.hits if h.certain])
    open_hits = [h for h in gate.hits if not h.certain]
    if open_hits:
        yield Heading("Not answered yet: each counts as a review, a caution as a caution", 3)
    yield Table(("Counts as", "Could be", "Concerns", "Rule", "Question"), [_open_hit(h) for h in open_hits])
    if gate.missing:
        yield Heading("The missing answers, the most consequential first", 3)
    yield Table(
        ("Question", "Could bring", "Rules"),
        [(m.wording, m.worst.name.lower(), ", ".join(m.rules)) for m in gate.missing],
    )


def _hit(hit: Hit) -> tuple[str, ...]:
    what = hit.action.name.lower() + (f" until {hit.until}" if hit.until else "")
    what += f" (overridden by {hit.overridden_by.name}, {hit.overridden_by.role})" if hit.overridden_by else ""
    roles = "" if hit.action is Action.CAUTION else ", ".join(hit.override_by).replace("_", " ") or "nobody"
    return what, hit.applies_to.replace("_", " "), f"{hit.id}: {hit.title}", hit.reason, roles, _evidence(hit)


def _open_hit(hit: Hit) -> tuple[str, ...]:
    counts = hit.action.name.lower()
    counts += f" (overridden by {hit.overridden_by.name}, {hit.overridden_by.role})" if hit.overridden_by else ""
    rule = f"{hit.id}: {hit.title}"
    return counts, hit.could_be.name.lower(), hit.applies_to.replace("_", " "), rule, _questions(hit.missing)


def _questions(names: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(wording(DERIVED.get(name, name)) for name in names))


def _types(plan: Plan) -> Iterator[Block]:
    yield Heading("Type of scar")
    yield Table(
        ("Type", "Stands", "Criteria", "Missing", "Codes", "Ask also"),
        [_type(t) for t in plan.types if t.standing != "excluded"],
    )


def _type(finding: TypeFinding) -> tuple[str, ...]:
    signs = {True: "yes", False: "no", None: "unknown"}
    criteria = "; ".join(f"{c.words}: {signs[c.holds]}" for c in finding.criteria)
    codes = ", ".join(f"{system} {code}" for system, code in finding.codes.items())
    missing = _questions(finding.missing)
    return f"{finding.id} {finding.title}", finding.standing, criteria, missing, codes, finding.ask_also


def _options(plan: Plan) -> Iterator[Block]:
    yield Heading("All options, first-line care first")
    header = ("Option", "Status", "Evidence", "Effect", "Cautions, and why not")
    yield Table(header, [_option(o) for o in plan.options])
    yield Paragraph(
        "What the gate says of the procedure applies to every active and to needling. Needling without any "
        "active improves scars; an improvement says nothing about an active."
    )


def _option(option: Option) -> tuple[str, ...]:
    missing = ["Not answered yet: " + _questions(option.missing)] if option.missing else []
    reasons = [*option.why_not, *option.cautions, *missing]
    evidence = f"{option.evidence} ({_evidence(option)})"
    return (
        f"{option.title}. {option.given_as}".strip(),
        option.status,
        evidence,
        option.effect or "not known",
        " ".join(dict.fromkeys(reasons)),
    )


def _technique(plan: Plan) -> Iterator[Block]:
    if plan.device:
        yield Heading("Device")
        yield Paragraph(f"{plan.device.title}. {plan.device.text} ({_evidence(plan.device)})")
    if plan.techniques:
        yield Heading("Technique, within the limits of this leg")
        yield Table(
            (
                "Technique",
                "Depth (vertical)",
                "Needle in the skin",
                "Spacing",
                "Points and volume",
                "Passes",
                "Notices",
                "Evidence",
            ),
            [_one_technique(t) for t in plan.techniques],
        )
    yield Heading("Local anaesthetic, at most")
    yield Table(("Product", "At most", "Time", "Note"), [_dose(d) for d in plan.anaesthetics.doses])
    yield Paragraph(plan.anaesthetics.rule)


def _one_technique(t: Technique) -> tuple[str, ...]:
    volume = "" if t.points is None else f"{t.points} points, {t.volume_per_point_ml} mL each, {t.volume_ml} mL in all"
    return (
        t.title,
        f"{t.depth_min_mm:g} to {t.depth_max_mm:g} mm",
        f"{t.inserted_max_mm:g} mm at most" if t.inserted_max_mm else "",
        f"{t.spacing_mm:g} mm" if t.spacing_mm else "",
        volume,
        t.passes,
        " ".join(t.notices),
        _evidence(t),
    )


def _dose(d: AnaestheticDose) -> tuple[str, ...]:
    most = [
        f"{d.max_mg:g} mg" if d.max_mg else "",
        f"{d.max_ml:g} mL" if d.max_ml else "",
        f"{d.max_g:g} g on {d.area_max_cm2:g} cm²" if d.max_g and d.area_max_cm2 else "",
    ]
    text = "refused" if d.refused else ", ".join(m for m in most if m) or "weight or area is missing"
    return d.title, text, f"{d.minutes[0]} to {d.minutes[1]} min" if d.minutes else "", d.note


def _course(plan: Plan) -> Iterator[Block]:
    yield Heading("Course")
    if plan.course is None:
        yield Paragraph("No session is planned. First-line care and the reasons stand above.")
    else:
        course = plan.course
        yield Paragraph(
            f"Sessions: {', '.join(map(str, course.sessions))}, {course.interval_days} days apart. "
            f"To be judged on {', '.join(map(str, course.judge_on))}."
        )
        yield Bullets([*course.notices, *course.stop_rules])
        yield Table(("From", "To", "Session", "What", "Evidence"), [_dated(d) for d in plan.calendar])
    if plan.conflicts:
        yield Heading("Other treatments that lie too near", 3)
    yield Bullets([f"{c.text} Session of {c.session_on} ({_evidence(c)})" for c in plan.conflicts])


def _dated(d: Dated) -> tuple[str, ...]:
    return str(d.on), str(d.until), str(d.session or ""), d.text_en, _evidence(d)


def _medicines(plan: Plan) -> Iterator[Block]:
    yield Heading("Medicines, creams and supplements")
    yield Bullets([f"{d.text_en} ({_evidence(d)})" for d in plan.drugs] or ["None was named."])


def _talk(plan: Plan) -> Iterator[Block]:
    yield Heading("Habits")
    yield Bullets([f"{a.title}: {a.text} ({_evidence(a)})" for a in plan.lifestyle])
    yield Heading("Risks for the consent talk")
    yield Bullets([f"{a.title}: {a.text} ({_evidence(a)})" for a in plan.consent])
    yield Heading("What is advertised, and what the evidence says")
    yield Table(
        ("Claim", "Verdict and what we do", "Sources"), [(a.title, a.text, ", ".join(a.sources)) for a in plan.claims]
    )


def _sign_off(plan: Plan) -> Iterator[Block]:
    yield Heading("Signatures")
    yield Bullets([f"{role.replace('_', ' ')}: ____________________" for role in plan.sign_off.required])
    yield Paragraph("For: " + (", ".join(plan.sign_off.for_rules) or "the plan as a whole") + ".")
    yield Bullets(
        [f"{o.rule} decided otherwise by {o.name} ({o.role}) on {o.on}: {o.reason}" for o in plan.sign_off.overrides]
    )
    if plan.rules.changes:
        yield Heading(f"Changed by the clinic's own rules ({plan.rules.overlay})", 3)
        yield Bullets(plan.rules.changes)


def _evidence(item: Evidenced | Hit) -> str:
    sources = ", ".join(item.sources)
    return f"grade {item.grade}, {item.directness}, {item.provenance}; {sources}"
