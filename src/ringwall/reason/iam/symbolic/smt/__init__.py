"""Policies as formulas for Z3: exact where boxes are not, within a time limit."""
