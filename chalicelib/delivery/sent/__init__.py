"""Sent messages as their senders see them: how far each is, and what became of each recipient."""
