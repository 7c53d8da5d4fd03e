"""What can only be known on the day of a session: kit, product, today's skin and temperature."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from mesoject.records.actives import Active
from mesoject.records.answers import Day, Unasked, Unknown, Unlisted, Yes, ask
from mesoject.records.intake.section import Section


class Today(Section):
    """The person and the room, today."""

    fever: Yes | Unknown = ask("Fever or feeling ill today?", why="The session then moves.", risk="up")
    tanned: Yes | Unknown = ask("Freshly tanned or burnt today?", why="Tanned skin darkens more.", risk="up")
    pregnant: Yes | Unasked = ask(
        "Pregnant, or could you be, today?",
        why="It may have changed since the plan.",
        risk="up",
        applies_if='person.sex != "male"',
    )
    resuscitation_kit: Yes | Unknown = ask(
        "Are adrenaline, oxygen and lipid rescue in the room?",
        why="An allergic shock leaves no time to fetch them.",
        risk="down",
    )
    hyaluronidase: Yes | Unasked = ask(
        "Is hyaluronidase in the room?",
        why="It opens a vessel that hyaluronic acid has blocked.",
        risk="down",
        applies_if='"hyaluronic_acid" in product.actives',
    )
    last_session_on: Day | Unasked = ask(
        "When was the last session?", why="Skin needs three weeks at least, four as a rule.", risk="up"
    )
    open_adverse_event: Yes | Unasked = ask(
        "Is a reaction to the last session not over?", why="It has to heal first.", risk="up"
    )
    needled_skin_numbing: Yes | Unknown = ask(
        "Would anaesthetic cream go on skin that is already needled?", why="It would be taken up too fast.", risk="up"
    )
    cream_minutes: Annotated[float, Field(strict=True, ge=0, le=1440, allow_inf_nan=False)] | Unasked = ask(
        "For how long has anaesthetic cream been on?", why="It works between one and five hours.", unit="min"
    )
    side_and_site_confirmed: Yes | Unknown = ask(
        "Have two people confirmed leg and place?", why="The wrong leg happens.", risk="down"
    )


class Product(Section):
    """The product in the hand."""

    actives: Annotated[tuple[Active, ...], Field(min_length=1)] | Unlisted = ask(
        "Which actives does it hold?", why="Each has its own rules.", risk="up"
    )
    sterile: Yes | Unasked = ask(
        "Is it sterile?", why="Unsterile product has caused abscesses.", risk="down", applies_if="product_used"
    )
    labelled_intradermal: Yes | Unasked = ask(
        "Is it labelled for use in the skin?",
        why="Cosmetic serum has caused granulomas.",
        risk="down",
        applies_if="product_used",
    )
    single_use: Yes | Unasked = ask(
        "Is the container for single use?",
        why="Shared vials have carried bacteria to many people.",
        risk="down",
        applies_if="product_used",
    )
    lot_recorded: Yes | Unasked = ask(
        "Is the lot number written down?",
        why="Without it nobody can be warned.",
        risk="down",
        applies_if="product_used",
    )
    expires_on: Day | Unasked = ask(
        "Expiry date?", why="Expired product is not used.", risk="down", applies_if="product_used"
    )


class SessionDay(Section):
    """The answers that are asked again, or for the first time, before a session.

    Attributes
    ----------
    on : date
        Day of the session.
    """

    on: Day
    today: Today = Today()
    product: Product = Product()
