"""Carillon: one room per thing the product does; `docs/directory-structure.md` is the map."""
