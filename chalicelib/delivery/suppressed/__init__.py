"""Suppressed addresses, for those who look after them: looked through, entered, lifted (CHAN-10, ADMIN-16)."""
