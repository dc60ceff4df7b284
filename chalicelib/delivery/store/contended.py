"""What cannot be written because others were faster each time."""


class Contended(RuntimeError):
    """Other workers changed it again and again; the queue brings this one's work back."""
