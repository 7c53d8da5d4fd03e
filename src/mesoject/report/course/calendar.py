"""The time axis that all charts of a course share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTH_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240)
MOST_TICKS: Final = 6


@dataclass(frozen=True)
class Calendar:
    """The time axis that all panels share."""

    visits: tuple[date, ...]
    sessions: tuple[date, ...]

    def span(self) -> tuple[date, date]:
        """First and last day shown, with some room on both sides."""
        days = sorted((*self.visits, *self.sessions))
        room = max(timedelta(days=7), (days[-1] - days[0]) * 0.05)
        return days[0] - room, days[-1] + room

    def ticks(self) -> list[tuple[date, str]]:
        """First days of months, evenly spaced, the year below the first and below each January; else the visits."""
        first, last = self.span()
        months = [
            date(m // 12, m % 12 + 1, 1) for m in range(first.year * 12 + first.month, last.year * 12 + last.month)
        ]
        for step in MONTH_STEPS:
            chosen = [m for m in months if (m.month - 1) % step == 0 and (step <= 12 or m.year % (step // 12) == 0)]
            if len(chosen) <= MOST_TICKS:
                break
        if len(chosen) < 2:
            apart = self.visits[-1] - self.visits[0] > (last - first) / 4
            ends = (self.visits[0], self.visits[-1]) if apart else self.visits[:1]
            return [(day, f"{day.day} {MONTHS[day.month - 1]}\n{day.year}") for day in ends]
        return [
            (m, MONTHS[m.month - 1] + (f"\n{m.year}" if k == 0 or m.month == 1 else "")) for k, m in enumerate(chosen)
        ]
