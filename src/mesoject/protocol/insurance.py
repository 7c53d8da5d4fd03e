"""What is in the record against what payers ask; codes by number; and the honest price without a payer."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal

from mesoject.protocol.consistency import checked
from mesoject.protocol.entries import Payer
from mesoject.protocol.gate import planning_facts
from mesoject.protocol.language import Facts
from mesoject.protocol.rulebook import RuleBook
from mesoject.records.intake import Intake
from mesoject.records.packet import Code, Estimate, Packet, PayerFinding, Prices
from mesoject.records.plan import Criterion, Plan

CENT = Decimal("0.01")
STATEMENT = (
    "No payer's text was found that covers bringing hyaluronic acid, vitamin C, peptides or plasma into a scar. The "
    "treatment is off-label; what is primarily intended to improve appearance is paid by the person."
)
MANY_PAYMENTS = "More than four payments, or a finance charge, can fall under consumer-credit law (US: TILA, Reg Z)."
NO_PREPAYMENT = "No payment for a whole course before the gate has passed; what a stopped course leaves is refunded."


def make_packet(intake: Intake, plan: Plan, book: RuleBook, prices: Prices | None = None) -> Packet:
    """Hold the record against the policies and add up what the person would pay.

    Parameters
    ----------
    prices : Prices, optional
        Without a clinic's own prices there is no estimate.
    """
    facts = planning_facts(checked(intake, book), book)
    payers = tuple(_payer(payer, facts, book) for payer in book.payers)
    items = [(item.title, book.nodes[item.id, "condition"].value(facts)) for item in book.evidence]
    met = [payer.met for payer in payers]
    return Packet(
        reference=intake.reference,
        conclusion="criteria met" if True in met else "answers missing" if None in met else "criteria not met",
        payers=payers,
        in_record=tuple(t for t, value in items if value),
        not_in_record=tuple(t for t, value in items if not value),
        codes=_codes(facts, book),
        statement=STATEMENT,
        estimate=estimate(plan, prices, intake) if prices else None,
    )


def estimate(plan: Plan, prices: Prices, intake: Intake) -> Estimate:
    """Add up consultation, sessions and actives, and split the sum to the cent."""
    number = len(plan.course.sessions) if plan.course else 0
    wanted = intake.goals.actives if isinstance(intake.goals.actives, tuple) else ()
    lines = [("Consultation", prices.consultation), (f"{number} sessions", prices.session * number)]
    lines += [
        (f"{active.replace('_', ' ')}, {number} sessions", prices.actives.get(active, Decimal(0)) * number)
        for active in wanted
    ]
    total = sum((amount for _, amount in lines), Decimal(0))
    notices = [NO_PREPAYMENT]
    notices += [MANY_PAYMENTS] if prices.instalments > 4 else []
    notices += ["No course is planned: only the consultation is counted."] if not plan.course else []
    return Estimate(
        currency=prices.currency,
        total=total,
        lines=tuple(lines),
        instalments=instalments(total, prices.instalments),
        notices=tuple(notices),
    )


def instalments(total: Decimal, number: int) -> tuple[Decimal, ...]:
    """Split a sum into equal payments; the odd cents go into the first.

    Examples
    --------
    >>> [str(part) for part in instalments(Decimal("100.00"), 3)]
    ['33.34', '33.33', '33.33']
    """
    part = (total / number).quantize(CENT, rounding=ROUND_DOWN)
    return (total - part * (number - 1), *[part] * (number - 1))


def _payer(payer: Payer, facts: Facts, book: RuleBook) -> PayerFinding:
    nodes = [book.nodes[payer.id, f"criteria.{i}"] for i in range(len(payer.criteria))]
    holds = [node.value(facts) for node in nodes]
    missing = [name for node, value in zip(nodes, holds, strict=True) if value is None for name in node.blame(facts)]
    return PayerFinding(
        id=payer.id,
        title=payer.title,
        met=False if False in holds else None if None in holds else True,
        criteria=tuple(Criterion(words=c.words, holds=v) for c, v in zip(payer.criteria, holds, strict=True)),
        missing=tuple(dict.fromkeys(missing)),
        note=payer.note,
        sources=payer.sources,
    )


def _codes(facts: Facts, book: RuleBook) -> tuple[Code, ...]:
    return tuple(
        Code(system=c.system, code=c.code, note=c.note)
        for c in book.codes
        if book.nodes[c.id, "condition"].value(facts)
    )
