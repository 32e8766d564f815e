"""Whole policies compared, over every request at once: atoms, boxes, witnesses, Z3 as fallback."""
