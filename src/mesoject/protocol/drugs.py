"""What is said about each drug, skin product and supplement.

Of what is prescribed nobody is told to go without: the words are continue, ask the prescriber, or move the session.
Only what a person bought freely may be paused, and whatever is not known to be bought freely counts as prescribed.
Aspirin bought freely is kept where it may protect heart or vessels: beside a blood thinner, or with a heart disease
that nobody has ruled out.
"""

from __future__ import annotations

from collections.abc import Iterator

from mesoject.protocol.entries import DrugEntry, SupplementEntry
from mesoject.protocol.rulebook import RuleBook
from mesoject.records.answers import Absence
from mesoject.records.intake import Drug, Intake, SkinProduct
from mesoject.records.plan import DrugAdvice, Wording

ANTITHROMBOTIC = "B01A"
ASPIRIN = "N02BA01"  # as a pain killer; for heart and vessels it is B01AC06, and many buy it without a prescription
SKIN_PAUSE_DAYS = {"retinoid": 7, "acid_peel": 7, "hydroquinone": 3, "other": 0}

WORDS_EN: dict[Wording, str] = {
    "continue": "keep taking it exactly as before.",
    "ask the prescriber": "keep taking it exactly as before; we ask the doctor who knows it best before a date is set.",
    "move the session": "keep using it exactly as before; we ask the doctor who ordered it, or the session moves.",
    "may be paused": "you bought it yourself and may leave it off for {days} days before a session, if you like.",
}
WORDS_DE: dict[Wording, str] = {
    "continue": "nehmen Sie es genau so weiter wie bisher.",
    "ask the prescriber": "nehmen Sie es genau so weiter wie bisher; wir fragen die Ärztin oder den Arzt, bevor ein "
    "Termin feststeht.",
    "move the session": "verwenden Sie es genau so weiter wie bisher; wir fragen die Ärztin oder den Arzt, oder die "
    "Sitzung wird verschoben.",
    "may be paused": "Sie haben es selbst gekauft und können es {days} Tage vor einer Sitzung weglassen, wenn Sie "
    "mögen.",
}

NOT_LISTED_EN = " It is not in our list: talk with the clinician about it."
NOT_LISTED_DE = " Es steht nicht in unserer Liste: Sprechen Sie in der Praxis darüber."


def drug_advice(intake: Intake, book: RuleBook) -> tuple[DrugAdvice, ...]:
    """Advise on everything that is taken or put on the skin."""
    medicines = intake.medicines
    advice: list[DrugAdvice] = []
    if isinstance(medicines.drugs, tuple):
        keeps_aspirin = _keeps_aspirin(intake, medicines.drugs)
        advice += [_of_drug(drug, book, keeps_aspirin=keeps_aspirin) for drug in medicines.drugs]
    if isinstance(medicines.skin_products, tuple):
        advice += [_of_skin_product(product, book) for product in medicines.skin_products]
    if isinstance(medicines.supplements, tuple):
        advice += [a for name in medicines.supplements for a in _of_supplement(name, book)]
    return tuple(advice)


def entry_of(drug: Drug, book: RuleBook) -> DrugEntry | None:
    """Return the entry whose ATC group fits most closely, or None."""
    code = str(drug.atc)
    named = [e for e in book.drugs if any(code.startswith(c) for c in e.names.values())]
    grouped = [e for e in book.drugs if e.atc and code.startswith(e.atc)]
    return max(grouped, key=lambda e: len(e.atc), default=named[0] if named else None)


def _keeps_aspirin(intake: Intake, drugs: tuple[Drug, ...]) -> bool:
    thinned = any(isinstance(drug.atc, Absence) or drug.atc.startswith(ANTITHROMBOTIC) for drug in drugs)
    return thinned or intake.health.heart_disease is not False


def _of_drug(drug: Drug, book: RuleBook, *, keeps_aspirin: bool) -> DrugAdvice:
    entry = entry_of(drug, book)
    wording: Wording = entry.wording if entry else "ask the prescriber"
    days = entry.pause_days if entry else 0
    kept = str(drug.atc).startswith((ANTITHROMBOTIC, ASPIRIN) if keeps_aspirin else ANTITHROMBOTIC)
    if drug.prescribed is False and days and not kept:
        wording = "may be paused"
    return _advice(
        drug.name,
        str(drug.atc),
        drug.prescribed is not False,
        wording,
        days,
        entry,
        f" {entry.note_en}" if entry and entry.note_en else "",
        f" {entry.note_de}" if entry and entry.note_de else "",
    )


def _of_skin_product(product: SkinProduct, book: RuleBook) -> DrugAdvice:
    days = SKIN_PAUSE_DAYS[product.kind]
    wording: Wording = "continue" if not days else "move the session"
    if product.prescribed is False and days:
        wording = "may be paused"
    rule = book["G49.own"]
    return DrugAdvice(
        id=f"G49.{product.kind}",
        sources=rule.sources,
        grade=rule.grade,
        directness=rule.directness,
        provenance=rule.provenance,
        name=product.name,
        atc=None,
        prescribed=product.prescribed is not False,
        wording=wording,
        days_before=days if wording == "may be paused" else 0,
        text_en=f"{product.name}: {WORDS_EN[wording].format(days=days)}",
        text_de=f"{product.name}: {WORDS_DE[wording].format(days=days)}",
    )


def _of_supplement(name: str, book: RuleBook) -> Iterator[DrugAdvice]:
    """A supplement of the list; of one that is not in it nothing is claimed."""
    known = [entry for entry in book.supplements if name.casefold() in entry.names]
    if not known:
        yield _advice(name, None, False, "continue", 0, None, NOT_LISTED_EN, NOT_LISTED_DE)
    for entry in known:
        wording: Wording = "may be paused" if entry.pause_days else "continue"
        yield _advice(
            name,
            None,
            False,
            wording,
            entry.pause_days,
            entry,
            (" The evidence that this lessens bruising is very low." if entry.pause_days else "") + f" {entry.note_en}",
            (" Dass dies blaue Flecken vermindert, ist kaum belegt." if entry.pause_days else "") + f" {entry.note_de}",
        )


def _advice(
    name: str,
    atc: str | None,
    prescribed: bool,
    wording: Wording,
    days: int,
    entry: DrugEntry | SupplementEntry | None,
    more_en: str,
    more_de: str,
) -> DrugAdvice:
    return DrugAdvice(
        id=entry.id if entry else "D00",
        sources=entry.sources if entry else ("expert",),
        grade=entry.grade if entry else "D",
        directness="indirect",
        provenance=entry.provenance if entry else "to verify",
        name=name,
        atc=atc,
        prescribed=prescribed,
        wording=wording,
        days_before=days if wording == "may be paused" else 0,
        text_en=f"{name}: {WORDS_EN[wording].format(days=days)}{more_en}",
        text_de=f"{name}: {WORDS_DE[wording].format(days=days)}{more_de}",
    )
