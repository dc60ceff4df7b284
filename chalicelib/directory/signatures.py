"""What users put under what they write (SET-10, SET-11). Pure; `store/signatures.py` keeps it."""

from chalicelib.kernel.values import value


@value
class Signatures:
    """`html`, clean, goes under emails, `text` under text messages; empty for none."""

    html: str = ""
    text: str = ""
