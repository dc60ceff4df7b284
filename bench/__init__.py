"""Figures: CPU, memory and requests within budgets. `make bench` runs each file in a process of its own."""
