"""The tables of `mesoject deliver` on a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from mesoject.report.delivery_numbers import Numbers
from mesoject.report.delivery_pictures import described
from mesoject.report.delivery_table import Rows, coverage_rows, hours_rows, ledger_rows, sentences

PIPED_WIDTH = 120


def print_tables(name: str, numbers: Numbers) -> None:
    """Print what was treated, where the dose is, what is covered, for how long, and with what reservations."""
    console = Console(soft_wrap=True, highlight=False)
    if not console.is_terminal:
        console = Console(soft_wrap=True, highlight=False, width=PIPED_WIDTH)
    console.print(f"\n[bold]{name}[/bold]")
    console.print(described(numbers.delivery), markup=False)
    for rows in (ledger_rows(numbers), coverage_rows(numbers), hours_rows(numbers)):
        if rows:
            console.print()
            console.print(_table(rows))
    console.print()
    for sentence in sentences(numbers):
        console.print(sentence, markup=False)


def _table(rows: Rows) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    table.add_column(rows[0][0], min_width=40)
    for head in rows[0][1:]:
        table.add_column(head, justify="right", no_wrap=True, min_width=18)
    for row in rows[1:]:
        table.add_row(*row)
    return table
