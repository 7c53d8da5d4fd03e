"""One page for the person whose scar it is: what was measured, what that means, and what it does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mesoject.course.result import CourseResult
from mesoject.records.outcome import Estimate, Outcome, Series
from mesoject.report.course.blocks import Block, Bullets, Cell, Figure, Heading, Panel, Section, Table, Text, Verdict
from mesoject.report.course.patient_words import WORDS, Named, Words
from mesoject.report.course.words import TONES, moved, tone_of
from mesoject.report.numbers import digits_of, unit_word
from mesoject.report.patient_sheet import Language, written

SHOWN_BESIDES = (
    "area", "delta_a", "delta_l", "height_mean", "depth_p98", "volume_raised", "volume_sunken", "thickness",
)  # fmt: skip
ONE_SIGN = frozenset({"height_mean", "height_p98", "volume_raised", "depth_p98", "volume_sunken"})
MOST_ROWS = 4


def patient_section(result: CourseResult, pictures: Sequence[Panel], language: Language) -> Section:
    """Lay out the page; ``pictures`` are the first and the last visit, at one scale."""
    words = WORDS[language]
    return Section(
        language,
        "patient",
        words.page,
        [
            Heading(words.title, 1),
            Text(_span(result, words, language), "small"),
            _answer(result, words),
            *_pictures(pictures, words),
            *_rows(result, words, language),
            Heading(words.means),
            Text(_attributed(result, words)),
            Heading(words.next),
            Bullets([*([words.stop] if result.stop and result.stop.applies else []), words.call, words.talk]),
            Text(words.limit, "lead"),
        ],
    )


def _span(result: CourseResult, words: Words, language: Language) -> str:
    first, last = (written(result.visits[k].day, language) for k in (0, -1))
    count = sum(s.date <= result.visits[-1].day for s in result.course.sessions)
    sessions = words.sessions[min(count, 2)].format(count)
    if len(result.visits) == 1:
        return f"{words.one_visit.format(first=first)}; {sessions}."
    return f"{words.span.format(first=first, last=last, visits=len(result.visits))}; {sessions}."


def _answer(result: CourseResult, words: Words) -> Verdict:
    outcome = result.outcome
    word = outcome.word
    sentence, more = words.answers[word]
    named = words.named.get(_deciding(outcome))
    if named is not None:
        sentence = {"improved": named.better, "worsened": named.worse}.get(word) or sentence
    if word == "cannot be judged" and all(len(s.points) < 2 for s in outcome.series):
        more = words.only_one
    return Verdict(sentence, TONES[word], more)


def _deciding(outcome: Outcome) -> str:
    """The quantity that gave the word: growth of a raised scar before the primary."""
    last = [s.verdicts[-1] for s in outcome.series if s.verdicts]
    return next((v.quantity for v in last if v.adverse), outcome.primary)


def _attributed(result: CourseResult, words: Words) -> str:
    outcome = result.outcome
    if not result.course.sessions:
        return words.untreated
    if outcome.word == "cannot be judged":
        return words.unjudged
    rung, between = outcome.attribution.rung, outcome.attribution.difference_in_differences
    if rung in ("L2", "L3") and (between is None or between.low <= 0 <= between.high):
        return words.no_difference
    if outcome.word.startswith("no change") and rung in ("L0", "L1"):
        return words.unchanged
    return words.rungs[rung]


def _pictures(pictures: Sequence[Panel], words: Words) -> Iterator[Block]:
    if pictures:
        yield Figure(pictures, 2, words.pictures, "pair")
    else:
        yield Text(words.no_pictures)


def _rows(result: CourseResult, words: Words, language: Language) -> Iterator[Block]:
    outcome = result.outcome
    decided = (outcome.primary, _deciding(outcome))
    found = {s.quantity: s for s in outcome.series if s.points and (s.quantity in decided or not _of_other_sign(s))}
    shown = [found[name] for name in dict.fromkeys((*decided, *SHOWN_BESIDES)) if name in found][:MOST_ROWS]
    rows = [_row(series, words, language) for series in shown]
    if rows:
        yield Heading(words.looked_at)
        yield Table(words.table, words.header, (4.2, 1.9, 1.9, 3.4), rows)
        yield Text(_limits(result, shown, words), "small")


def _of_other_sign(series: Series) -> bool:
    """Whether a height or depth was nowhere above zero, at first and now: no raised scar has a depth of -0.04 mm."""
    return series.quantity in ONE_SIGN and all(e.low <= 0 for e in _ends(series))


def _ends(series: Series) -> tuple[Estimate, Estimate]:
    """The values that the page shows."""
    if series.verdicts:
        return series.verdicts[-1].before, series.verdicts[-1].after
    return series.points[0], series.points[-1]


def _limits(result: CourseResult, shown: Sequence[Series], words: Words) -> str:
    """What ± holds; a study of one's own repeat visits holds a leg's own changes too, the shipped table does not."""
    studied = result.course.repeatability is not None and all(s.repeatability is not None for s in shown)
    return words.plus_minus if studied else f"{words.plus_minus} {words.day_to_day}"


def _row(series: Series, words: Words, language: Language) -> tuple[Cell, ...]:
    named = words.named.get(series.quantity) or Named(
        words.score.name.format(series.quantity.replace("_", " ")), words.score.meaning
    )
    last = series.verdicts[-1] if series.verdicts else None
    word = last.word if last else "cannot be judged"
    first, now = _ends(series)
    return (
        Cell(named.name, named.meaning),
        Cell(_number(first, series.unit, language)),
        Cell(_number(now, series.unit, language) if last or len(series.points) > 1 else "\u2013"),
        Cell(words.changed if last and moved(last) else words.says[word], tone=tone_of(last) if last else "unknown"),
    )


def _number(e: Estimate, unit: str, language: Language) -> str:
    """A value as a patient reads it, with half its 95 % interval: square centimetres where there are any."""
    value, error = e.value, (e.high - e.low) / 2
    if unit == "mm2" and value >= 100:
        value, error, unit = value / 100, error / 100, "cm2"
    digits = max(0, digits_of(error) - 1)
    text = f"{value:.{digits}f} ± {error:.{digits}f}\u00a0{unit_word(unit)}".rstrip().replace("-", "\u2212")
    return text.replace(".", ",") if language == "de" else text
