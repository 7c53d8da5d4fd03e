"""Rules as data: from typed answers to a plan."""
