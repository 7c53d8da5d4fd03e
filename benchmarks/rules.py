"""Speed of the rules: loading, and gate decisions a second on one core. Run: python benchmarks/rules.py."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from mesoject.protocol import load_rules, make_plan, plan_gate, read_answers
from mesoject.records.intake import Intake

HEALTHY = Path(__file__).parents[1] / "tests" / "protocol" / "healthy.toml"
LOAD_LIMIT_S = 0.3
GATE_LIMIT_PER_S = 300


def main() -> int:
    loading = median_of(5, load_rules)
    book = load_rules()
    healthy = read_answers(HEALTHY, Intake)
    blank = Intake(reference="blank", asked_on=healthy.asked_on)
    print(f"loading {len(book.all())} entries: {loading:.3f} s (limit {LOAD_LIMIT_S} s)")
    rates = {}
    for name, intake in (("complete", healthy), ("blank", blank)):
        rates[name] = 100 / median_of(5, lambda intake=intake: [plan_gate(intake, book) for _ in range(100)])
        print(f"gate, {name} intake: {rates[name]:.0f} decisions a second a core (at least {GATE_LIMIT_PER_S})")
    print(f"whole plan, complete intake: {median_of(5, lambda: make_plan(healthy, book)) * 1000:.1f} ms")
    return 0 if loading <= LOAD_LIMIT_S and min(rates.values()) >= GATE_LIMIT_PER_S else 1


def median_of(times: int, work) -> float:
    """Median of the processor seconds that a piece of work takes, so that other work on the machine does not count."""
    seconds = []
    for _ in range(times):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


if __name__ == "__main__":
    sys.exit(main())
