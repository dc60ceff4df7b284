"""Answers by email: the address that each email asks to be answered at, and what becomes of what comes in."""
