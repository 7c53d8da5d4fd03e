"""The tables of `mesoject deliver` on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from mesoject.report.delivery.answer import Answer, comparison_rows, front_rows, front_title
from mesoject.report.delivery.pictures import described
from mesoject.report.delivery.table import Rows, coverage_rows, hours_rows, ledger_rows, sentences

PIPED_WIDTH = 126
FIRST_COLUMN = 33
PER_TIME = 2
"""Columns of a table for each time: best guess, and median with its band."""


def print_answer(made: Answer) -> None:
    """Print what was treated, where the dose is, what is covered, for how long, and with what reservations."""
    console = Console(soft_wrap=True, highlight=False)
    if not console.is_terminal:
        console = Console(soft_wrap=True, highlight=False, width=PIPED_WIDTH)
    for letter, numbers in zip(("A", "B"), (made.first, made.second), strict=True):
        if numbers is None:
            continue
        name = described(numbers.delivery)
        console.print(f"\n{letter}: {name}" if made.second else f"\n{name}", markup=False, style="bold")
        for rows in (ledger_rows(numbers), coverage_rows(numbers), hours_rows(numbers)):
            for part in folded(rows, console.width):
                _print(console, part)
        console.print()
        for sentence in sentences(numbers):
            console.print(sentence, markup=False)
    _print(console, comparison_rows(made))
    if made.front is not None:
        console.print(f"\n{front_title(made)}", markup=False)
    _print(console, front_rows(made))
    console.print()
    for note in made.front.notes if made.front else ():
        if note not in made.first.delivery.notes:
            console.print(note, markup=False)
    for note in made.first.delivery.notes:
        console.print(note, markup=False)
    if made.no_front:
        console.print(made.no_front, markup=False)


def folded(rows: Rows, width: int) -> list[Rows]:
    """Return a table as it is, or one for each time where a terminal is too narrow for all beside each other."""
    if not rows or width >= PIPED_WIDTH:
        return [rows]
    return [[(row[0], *row[k : k + PER_TIME]) for row in rows] for k in range(1, len(rows[0]), PER_TIME)]


def _print(console: Console, rows: Rows) -> None:
    if rows:
        console.print()
        console.print(_table(rows))


def _table(rows: Rows) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    table.add_column(rows[0][0], min_width=FIRST_COLUMN)
    for head in rows[0][1:]:
        table.add_column(head, justify="right", no_wrap=True, min_width=5)
    for row in rows[1:]:
        table.add_row(*row)
    return table
