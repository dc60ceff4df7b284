"""Teachers Of: who teaches, once or once per student, and students whom nobody teaches."""

from typing import Any

from chalicelib.audience.model import Destination, PersonKind, Recipient, RecipientType, Unreachable
from chalicelib.audience.resolve import reaches
from chalicelib.directory.model import EmailAddress, Phone, Role, User
from tests.builders import people
from tests.support.resolving import PORTAL, E, S, V, address, outward, resolved, terms

TEACHERS_OF = RecipientType.TEACHERS_OF


def teacher(user_id: str, **changes: Any) -> User:
    usual: dict[str, Any] = {
        "roles": (Role.TEACHER,),
        "email": EmailAddress(f"{user_id}@school.example"),
        "phone": Phone("+12065550001"),
    }
    return people.user(user_id, **usual | changes)


TOM, KAY = teacher("tom"), teacher("kay", searchable=False)
TEACHERS = {"algebra": (TOM,), "biology": (KAY, TOM), "closed": (teacher("gone", enabled=False),)}
SAM = people.student("sam", sections=("algebra", "biology"))
KIM = people.student("kim", sections=("algebra",))


def found(*students: Any, **changes: Any) -> list[Recipient]:
    return resolved(TEACHERS_OF, *students, **{"teachers": TEACHERS} | changes)


def test_all_current_teachers_also_those_who_cannot_be_searched() -> None:
    """RCPT-05, PERM-A12: at the data of their accounts, about the student."""
    recipients = found(SAM)
    assert outward(recipients) == [("tom", "sam", "tom@school.example"), ("kay", "sam", "kay@school.example")]
    assert [address(each, S) for each in recipients] == ["+12065550001"] * 2
    assert {(each.kind, each.recipient_type, each.student_name) for each in recipients} == {
        (PersonKind.STAFF, TEACHERS_OF, "Sam Miller")
    }
    assert [each.account for each in recipients] == ["tom", "kay"]


def test_a_teacher_of_several_gets_one_message_where_it_says_the_same() -> None:
    """RCPT-05, A-18: it is about no one student then; who teaches one of them gets it about that one."""
    assert outward(found(SAM, KIM)) == [
        ("tom", "", "tom@school.example"),
        ("kay", "sam", "kay@school.example"),
    ]


def test_one_message_per_student_where_the_text_differs() -> None:
    """RCPT-05, A-18."""
    assert [each[:2] for each in outward(found(SAM, KIM, once_per_teacher=False))] == [
        ("tom", "sam"),
        ("kay", "sam"),
        ("tom", "kim"),
    ]


def test_a_student_without_current_schedule_yields_nobody_and_is_reported() -> None:
    """RCPT-05: also one whose only teacher's account is closed; no in-app copy for the child."""
    idle = people.student("ida")
    left = people.student("lee", sections=("closed", "no-such-section"))
    for once in (True, False):
        recipients = found(KIM, idle, left, once_per_teacher=once)
        assert [each.person_id for each in recipients] == ["tom", "ida", "lee"]
        assert recipients[1].destinations == dict.fromkeys(
            (E, S, V), Destination(reason=Unreachable.NO_TEACHER)
        )
        assert (recipients[1].kind, recipients[1].student_id) == (PersonKind.STUDENT, "ida")
    assert not any(each.counts for each in reaches(TEACHERS_OF, [idle], terms()))


def test_an_in_app_message_reports_it_too() -> None:
    """RCPT-05: with no other part the in-app copy's report says why."""
    (idle,) = found(people.student("ida"), channels=(PORTAL,))
    assert idle.destinations == {PORTAL: Destination(reason=Unreachable.NO_TEACHER)}
