"""Use cases: plain functions of plain values that wire the verbs together for every interface."""
