"""An administrator lets paused emails leave again, after the addresses were looked at (`guard.py`)."""

from datetime import datetime

from chalicelib.content.model import Channel
from chalicelib.directory import audit
from chalicelib.directory.audit import Change, Subject, Who
from chalicelib.directory.model import District
from chalicelib.directory.store import audit as record

from ..store import bounces, gates


def resume(district: District, who: Who, now: datetime) -> bool:
    """Open the gate and count anew, with an entry in the record of changes. False when nothing was paused."""
    changes = [Change("emails_paused", True, False)]
    told = audit.entry(now, who, Subject.DISTRICT, district.district_id, district.name, changes)
    writes = bounces.forget(district.district_id), record.write(district.district_id, told)
    return gates.resume(district.district_id, Channel.EMAIL, *writes)
