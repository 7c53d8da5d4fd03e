"""Names of the actives, shared by the rules and the delivery model."""

from __future__ import annotations

from typing import Final, Literal

Active = Literal["hyaluronic_acid", "vitamin_c", "peptides", "platelet_rich_plasma"]

ACTIVES: Final[dict[Active, str]] = {
    "hyaluronic_acid": "Hyaluronic acid",
    "vitamin_c": "Vitamin C (ascorbic acid)",
    "peptides": "Peptides (such as GHK-Cu)",
    "platelet_rich_plasma": "Platelet-rich plasma",
}
