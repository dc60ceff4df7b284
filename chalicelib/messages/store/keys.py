"""Where the messages room keeps what (`docs/data-model.md`)."""

from chalicelib.kernel import settings
from chalicelib.kernel.keys import district_key

CORRESPONDENT = "CORRESPONDENT"


def table() -> str:
    return settings.table("messages")


def message(district: str, message_id: str) -> str:
    return district_key(district, "MSG", message_id)


def piece(number: int) -> str:
    return f"MESSAGE#{number}" if number else "MESSAGE"


def sent_by(district: str, user_id: str) -> str:
    return district_key(district, "USER", user_id)


def history(district: str) -> str:
    return district_key(district, "HISTORY")


def request(district: str, user_id: str, key: str) -> str:
    return district_key(district, "REQUEST", user_id, key)


def written(district: str, user_id: str) -> str:
    return district_key(district, "USER", user_id, "WRITTEN")


def outbox(district: str) -> str:
    return district_key(district, "OUTBOX")


def threads(district: str, user: str) -> str:
    return district_key(district, "USER", user, "THREADS")


def in_year(school_year: str) -> str:
    """The attribute of a conversation that names its newest entry of a school year."""
    return f"in_{school_year}"


def entries(district: str, user: str, thread_id: str) -> str:
    return district_key(district, "THREAD", user, thread_id)


def correspondent(district: str, user_id: str) -> str:
    return district_key(district, "CORRESPONDENT", user_id)
