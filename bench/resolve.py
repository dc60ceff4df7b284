"""A district in one send: 200,000 recipients of 100,000 students resolved, deduplicated and enqueued.

What the fan-out function does for one message - plan, then every shard - runs in this process against the stub
server on loopback (`_stub`). CPU is this process's; the peak is its resident memory, setup included.

Measured for primary contacts at growing sizes, which should cost about the same per recipient, and for the two
that compare people with one another: Once Per Family where one text per phone is wanted, and Teachers Of.
"""

import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench import _stub as stub

STUDENTS, SCHOOLS, PORT = 100_000, 50, 4756
GRADES = ("09", "10", "11", "12")
SECTION = 25  # students of one section; each student has five


def main() -> dict[str, Any]:
    """The figures of `make bench`."""
    with stub.served(PORT):
        return _measure()


@dataclass(frozen=True)
class Sent:
    """What one send cost: CPU seconds for planning and in all."""

    recipients: int
    shards: int
    plan_cpu_s: float
    cpu_s: float

    def row(self) -> dict[str, float]:
        per = self.cpu_s / self.recipients * 1000
        return {
            "recipients": self.recipients,
            "cpu_s": round(self.cpu_s, 2),
            "cpu_ms_per_recipient": round(per, 3),
        }


def _measure() -> dict[str, Any]:
    from chalicelib.audience.model import RecipientType

    schools = _settle()
    contacts = RecipientType.PRIMARY_CONTACTS
    grade = tuple((schools[0], each) for each in GRADES[:1])
    _send(contacts, 0, grades=grade)  # what is imported on first use
    sends = [_send(contacts, 1, grades=grade)]
    sends += [_send(contacts, number, schools=schools[:count]) for number, count in ((2, 5), (3, 25), (4, 50))]
    whole = sends[-1]
    teachers = _send(RecipientType.TEACHERS_OF, 5, schools=schools)
    _want_one_text_per_phone()
    families = _send(RecipientType.ONCE_PER_FAMILY, 6, schools=schools)
    growth = [each.row() for each in sends]
    for row in growth:
        print("   {recipients:>8,} recipients {cpu_s:7.2f} s {cpu_ms_per_recipient:7.3f} ms each".format(**row))
    return {
        "resolve_200k_cpu_s": round(whole.cpu_s, 2),
        "resolve_200k_peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "resolve_200k": {"plan_cpu_s": round(whole.plan_cpu_s, 2), "shards": whole.shards},
        "resolve_growth": growth,
        "resolve_growth_factor": round(
            growth[-1]["cpu_ms_per_recipient"] / growth[1]["cpu_ms_per_recipient"], 2
        ),
        "resolve_200k_once_per_family_cpu_s": round(families.cpu_s, 2),
        "resolve_200k_once_per_family": {
            "plan_cpu_s": round(families.plan_cpu_s, 2),
            "shards": families.shards,
        },
        "resolve_100k_teachers_of_cpu_s": round(teachers.cpu_s, 2),
        "resolve_100k_teachers_of": {"plan_cpu_s": round(teachers.plan_cpu_s, 2), "shards": teachers.shards},
    }


def _send(kind: Any, number: int, **chosen: Any) -> Sent:
    from chalicelib.delivery import fan_out, plan, store
    from chalicelib.kernel.clock import SystemClock

    message = _accepted(kind, number, **chosen)
    clock = SystemClock()
    before = time.process_time()
    plan.plan(message.district, message.message_id, clock)
    planned = time.process_time() - before
    state = store.plan(message.district, message.message_id)
    assert state is not None
    for shard in range(state.shards):
        fan_out.fan_out(message.district, message.message_id, shard, state.plan_id, clock)
    cpu = time.process_time() - before
    schools, grades = len(chosen.get("schools", ())), len(chosen.get("grades", ()))
    students = STUDENTS // SCHOOLS * schools + STUDENTS // SCHOOLS // len(GRADES) * grades
    return Sent(2 * students, state.shards, planned, cpu)


def _accepted(kind: Any, number: int, **chosen: Any) -> Any:
    from datetime import UTC, datetime

    from chalicelib.audience.model import Selection, StudentSelection
    from chalicelib.content.model import Content
    from chalicelib.messages import store
    from chalicelib.messages.model import IMMEDIATE_LIFETIME, Message, Sender

    now = datetime.now(UTC)
    message = Message(
        str(number) * 26,
        "demo",
        Sender("head", "Helen Head", "school0", "school0"),
        Content("Snow day", "<p>No school today.</p>", "No school today."),
        Selection(StudentSelection(kind, **chosen)),
        now,
        now + IMMEDIATE_LIFETIME,
        people=2 * STUDENTS,
    )
    store.accept(message)
    return message


# ---- The district -------------------------------------------------------------------------------------------


def _settle() -> tuple[str, ...]:
    """The ids of its schools. Two siblings each, next to one another, with both parents; five sections."""
    from chalicelib.directory import store as directory
    from chalicelib.directory.model import District, RollEntry, School
    from chalicelib.directory.places import keys_of
    from chalicelib.kernel import dynamo

    directory.put_district(District("demo", "Riverbend"))
    schools = tuple(f"school{number}" for number in range(SCHOOLS))
    for number, school in enumerate(schools):
        directory.put_school("demo", School(school, school))
        ids = range(number * STUDENTS // SCHOOLS, (number + 1) * STUDENTS // SCHOOLS)
        students = list(_students(school, ids))
        dynamo.write_many("DIRECTORY", map(_record, students))
        entries = [
            RollEntry(
                each.student_id, each.grade, min(each.student_id, *each.linked_students), "", (), keys_of(each)
            )
            for each in students
        ]
        directory.put_roll("demo", school, entries)
        directory.put_sections("demo", _sections(school, ids))
        directory.put_users("demo", _teachers(school))
    return schools


def _want_one_text_per_phone() -> None:
    from chalicelib.delivery import known
    from chalicelib.directory import store as directory
    from chalicelib.directory.model import District

    directory.put_district(District("demo", "Riverbend", settings={"one_per_address": True}))
    known.forget()


def _record(student: Any) -> dict[str, str]:
    """The record alone: the rows by which pickers find a student are not read here."""
    from chalicelib.directory import codec, index

    pk, sk = index.student_key("demo", student.student_id)
    return {"pk": pk, "sk": sk, "data": codec.text(codec.student_fields(student))}


def _students(school: str, ids: range) -> Iterator[Any]:
    """Pairs of siblings, each with two custodial contacts; every tenth pair's parents share an address (A-18),
    and every fiftieth pair's mother has the number of the father next door."""
    from chalicelib.directory.model import Student

    for at in ids:
        pair, sibling = at // 2, at + 1 - 2 * (at % 2)
        yield Student(
            f"s{at}",
            "Max",
            f"Li{pair}",
            (school,),
            GRADES[pair % len(GRADES)],
            contacts=_parents(pair),
            linked_students=(f"s{sibling}",),
            sections=tuple(f"{school}-{period}-{at % 2000 // SECTION}" for period in range(5)),
        )


def _parents(pair: int) -> tuple[Any, ...]:
    from chalicelib.directory.model import EmailAddress, Phone, StudentContact

    shared = f"family.{pair}@home.example" if pair % 10 == 0 else ""
    next_door = pair - 1 if pair % 50 == 0 and pair else pair
    numbers = {"mother": f"+1206{next_door:06d}2" if next_door != pair else f"+1206{pair:06d}1"}
    numbers["father"] = f"+1206{pair:06d}2"
    return tuple(
        StudentContact(
            f"c{pair}{who}",
            "Ana",
            f"Li{pair}",
            custodial=True,
            sort_order=rank,
            emails=(EmailAddress(shared or f"{who}.{pair}@home.example"),),
            phones=(Phone(numbers[who], sms=True),),
            language="en",
        )
        for rank, who in enumerate(("mother", "father"), 1)
    )


def _sections(school: str, ids: range) -> Iterator[Any]:
    from chalicelib.directory.model import Section

    for period in range(5):
        for group in range(len(ids) // SECTION):
            students = tuple(f"s{each}" for each in ids[group * SECTION : (group + 1) * SECTION])
            teacher = f"{school}-t{(group + period) % 80}"
            yield Section(
                f"{school}-{period}-{group}", school, "Algebra", str(period), (teacher,), ("Tom",), students
            )


def _teachers(school: str) -> Iterator[Any]:
    from chalicelib.directory.model import EmailAddress, Role, User

    for number in range(80):
        email = EmailAddress(f"{school}.{number}@school.example")
        yield User(f"{school}-t{number}", "Tom", f"Ray{number}", (Role.TEACHER,), (school,), email=email)
