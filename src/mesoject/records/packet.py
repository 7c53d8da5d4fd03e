"""What a payer would read, held against what the record holds; and what it costs without one."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from mesoject.records.actives import Active
from mesoject.records.plan import Criterion, Record

Money = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=2)]


class Prices(BaseModel):
    """A clinic's own prices.

    Attributes
    ----------
    currency : str
        ISO 4217 code.
    consultation, session : Decimal
    actives : dict
        Price of each active for one session.
    instalments : int
        In how many payments the course may be paid.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    consultation: Money
    session: Money
    actives: dict[Active, Money] = {}
    instalments: Annotated[int, Field(ge=1, le=24)] = 1


class PayerFinding(Record):
    """One policy: ``met`` is None where an answer is missing."""

    id: str
    title: str
    met: bool | None
    criteria: tuple[Criterion, ...]
    missing: tuple[str, ...]
    note: str
    sources: tuple[str, ...]


class Code(Record):
    """A code by number; the words of the publisher are not ours to print."""

    system: str
    code: str
    note: str


class Estimate(Record):
    """What the person would pay."""

    currency: str
    total: Decimal
    lines: tuple[tuple[str, Decimal], ...]
    instalments: tuple[Decimal, ...]
    notices: tuple[str, ...]


class Packet(Record):
    """The honest packet: criteria met, or what is missing for that."""

    reference: str
    conclusion: Literal["criteria met", "criteria not met", "answers missing"]
    payers: tuple[PayerFinding, ...]
    in_record: tuple[str, ...]
    not_in_record: tuple[str, ...]
    codes: tuple[Code, ...]
    statement: str
    estimate: Estimate | None
