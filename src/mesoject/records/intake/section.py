"""What all parts of an intake share: frozen, and closed against fields that nobody asked for."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Section(BaseModel):
    """A group of questions."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Score = Annotated[float, Field(strict=True, ge=0, le=10, allow_inf_nan=False)]
