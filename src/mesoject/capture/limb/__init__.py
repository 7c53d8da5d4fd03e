"""Camera and limb from the markers: a developable base, a smooth relief on it, and what the fit does not know."""
