"""Carillon: one room per thing the product does; `docs/directory-structure.md` is the map."""

import gc

# A start makes some 50,000 objects and drops none. By Python's 700 they are gone through seventy times, a tenth
# of the API's start (decision 0025). Cycles are rare here: waiting for 10,000 objects holds a few MB at most.
gc.set_threshold(10_000, 10, 10)
