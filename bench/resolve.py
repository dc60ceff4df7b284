"""A district in one send: 200,000 recipients of 100,000 students resolved, deduplicated and enqueued.

What the fan-out function does for one message - plan, then every shard - runs in this process against the stub
server on loopback (`_stub`). CPU is this process's; the peak is its resident memory, setup included.
"""

import resource
import time
from collections.abc import Iterator
from typing import Any

from bench import _stub as stub
from bench.line import _environment

STUDENTS, SCHOOLS, PORT = 100_000, 50, 4756


def main() -> dict[str, Any]:
    """The figures of `make bench`."""
    server = stub.start(PORT)
    try:
        _environment(PORT)
        return _measure()
    finally:
        server.terminate()


def _measure() -> dict[str, Any]:
    from chalicelib.delivery import fan_out, plan, store
    from chalicelib.kernel.clock import SystemClock

    message = _accepted()
    clock = SystemClock()
    before = time.process_time()
    plan.plan(message.district, message.message_id, clock)
    planned = time.process_time() - before
    state = store.plan(message.district, message.message_id)
    assert state is not None
    for number in range(state.shards):
        fan_out.fan_out(message.district, message.message_id, number, state.plan_id, clock)
    cpu = time.process_time() - before
    return {
        "resolve_200k_cpu_s": round(cpu, 2),
        "resolve_200k_peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "resolve_200k": {"plan_cpu_s": round(planned, 2), "shards": state.shards, "recipients": 2 * STUDENTS},
    }


def _accepted() -> Any:
    from datetime import UTC, datetime

    from chalicelib.audience.model import RecipientType, Selection, StudentSelection
    from chalicelib.content.model import Content
    from chalicelib.directory import store as directory
    from chalicelib.directory.model import District, RollEntry, School
    from chalicelib.kernel import dynamo
    from chalicelib.messages import store
    from chalicelib.messages.model import IMMEDIATE_LIFETIME, Message, Sender

    directory.put_district(District("demo", "Riverbend"))
    schools = tuple(f"school{number}" for number in range(SCHOOLS))
    for number, school in enumerate(schools):
        directory.put_school("demo", School(school, school))
        ids = range(number * STUDENTS // SCHOOLS, (number + 1) * STUDENTS // SCHOOLS)
        dynamo.write_many("DIRECTORY", map(_record, _students(school, ids)))
        directory.put_roll(
            "demo", school, [RollEntry(f"s{each}", "09", f"s{each - each % 2}", "") for each in ids]
        )
    now = datetime.now(UTC)
    message = Message(
        "0" * 26,
        "demo",
        Sender("head", "Helen Head", schools[0], schools[0]),
        Content("Snow day", "<p>No school today.</p>", "No school today."),
        Selection(StudentSelection(RecipientType.PRIMARY_CONTACTS, schools=schools)),
        now,
        now + IMMEDIATE_LIFETIME,
        people=2 * STUDENTS,
    )
    store.accept(message)
    return message


def _record(student: Any) -> dict[str, str]:
    """The record alone: the rows by which pickers find a student are not read here."""
    from chalicelib.directory import codec, index

    pk, sk = index.student_key("demo", student.student_id)
    return {"pk": pk, "sk": sk, "data": codec.text(codec.student_fields(student))}


def _students(school: str, ids: range) -> Iterator[Any]:
    """Each with two custodial contacts; every tenth pair shares its address (A-18)."""
    from chalicelib.directory.model import EmailAddress, Phone, Student, StudentContact

    for at in ids:
        shared = f"family.{at}@home.example" if at % 10 == 0 else ""
        contacts = tuple(
            StudentContact(
                f"c{at}{who}",
                "Ana",
                f"Li{at}",
                custodial=True,
                sort_order=rank,
                emails=(EmailAddress(shared or f"{who}.{at}@home.example"),),
                phones=(Phone(f"+1206{at:06d}{rank}", sms=True),),
                language="en",
            )
            for rank, who in enumerate(("mother", "father"), 1)
        )
        yield Student(f"s{at}", "Max", f"Li{at}", (school,), "09", contacts=contacts)
