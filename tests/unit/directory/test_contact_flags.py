"""What people set for numbers and addresses, laid over what the roster says."""

from chalicelib.directory.contact_flags import Flags, Person, people_of, reachable, with_flags
from chalicelib.directory.model import EmailAddress, LinkedUser, Phone
from tests.builders import families

HOME, WORK = Phone("+12065550001", sms=True), Phone("+12065550002")
ACCOUNT = LinkedUser("u", EmailAddress("Mum@home.example"), HOME)
MUM = families.contact(
    "mum", emails=(EmailAddress("mum@home.example"),), phones=(HOME, WORK), linked_user=ACCOUNT
)


def test_only_what_was_set_is_laid_over_the_record() -> None:
    """CHAN-11: the roster decides the other flags; the account's copy of a number is the same one."""
    flags = {Person("mum"): Flags({HOME.number: {"blocked": True}}, {"mum@home.example": True}, True)}
    (mum,) = with_flags(families.student("sam", MUM), flags).contacts
    assert mum.phones == (Phone(HOME.number, sms=True, blocked=True), WORK)
    assert (mum.emails[0].unsubscribed, mum.email_opt_out) == (True, True)
    assert mum.linked_user is not None
    assert mum.linked_user.phone == mum.phones[0]
    assert mum.linked_user.email == EmailAddress("Mum@home.example", unsubscribed=True)


def test_a_students_own_numbers_and_addresses() -> None:
    """CHAN-11, CHAN-05: the contacts' stay as they are."""
    student = families.student("sam", MUM, phone=HOME, primary_email=EmailAddress("sam@pupils.example"))
    flags = {
        Person("sam", contact=False): Flags({HOME.number: {"callout": False}}, {"sam@pupils.example": True})
    }
    changed = with_flags(student, flags)
    assert changed.phone == Phone(HOME.number, sms=True, callout=False)
    assert changed.primary_email == EmailAddress("sam@pupils.example", unsubscribed=True)
    assert changed.contacts == student.contacts
    assert with_flags(student, {}) is student


def test_a_contact_with_a_students_id_is_somebody_else() -> None:
    """CHAN-11"""
    student = families.student("mum", MUM)
    assert people_of(student) == (Person("mum", contact=False), Person("mum"))


def test_what_is_set_later_goes_over_what_was_set_before() -> None:
    """CHAN-11: flag by flag."""
    before = Flags({"1": {"sms": False, "blocked": True}, "2": {"sms": True}}, {"a": True}, True)
    now = before.merged(Flags({"1": {"sms": True}}, {"b": True}))
    assert now == Flags({"1": {"sms": True, "blocked": True}, "2": {"sms": True}}, {"a": True, "b": True}, True)


def test_a_number_of_the_account_is_listed_once() -> None:
    """CHAN-11: with the flags of the contact's own."""
    other = LinkedUser("u", EmailAddress("office@work.example"), Phone("+12065550003"))
    mum = families.contact("mum", emails=MUM.emails, phones=(HOME,), linked_user=other)
    _, one, two = reachable(families.student("sam", MUM, mum))
    assert [each.number for each in one.phones] == [HOME.number, WORK.number]
    assert [each.address for each in one.emails] == ["mum@home.example"]
    assert [each.number for each in two.phones] == [HOME.number, "+12065550003"]
