"""One page for the person who is treated, in plain words, in English or German."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

from mesoject.records.plan import Dated, Plan
from mesoject.report.blocks import Block, Bullets, Heading, Paragraph

Language = Literal["en", "de"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "de")

URGENT: Final = {"G25.clot": "clot", "G06.suspicious": "suspicious", "G20.sepsis": "sepsis"}
WORDS: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "title": "Your scar treatment",
        "clot": "Today: a newly swollen, painful or warm leg can be a clot. Have it examined by a doctor today; at "
        "night or at weekends go to the emergency department.",
        "suspicious": "Soon: the change in your scar has to be looked at by a specialist before anything else is done.",
        "sepsis": "At once: with signs of blood poisoning or an unstable circulation call the emergency number.",
        "sessions": "Your sessions",
        "session": "Session",
        "before": "Before each session",
        "day": "On the day",
        "after": "After each session",
        "checks": "Check-ups",
        "medicines": "Your medicines",
        "judge": "We look at the result on",
        "days": "day {0} to {1}",
        "one": "day {0}",
        "from": "from {0} days before",
        "eve": "the day before",
        "provisional": "These dates hold once the clinic has confirmed them.",
        "none": "No session is planned at present. We talk with you about the reasons and about what else can help.",
        "keep": "Keep taking everything that a doctor "
        "prescribed for you, exactly as before. If something has to be settled, we ask that doctor or choose another "
        "day.",
        "signs": "Get help",
        "limit": "A scar does not vanish. It may become less visible, and it may not.",
        "emergency": "Emergency number, at once: wheezing, swollen throat or tongue, collapse; numb mouth, metal "
        "taste, seizure; blue lips; chest pain, breathlessness; sudden severe pain with white or dusky skin or a cold "
        "foot; feeling very ill with fever.",
        "same_day": "A doctor today: one swollen, painful calf; redness that spreads, pus, red streak, fever; painful "
        "blisters; bleeding after 20 minutes of firm pressure.",
        "clinic": "Call the clinic: a new lump, even weeks later; redness or swelling for more than 7 days, bruises "
        "for more than 14; a scar that thickens; darker, paler or dotted skin; anything you are unsure about.",
        "phone": "Telephone of the clinic: ____________________",
    },
    "de": {
        "title": "Ihre Narbenbehandlung",
        "clot": "Heute: Ein neu geschwollenes, schmerzendes oder warmes Bein kann ein Gerinnsel sein. Lassen Sie es "
        "heute ärztlich untersuchen; nachts oder am Wochenende in der Notaufnahme.",
        "suspicious": "Bald: Die Veränderung Ihrer Narbe muss fachärztlich angesehen werden, bevor etwas anderes "
        "geschieht.",
        "sepsis": "Sofort: Bei Zeichen einer Blutvergiftung oder eines instabilen Kreislaufs rufen Sie den Notruf.",
        "sessions": "Ihre Sitzungen",
        "session": "Sitzung",
        "before": "Vor jeder Sitzung",
        "day": "Am Tag selbst",
        "after": "Nach jeder Sitzung",
        "checks": "Kontrollen",
        "medicines": "Ihre Medikamente",
        "judge": "Wir beurteilen das Ergebnis am",
        "days": "Tag {0} bis {1}",
        "one": "Tag {0}",
        "from": "ab {0} Tage vorher",
        "eve": "am Tag davor",
        "provisional": "Diese Termine gelten, sobald die Praxis sie bestätigt hat.",
        "none": "Zurzeit ist keine Sitzung geplant. Wir besprechen mit Ihnen die Gründe und was sonst helfen kann.",
        "keep": "Nehmen Sie alles, was Ihnen ärztlich "
        "verordnet ist, genau so weiter wie bisher. Wenn etwas zu klären ist, fragen wir die Ärztin oder den Arzt oder "
        "wählen einen anderen Tag.",
        "signs": "Hilfe holen",
        "limit": "Eine Narbe verschwindet nicht. Sie kann unauffälliger werden, muss es aber nicht.",
        "emergency": "Notruf, sofort: pfeifender Atem, geschwollener Hals oder geschwollene Zunge, Zusammenbruch; "
        "tauber Mund, Metallgeschmack, Krampfanfall; blaue Lippen; Brustschmerz, Atemnot; plötzlicher starker Schmerz "
        "mit weißer oder fahler Haut oder kaltem Fuß; schweres Krankheitsgefühl mit Fieber.",
        "same_day": "Noch heute zum Arzt: eine geschwollene, schmerzende Wade; Rötung, die sich ausbreitet, Eiter, "
        "roter Streifen, Fieber; schmerzende Bläschen; Blutung trotz 20 Minuten festem Druck.",
        "clinic": "Praxis anrufen: ein neuer Knoten, auch nach Wochen; Rötung oder Schwellung länger als 7 Tage, blaue "
        "Flecken länger als 14; eine dicker werdende Narbe; dunklere, hellere oder getüpfelte Haut; alles Unklare.",
        "phone": "Telefon der Praxis: ____________________",
    },
}


def patient_sheet(plan: Plan, language: Language) -> list[Block]:
    """Lay out the instructions for one person."""
    words = WORDS[language]
    return [
        Heading(words["title"], 1),
        *_urgent(plan, words),
        *_dates(plan, words, language),
        *_care(plan, words, language),
        Heading(words["medicines"]),
        Bullets([words["keep"], *(_text(d.text_en, d.text_de, language) for d in plan.drugs)]),
        Heading(words["signs"]),
        Bullets([words["emergency"], words["same_day"], words["clinic"], words["phone"]]),
        Paragraph(words["limit"]),
    ]


def written(day: date, language: Language) -> str:
    """Write a date as the language does.

    Examples
    --------
    >>> written(date(2027, 1, 5), "de"), written(date(2027, 1, 5), "en")
    ('5.1.2027', '5 January 2027')
    """
    if language == "de":
        return f"{day.day}.{day.month}.{day.year}"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _urgent(plan: Plan, words: dict[str, str]) -> Iterator[Block]:
    """What cannot wait for the talk about the plan stands above everything else."""
    hits = {hit.id for hit in plan.gate.hits if hit.certain}
    for rule, word in URGENT.items():
        if rule in hits:
            yield Paragraph(words[word])


def _dates(plan: Plan, words: dict[str, str], language: Language) -> Iterator[Block]:
    if plan.course is None:
        yield Paragraph(words["none"])
        return
    yield Heading(words["sessions"])
    dates = [written(day, language) for day in plan.course.sessions]
    yield Bullets([f"{words['session']} {n}: {day}" for n, day in enumerate(dates, 1)])
    if plan.course.provisional:
        yield Paragraph(words["provisional"])
    yield Paragraph(f"{words['judge']} " + ", ".join(written(day, language) for day in plan.course.judge_on) + ".")


def _care(plan: Plan, words: dict[str, str], language: Language) -> Iterator[Block]:
    """Every piece of care once, with its days relative to the session; dates stand in the calendar."""
    for kind, title in (("preparation", "before"), ("session", "day"), ("aftercare", "after"), ("check-up", "checks")):
        seen: dict[str, Dated] = {}
        for dated in plan.calendar:
            if dated.kind == kind and dated.for_patient and not dated.id.startswith(("D", "U", "G")):
                longest = max(seen.get(dated.id, dated), dated, key=lambda d: d.until - d.on)
                seen[dated.id] = longest
        if seen:
            yield Heading(words[title])
            yield Bullets([_line(d, words, language) for d in seen.values()])


def _line(d: Dated, words: dict[str, str], language: Language) -> str:
    text = _text(d.text_en, d.text_de, language)
    if d.kind == "session":
        return text
    if d.kind == "preparation":
        return f"{words['eve'] if d.day == -1 else words['from'].format(-d.day)}: {text}"
    last = d.day + (d.until - d.on).days
    days = words["one"].format(d.day) if last == d.day else words["days"].format(d.day, last)
    return f"{days}: {text}"


def _text(english: str, german: str, language: Language) -> str:
    return german if language == "de" else english


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
