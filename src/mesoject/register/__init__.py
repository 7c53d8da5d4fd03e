"""Visits laid over each other by their skin: where to look again, never how large."""

from mesoject.register.change import ChangeMap, change_map
from mesoject.register.picture import SkinPicture, picture_of, skin_picture, visit_region
from mesoject.register.proposal import Proposal, carry_outline, healthy_ring
from mesoject.register.registration import Registration
from mesoject.register.visits import register

__all__ = [
    "ChangeMap",
    "Proposal",
    "Registration",
    "SkinPicture",
    "carry_outline",
    "change_map",
    "healthy_ring",
    "picture_of",
    "register",
    "skin_picture",
    "visit_region",
]
