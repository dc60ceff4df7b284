"""Gates as this process knows them: each is read at most every two seconds."""

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
    return gate if 0 <= now - read_at < _SECONDS else None


def current(district: str, channel: Channel, now: float) -> Gate:
    """As it was within two seconds: read again when nobody looked."""
    gate = recent(district, channel, now)
    if gate is None:
        gate = gates.read(district, channel)
        _gates[(district, channel)] = (now, gate)
    return gate


def change(district: str, channel: Channel, rule: Rule[Answer], now: float) -> tuple[Gate, Answer]:
    """Apply a rule; the gate as it is then, and the rule's answer. Raises Contended."""
    before = recent(district, channel, now)
    gate, answer = gates.change(district, channel, rule, before)
    if gate is not before:
        _gates[(district, channel)] = (now, gate)
    return gate, answer


def forget() -> None:
    """Drop what is kept, as a new process would."""
    _gates.clear()
