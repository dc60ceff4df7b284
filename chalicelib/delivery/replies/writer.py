"""Who may have answered a letter: whoever it went to, as the records know them now."""

from chalicelib.audience.model import PersonKind
from chalicelib.directory import store as directory
from chalicelib.directory.model import LinkedUser, Student, StudentContact
from chalicelib.kernel.values import value

from ..model import Delivery


@value
class Writer:
    """`account` is empty for who has none; `language` as their letter spoke, as far as it is known."""

    delivery: Delivery
    account: str = ""
    language: str = ""


def writer_of(delivery: Delivery) -> Writer:
    """The person of a delivery."""
    kind, person = delivery.person_kind, delivery.person_id
    if kind == PersonKind.STAFF or (kind == PersonKind.FAMILY and not delivery.student_id):
        user = directory.users(delivery.ref.district, (person,)).get(person)
        return Writer(delivery, person if user else "", user.language if user else "")
    student = directory.students(delivery.ref.district, (delivery.student_id,)).get(delivery.student_id)
    if student is None or kind == PersonKind.STUDENT:
        return Writer(delivery, _account(student.account if student else None), _language(student))
    contact = next((each for each in student.contacts if each.contact_id == person), None)
    return Writer(delivery, _account(contact.linked_user if contact else None), _language(contact or student))


def _account(linked: LinkedUser | None) -> str:
    return linked.user_id if linked and linked.enabled else ""


def _language(who: Student | StudentContact | None) -> str:
    return who.language if who else ""
