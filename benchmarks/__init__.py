"""Accuracy against truth and speed against peers; every figure in the documentation is printed here."""
