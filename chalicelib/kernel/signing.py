"""Short signatures on what leaves the building and comes back from strangers: reply addresses.

The key is a secret of the stack's own, made with it and known to its functions only.
"""

import base64
import hashlib
import hmac
from functools import cache

from .aws import client
from .settings import setting

LENGTH = 16  # letters: 80 bits, which nobody guesses by sending mails


@cache
def _key() -> bytes:
    """Asked for once in a process; the secret does not change."""
    answer = client("secretsmanager").get_secret_value(SecretId=setting("SIGNING_SECRET"))
    return str(answer["SecretString"]).encode()


def signature(purpose: str, *parts: str) -> str:
    """16 letters and digits that only this stack can make for these parts; another purpose gives others."""
    text = "\x1f".join((purpose, *parts)).encode()
    return base64.b32encode(hmac.digest(_key(), text, hashlib.sha256)).decode().lower()[:LENGTH]


def is_signed(given: str, purpose: str, *parts: str) -> bool:
    """Whether the signature is ours, in the same time for every wrong one."""
    return hmac.compare_digest(given, signature(purpose, *parts))


def forget() -> None:
    """Drop the key, as a new process would."""
    _key.cache_clear()
