"""The words of the patient's page, in English and German: plain, without a promise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from mesoject.records.outcome import CourseWord, Rung
from mesoject.report.patient_sheet import Language


@dataclass(frozen=True)
class Named:
    """A quantity as a patient knows it, what its number means, and how its change is said."""

    name: str
    meaning: str
    better: str = ""
    worse: str = ""


@dataclass(frozen=True)
class Words:
    """Everything that the page says in one language."""

    title: str
    page: str
    span: str
    one_visit: str
    sessions: tuple[str, str, str]
    answers: dict[CourseWord, tuple[str, str]]
    only_one: str
    first: str
    now: str
    header: tuple[str, str, str, str]
    table: str
    plus_minus: str
    day_to_day: str
    says: dict[CourseWord, str]
    changed: str
    looked_at: str
    pictures: str
    no_pictures: str
    picture: str
    means: str
    untreated: str
    unjudged: str
    unchanged: str
    no_difference: str
    rungs: dict[Rung, str]
    limit: str
    next: str
    stop: str
    talk: str
    call: str
    named: dict[str, Named]
    score: Named


EN: Final = Words(
    title="Your scar: what was measured",
    page="Page",
    span="Measured from {first} to {last}, at {visits} visits",
    one_visit="Measured on {first}",
    sessions=("no treatment session so far", "one treatment session", "{0} treatment sessions"),
    answers={
        "improved": (
            "Your scar has come closer to your own skin.",
            "The change is larger than the error of measuring.",
        ),
        "worsened": (
            "Your scar has moved away from your own skin.",
            "The change is larger than the error of measuring. Please talk about it with your clinic soon.",
        ),
        "no change beyond measurement error": (
            "No change could be shown.",
            "If your scar has changed, then by less than can be measured.",
        ),
        "cannot be judged": ("We cannot tell.", "The measurements do not allow an answer yet."),
        "mixed": (
            "Some things are better, some are worse.",
            "Both changes are larger than the error of measuring. Please talk about them with your clinic.",
        ),
    },
    only_one="A change can be seen only when two visits could be measured. So far this is not so.",
    first="At first",
    now="Now",
    header=("What", "At first", "Now", "What this means"),
    table="What was measured, at first and now",
    plus_minus="± says how far the measuring may be off, up or down.",
    day_to_day="What a leg changes by itself from day to day, with warmth or rest, is not in it.",
    says={
        "improved": "Better, by more than the error of measuring.",
        "worsened": "Worse, by more than the error of measuring.",
        "no change beyond measurement error": "No difference that can be told from the error of measuring.",
        "cannot be judged": "We cannot tell whether this has changed.",
    },
    changed="Changed, by more than the error of measuring. By itself that is neither better nor worse.",
    looked_at="What was looked at",
    pictures="Your scar on the days named above it, at the same size. The white line is the border that was "
    "measured; hatched places could not be seen.",
    no_pictures="No picture of your scar could be laid out for this page.",
    picture="Your scar on {day}, with the measured border and a bar for size",
    means="Was it the treatment?",
    untreated="No treatment session was recorded, so nothing here can be put down to a treatment.",
    unjudged="We cannot tell whether anything changed. So nothing can be said about the treatment either.",
    unchanged="No change could be shown, and so no effect of the treatment either.",
    no_difference="Your scar was compared with skin that was not treated. No difference between the two could be "
    "shown, and so no effect of the treatment either.",
    rungs={
        "L0": "We cannot know. Scars change by themselves, above all in the first one and a half years.",
        "L1": "The change came in the time of the treatment. That does not show that the treatment caused it: scars "
        "also change by themselves.",
        "L2": "Your scar was compared with skin that was not treated. That comparison says more than one scar alone, "
        "but it is still only one comparison.",
        "L3": "Chance decided which part was treated, and who measured did not know which. The difference between the "
        "parts is the best estimate of what the treatment did.",
        "L4": "Treated and untreated times were compared several times. The difference between them is the best "
        "estimate of what the treatment did.",
    },
    limit="A scar does not vanish. It may become less visible, and it may not.",
    next="What comes next",
    stop="Your clinic will talk with you about whether another session makes sense.",
    talk="This page is for the talk with your clinic. It is not meant for deciding alone about a treatment.",
    call="Do not wait for the next visit if the scar grows or thickens, if a lump forms, or if it breaks open or "
    "bleeds: call your clinic.",
    named={
        "area": Named(
            "Size",
            "the area of skin that the scar covers",
            "Your scar has become smaller.",
            "Your scar has become larger.",
        ),
        "length": Named("Length", "from one end of the scar to the other"),
        "width": Named("Width", "where the scar is widest"),
        "delta_a": Named(
            "Redness",
            "0 means: as red as your own skin beside it",
            "The redness of your scar has come closer to your own skin.",
            "The redness of your scar differs more from your own skin than at first.",
        ),
        "delta_l": Named(
            "Lightness",
            "0 means: as light as your own skin beside it; below 0 the scar is darker",
            "The lightness of your scar has come closer to your own skin.",
            "The lightness of your scar differs more from your own skin than at first.",
        ),
        "delta_b": Named("Yellow or blue tint", "0 means: the same tint as your own skin beside it"),
        "delta_e": Named("Difference in colour", "0 means: the same colour as your own skin beside it"),
        "texture_ratio": Named("Fine pattern of the surface", "1 means: the same pattern as your own skin beside it"),
        "height_mean": Named(
            "Height",
            "how far the scar rises above your own skin",
            "Your scar has become flatter.",
            "Your scar has become thicker.",
        ),
        "height_p98": Named(
            "Greatest height",
            "how far the scar rises above your own skin at its highest places",
            "Your scar has become flatter.",
            "Your scar has become thicker.",
        ),
        "depth_p98": Named(
            "Depth",
            "how far the scar lies below your own skin at its deepest places",
            "Your scar has become less deep.",
            "Your scar has become deeper.",
        ),
        "volume_raised": Named(
            "Raised volume",
            "how much of the scar rises above your own skin",
            "Your scar has become flatter.",
            "Your scar has become thicker.",
        ),
        "volume_sunken": Named(
            "Missing volume",
            "how much is missing up to the level of your own skin",
            "Your scar has become less deep.",
            "Your scar has become deeper.",
        ),
        "volume": Named("Volume", "how much rises above your own skin, less what is missing"),
        "thickness": Named(
            "Thickness",
            "from the surface of the scar to its base, as it was measured with an instrument",
            "Your scar has become thinner.",
            "Your scar has become thicker.",
        ),
    },
    score=Named("{0}", "a number for judging this scar; your clinic explains what it stands for"),
)

DE: Final = Words(
    title="Ihre Narbe: was gemessen wurde",
    page="Seite",
    span="Gemessen vom {first} bis zum {last}, an {visits} Terminen",
    one_visit="Gemessen am {first}",
    sessions=("bisher keine Behandlungssitzung", "eine Behandlungssitzung", "{0} Behandlungssitzungen"),
    answers={
        "improved": (
            "Ihre Narbe ist Ihrer eigenen Haut ähnlicher geworden.",
            "Die Veränderung ist größer als der Messfehler.",
        ),
        "worsened": (
            "Ihre Narbe weicht stärker von Ihrer eigenen Haut ab.",
            "Die Veränderung ist größer als der Messfehler. Bitte sprechen Sie bald mit Ihrer Praxis darüber.",
        ),
        "no change beyond measurement error": (
            "Es ließ sich keine Veränderung zeigen.",
            "Falls sich Ihre Narbe verändert hat, dann weniger, als man messen kann.",
        ),
        "cannot be judged": ("Wir können es nicht sagen.", "Die Messungen erlauben noch keine Antwort."),
        "mixed": (
            "Manches ist besser, manches schlechter.",
            "Beide Veränderungen sind größer als der Messfehler. Bitte sprechen Sie mit Ihrer Praxis darüber.",
        ),
    },
    only_one="Eine Veränderung lässt sich erst sehen, wenn an zwei Terminen gemessen werden konnte. Das ist bisher "
    "nicht so.",
    first="Am Anfang",
    now="Jetzt",
    header=("Was", "Am Anfang", "Jetzt", "Was das heißt"),
    table="Was gemessen wurde, am Anfang und jetzt",
    plus_minus="± sagt, um wie viel die Messung nach oben oder unten danebenliegen kann.",
    day_to_day="Was sich am Bein von Tag zu Tag von selbst ändert, durch Wärme oder Ruhe, ist darin nicht enthalten.",
    says={
        "improved": "Besser, um mehr als den Messfehler.",
        "worsened": "Schlechter, um mehr als den Messfehler.",
        "no change beyond measurement error": "Kein Unterschied, der sich vom Messfehler trennen lässt.",
        "cannot be judged": "Wir können nicht sagen, ob sich das verändert hat.",
    },
    changed="Verändert, um mehr als den Messfehler. Das allein ist weder besser noch schlechter.",
    looked_at="Was angesehen wurde",
    pictures="Ihre Narbe an den Tagen, die darüber stehen, in gleicher Größe. Die weiße Linie ist der gemessene Rand; "
    "schraffierte Stellen waren nicht zu sehen.",
    no_pictures="Für diese Seite ließ sich kein Bild Ihrer Narbe erstellen.",
    picture="Ihre Narbe am {day}, mit dem gemessenen Rand und einem Balken für die Größe",
    means="Lag es an der Behandlung?",
    untreated="Es ist keine Behandlungssitzung vermerkt; nichts hier lässt sich auf eine Behandlung zurückführen.",
    unjudged="Wir können nicht sagen, ob sich etwas verändert hat. Daher lässt sich auch über die Behandlung nichts "
    "sagen.",
    unchanged="Es ließ sich keine Veränderung zeigen und damit auch keine Wirkung der Behandlung.",
    no_difference="Ihre Narbe wurde mit einer unbehandelten Stelle verglichen. Es ließ sich kein Unterschied zwischen "
    "beiden zeigen und damit auch keine Wirkung der Behandlung.",
    rungs={
        "L0": "Das können wir nicht wissen. Narben verändern sich von selbst, vor allem in den ersten anderthalb "
        "Jahren.",
        "L1": "Die Veränderung fiel in die Zeit der Behandlung. Das zeigt nicht, dass die Behandlung sie bewirkt hat: "
        "Narben verändern sich auch von selbst.",
        "L2": "Ihre Narbe wurde mit einer unbehandelten Stelle verglichen. Das sagt mehr als eine Narbe allein, ist "
        "aber nur ein einziger Vergleich.",
        "L3": "Der Zufall entschied, welcher Teil behandelt wurde, und wer gemessen hat, wusste es nicht. Der "
        "Unterschied zwischen den Teilen ist die beste Schätzung dessen, was die Behandlung bewirkt hat.",
        "L4": "Zeiten mit und ohne Behandlung wurden mehrfach verglichen. Der Unterschied ist die beste Schätzung "
        "dessen, was die Behandlung bewirkt hat.",
    },
    limit="Eine Narbe verschwindet nicht. Sie kann unauffälliger werden, muss es aber nicht.",
    next="Wie es weitergeht",
    stop="Ihre Praxis bespricht mit Ihnen, ob eine weitere Sitzung sinnvoll ist.",
    talk="Diese Seite ist für das Gespräch mit Ihrer Praxis. Sie ist nicht dazu da, allein über eine Behandlung zu "
    "entscheiden.",
    call="Warten Sie nicht bis zum nächsten Termin, wenn die Narbe wächst oder dicker wird, wenn ein Knoten entsteht "
    "oder wenn sie aufgeht oder blutet: Rufen Sie Ihre Praxis an.",
    named={
        "area": Named(
            "Größe",
            "die Hautfläche, die die Narbe bedeckt",
            "Ihre Narbe ist kleiner geworden.",
            "Ihre Narbe ist größer geworden.",
        ),
        "length": Named("Länge", "von einem Ende der Narbe zum anderen"),
        "width": Named("Breite", "dort, wo die Narbe am breitesten ist"),
        "delta_a": Named(
            "Rötung",
            "0 heißt: so rot wie Ihre eigene Haut daneben",
            "Die Rötung Ihrer Narbe ist Ihrer eigenen Haut ähnlicher geworden.",
            "Die Rötung Ihrer Narbe weicht stärker von Ihrer eigenen Haut ab als am Anfang.",
        ),
        "delta_l": Named(
            "Helligkeit",
            "0 heißt: so hell wie Ihre eigene Haut daneben; unter 0 ist die Narbe dunkler",
            "Die Helligkeit Ihrer Narbe ist Ihrer eigenen Haut ähnlicher geworden.",
            "Die Helligkeit Ihrer Narbe weicht stärker von Ihrer eigenen Haut ab als am Anfang.",
        ),
        "delta_b": Named("Gelb- oder Blauton", "0 heißt: derselbe Farbton wie Ihre eigene Haut daneben"),
        "delta_e": Named("Farbunterschied", "0 heißt: dieselbe Farbe wie Ihre eigene Haut daneben"),
        "texture_ratio": Named("Feines Muster der Oberfläche", "1 heißt: wie Ihre eigene Haut daneben"),
        "height_mean": Named(
            "Höhe",
            "wie weit die Narbe über Ihre eigene Haut ragt",
            "Ihre Narbe ist flacher geworden.",
            "Ihre Narbe ist dicker geworden.",
        ),
        "height_p98": Named(
            "Größte Höhe",
            "wie weit die Narbe an den höchsten Stellen über Ihre eigene Haut ragt",
            "Ihre Narbe ist flacher geworden.",
            "Ihre Narbe ist dicker geworden.",
        ),
        "depth_p98": Named(
            "Tiefe",
            "wie weit die Narbe an den tiefsten Stellen unter Ihrer eigenen Haut liegt",
            "Ihre Narbe ist weniger tief geworden.",
            "Ihre Narbe ist tiefer geworden.",
        ),
        "volume_raised": Named(
            "Erhabenes Volumen",
            "wie viel von der Narbe über Ihre eigene Haut ragt",
            "Ihre Narbe ist flacher geworden.",
            "Ihre Narbe ist dicker geworden.",
        ),
        "volume_sunken": Named(
            "Fehlendes Volumen",
            "wie viel bis zur Höhe Ihrer eigenen Haut fehlt",
            "Ihre Narbe ist weniger tief geworden.",
            "Ihre Narbe ist tiefer geworden.",
        ),
        "volume": Named("Volumen", "was über Ihre eigene Haut ragt, abzüglich dessen, was fehlt"),
        "thickness": Named(
            "Dicke",
            "von der Oberfläche der Narbe bis zu ihrem Grund, mit einem Gerät gemessen",
            "Ihre Narbe ist dünner geworden.",
            "Ihre Narbe ist dicker geworden.",
        ),
    },
    score=Named("{0}", "eine Zahl zur Beurteilung dieser Narbe; Ihre Praxis erklärt, wofür sie steht"),
)

WORDS: Final[dict[Language, Words]] = {"en": EN, "de": DE}
