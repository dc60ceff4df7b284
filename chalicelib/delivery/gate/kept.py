"""Gates as this process knows them: each is read at most every two seconds, and not at all where a write on the
version that was seen last tells as much."""

from chalicelib.content.model import Channel

from ..store import gates
from ..store.gates import Answer, Gate, Rule

_SECONDS = 2.0

_gates: dict[tuple[str, Channel], tuple[float, Gate]] = {}


def last(district: str, channel: Channel) -> Gate:
    """As it was last seen, however long ago."""
    return _gates.get((district, channel), (0.0, Gate()))[1]


def recent(district: str, channel: Channel, now: float) -> Gate | None:
    """As it was within two seconds; None when nobody looked."""
    read_at, gate = _gates.get((district, channel), (0.0, Gate()))
    return gate if abs(now - read_at) < _SECONDS else None  # another thread's moment may be after this one


def current(district: str, channel: Channel, now: float) -> Gate:
    """As it was within two seconds: read again when nobody looked."""
    gate = recent(district, channel, now)
    if gate is None:
        gate = gates.read(district, channel)
        _gates[(district, channel)] = (now, gate)
    return gate


def change(district: str, channel: Channel, rule: Rule[Answer], now: float) -> tuple[Gate, Answer]:
    """Apply a rule; the gate as it is then, and the rule's answer. Raises Contended."""
    seen, before = recent(district, channel, now), last(district, channel)
    known = before if before.version else None
    gate, answer = gates.change(district, channel, rule, seen or known, trusted=seen is not None)
    if gate is not before:
        _gates[(district, channel)] = (now, gate)
    return gate, answer


def forget() -> None:
    """Drop what is kept, as a new process would."""
    _gates.clear()
