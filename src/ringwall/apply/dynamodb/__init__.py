"""Journal, leases and cases in one table of DynamoDB, for responses that run in a Lambda.

A run's events, each once and chained, are under `RUN#<id>`; what holds for the run as a whole under
`RUNS`. Leases are under `LEASE`, and hold as long as their run's item under `HOLD` does: whoever
takes one over deletes that item, and every transaction that writes an event asks for it.
"""
