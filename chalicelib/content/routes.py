"""What a writer may put into a text."""

from itertools import groupby

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, view

from .insertable import offered
from .schemas import FieldGroup, FieldGroups, InsertField

api = Api("content")


@api.get(
    "/v1/insert-fields",
    needs=view(Permission.COMMUNICATION, staff_only=True),
    returns=FieldGroups,
    summary="The insert fields that I may use, by group",
)
def list_insert_fields(call: Call) -> FieldGroups:
    """FLDS-01, FLDS-06: a group without a field for the caller is not there, nor are marking periods where the
    district has none (FLDS-04). Also for those who write only to print (PERM-06)."""
    groups = groupby(offered(call.principal), key=lambda field: field.group)
    return FieldGroups(
        items=tuple(
            FieldGroup(
                group=group.value,
                fields=tuple(
                    InsertField(name=each.name, token=each.token, title=each.title) for each in fields
                ),
            )
            for group, fields in groups
        )
    )
