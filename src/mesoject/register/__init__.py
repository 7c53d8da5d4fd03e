"""Visits laid over each other by their skin: where to look again, never how large."""

from mesoject.register.picture import SkinPicture, picture_of, skin_picture, visit_region
from mesoject.register.registration import Registration
from mesoject.register.visits import register

__all__ = ["Registration", "SkinPicture", "picture_of", "register", "skin_picture", "visit_region"]
