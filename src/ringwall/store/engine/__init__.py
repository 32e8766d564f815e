"""The engine that answers SQL over tables, and what a query reads."""
