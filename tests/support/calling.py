"""A district that has numbers to call from."""

from datetime import UTC, datetime

from chalicelib.directory.audit import OPERATOR, Subject, entry
from chalicelib.directory.caller_ids import CallerId
from chalicelib.directory.store import caller_ids
from tests.builders import people


def can_call(*listed: CallerId, district: str = "demo") -> None:
    """The district's whole list; without one, a default."""
    told = entry(datetime(2026, 1, 1, tzinfo=UTC), OPERATOR, Subject.CALLER_ID, "", "", ())
    _, version = caller_ids.read(district)
    assert caller_ids.write(district, listed or (people.caller_id(),), version, told)


def cannot_call(district: str = "demo") -> None:
    """Numbers without a default."""
    can_call(people.caller_id(district_default=False), district=district)
