"""How many may still leave after a halt, in numbers that are true."""

from chalicelib.delivery.halting.model import Halt, HaltState, may_still_leave


def paused(in_flight: int | None) -> Halt:
    return Halt(HaltState.PAUSED, 1, "teacher-1", "Ada", "2026-11-23T11:41:00+00:00", in_flight=in_flight)


def test_before_those_in_hand_are_counted_there_is_no_number() -> None:
    """R14: all that are pending would be true, and frightens for nothing."""
    assert may_still_leave(paused(None), pending=1980) is None


def test_no_more_than_were_in_hand_or_are_pending_still() -> None:
    """R14"""
    assert may_still_leave(paused(150), pending=1980) == 150
    assert may_still_leave(paused(150), pending=3) == 3
