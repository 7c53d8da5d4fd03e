"""One page for the person who is treated, in plain words, in English or German."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

from mesoject.records.plan import Dated, Plan
from mesoject.report.blocks import Block, Bullets, Heading, Paragraph

Language = Literal["en", "de"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "de")

WORDS: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "title": "Your scar treatment",
        "sessions": "Your sessions",
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
        "sessions": "Ihre Sitzungen",
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


def _dates(plan: Plan, words: dict[str, str], language: Language) -> Iterator[Block]:
    if plan.course is None:
        yield Paragraph(words["none"])
        return
    yield Heading(words["sessions"])
    yield Bullets([f"{n}. {written(day, language)}" for n, day in enumerate(plan.course.sessions, 1)])
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
