"""What cannot be written because others were faster each time."""


class Contended(RuntimeError):
    """Other workers changed it again and again, or so many ask that the table refuses some. Whoever asks to
    leave waits a moment and asks again; other work is brought back by its queue."""
