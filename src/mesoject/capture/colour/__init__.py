"""Colour from the patches in the picture: tone curve, 3x3 matrix and shading, fitted together."""
