"""What people and the operator set for a district or a school: written only where it still is as it was read,
and together with the entry that tells of it (ADMIN-16)."""

from chalicelib.kernel import dynamo
from chalicelib.kernel.keys import district_key
from chalicelib.kernel.settings import table

from .. import codec, index
from ..audit import Entry
from ..model import District, School
from . import audit

_NAMES = {"#data": "data"}


def change_district(before: District, after: District, entry: Entry) -> bool:
    """False when somebody else changed it meanwhile; nothing is written then."""
    written = dynamo.change(
        table("directory"),
        district_key(before.district_id, "DISTRICT"),
        index.RECORD,
        "SET #data = :after",
        {
            ":before": codec.text(codec.district_fields(before)),
            ":after": codec.text(codec.district_fields(after)),
        },
        names=_NAMES,
        condition="#data = :before",
    )
    return _together(before.district_id, written, entry)


def change_school(district: str, before: School, after: School, entry: Entry) -> bool:
    """What is set in Carillon for a school; False as above. What a roster says of it does not matter."""
    was, now = codec.text(codec.chosen_fields(before)), codec.text(codec.chosen_fields(after))
    untouched = "attribute_not_exists(chosen) OR chosen = :before" if was == "{}" else "chosen = :before"
    written = dynamo.change(
        table("directory"),
        district_key(district, "SCHOOLS"),
        before.school_id,
        "SET chosen = :after",
        {":before": was, ":after": now},
        condition=f"attribute_exists(pk) AND ({untouched})",
    )
    return _together(district, written, entry)


def _together(district: str, written: dynamo.Write, entry: Entry) -> bool:
    try:
        dynamo.transact([written, audit.write(district, entry)])
    except dynamo.Refused:
        return False
    return True
