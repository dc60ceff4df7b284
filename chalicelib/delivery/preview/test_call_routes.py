"""A test call over HTTP."""

from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, edit

from . import test_call
from .test_call_schemas import TestCallIn, TestCallPlaced

api = Api("delivery")
_CALLERS = edit(Permission.PHONE_CALLS, staff_only=True)


@api.post(
    "/v1/test-calls",
    needs=_CALLERS,
    body=TestCallIn,
    returns=TestCallPlaced,
    status=202,
    sends=True,
    summary="Call one number with what is written, to hear it",
)
def place_test_call(call: Call) -> TestCallPlaced:
    """Ten an hour. It is no message: nothing of it stands in history or reports."""
    asked: TestCallIn = call.body
    number = test_call.place(call.principal, asked.school_id, asked.number, asked.written(), call.clock)
    return TestCallPlaced(number=number)
