"""Who may have answered a letter: whoever it went to, as the records know them now."""

from chalicelib.audience.model import PersonKind
from chalicelib.directory import store as directory
from chalicelib.directory.model import EmailAddress, LinkedUser, Student, StudentContact
from chalicelib.kernel.values import value

from ..model import Delivery


@value
class Writer:
    """`account` is empty for who has none; `language` as their letter spoke, as far as it is known; `emails`
    are the addresses that the records have of them, in lower case."""

    delivery: Delivery
    account: str = ""
    language: str = ""
    emails: frozenset[str] = frozenset()

    def is_known_by(self, address: str) -> bool:
        """Whether a mail from this address is evidently theirs: others may have been handed the letter."""
        return address.casefold() in self.emails | {self.delivery.destination.casefold()}


def writer_of(delivery: Delivery) -> Writer:
    """The person of a delivery."""
    kind, person = delivery.person_kind, delivery.person_id
    if kind == PersonKind.STAFF or (kind == PersonKind.FAMILY and not delivery.student_id):
        user = directory.users(delivery.ref.district, (person,)).get(person)
        if user is None:
            return Writer(delivery)
        return Writer(delivery, person, user.language, _emails(user.email))
    student = directory.students(delivery.ref.district, (delivery.student_id,)).get(delivery.student_id)
    if student is None or kind == PersonKind.STUDENT:
        own = _emails(student.primary_email, student.personal_email) if student else frozenset[str]()
        return Writer(delivery, _account(student.account if student else None), _language(student), own)
    contact = next((each for each in student.contacts if each.contact_id == person), None)
    theirs = _emails(*contact.emails) if contact else frozenset[str]()
    return Writer(
        delivery, _account(contact.linked_user if contact else None), _language(contact or student), theirs
    )


def _emails(*addresses: EmailAddress | None) -> frozenset[str]:
    return frozenset(each.address.casefold() for each in addresses if each)


def _account(linked: LinkedUser | None) -> str:
    return linked.user_id if linked and linked.enabled else ""


def _language(who: Student | StudentContact | None) -> str:
    return who.language if who else ""
