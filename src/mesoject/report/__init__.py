"""Documents for people: text and PDF."""
