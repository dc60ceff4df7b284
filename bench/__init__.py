"""Figures: CPU, memory and requests (DESIGN's budgets). `make bench` runs each file in a process of its own."""
