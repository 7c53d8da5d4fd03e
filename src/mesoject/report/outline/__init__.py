"""The page in which a scar's outline is drawn."""
