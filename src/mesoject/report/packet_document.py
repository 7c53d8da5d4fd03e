"""The insurance packet as a document."""

from __future__ import annotations

from collections.abc import Iterator

from mesoject.protocol.missing import wording
from mesoject.records.packet import Packet, PayerFinding
from mesoject.report.blocks import Block, Bullets, Heading, Paragraph, Table

MET = {True: "met", False: "not met", None: "answer missing"}


def packet_document(packet: Packet) -> list[Block]:
    """Lay out the packet: the conclusion first, then what it stands on."""
    return [
        Heading(f"Insurance packet {packet.reference}: {packet.conclusion}", 1),
        Paragraph(packet.statement),
        *_payers(packet),
        Heading("In the record"),
        Bullets(packet.in_record),
        Heading("Not in the record"),
        Bullets(packet.not_in_record),
        Heading("Codes, to be checked for the year"),
        Table(("System", "Code", "Note"), [(c.system, c.code, c.note) for c in packet.codes]),
        *_estimate(packet),
    ]


def _payers(packet: Packet) -> Iterator[Block]:
    yield Heading("What payers ask")
    yield Table(("Policy", "Stands", "Criteria", "Missing", "Note", "Sources"), [_payer(p) for p in packet.payers])


def _payer(payer: PayerFinding) -> tuple[str, ...]:
    criteria = "; ".join(f"{c.words}: {MET[c.holds]}" for c in payer.criteria)
    return (
        payer.title,
        MET[payer.met],
        criteria,
        " ".join(map(wording, payer.missing)),
        payer.note,
        ", ".join(payer.sources),
    )


def _estimate(packet: Packet) -> Iterator[Block]:
    estimate = packet.estimate
    if estimate is None:
        return
    yield Heading("What the person pays")
    yield Table(("For", estimate.currency), [(words, f"{amount:.2f}") for words, amount in estimate.lines])
    yield Paragraph(
        f"In all {estimate.total:.2f} {estimate.currency}, in {len(estimate.instalments)} payments: "
        + ", ".join(f"{part:.2f}" for part in estimate.instalments)
        + "."
    )
    yield Bullets(estimate.notices)
