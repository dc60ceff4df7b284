"""Contact settings over HTTP (CHAN-11): View on `edit_contact_settings` shows them, Edit changes them."""

from collections.abc import Sequence

from chalicelib.access import scope
from chalicelib.access.endpoint import Api, Call
from chalicelib.access.model import Permission, Principal, edit, view

from . import contact_settings as use
from . import store
from .audit import Who
from .contact_flags import Reachable, reachable
from .contact_schemas import ContactSettings, EmailSettings, PersonChange, PersonSettings, PhoneSettings
from .model import Student
from .store import suppressions
from .suppression_schemas import SuppressedPlace, shown

api = Api("directory")
_CHANGES = edit(Permission.EDIT_CONTACT_SETTINGS)


@api.get(
    "/v1/students/{student_id}/contact-settings",
    needs=view(Permission.EDIT_CONTACT_SETTINGS),
    returns=ContactSettings,
    summary="What a student's and the contacts' numbers and addresses may be used for",
)
def read_contact_settings(call: Call) -> ContactSettings:
    me = call.principal
    return _settings(me.district, _student(me, call.path["student_id"]))


@api.patch(
    "/v1/students/{student_id}/contact-settings",
    needs=_CHANGES,
    body=PersonChange,
    returns=ContactSettings,
    summary="Change what a student's own numbers and addresses may be used for",
)
def change_student_settings(call: Call) -> ContactSettings:
    return _change(call, "")


@api.patch(
    "/v1/students/{student_id}/contacts/{contact_id}",
    needs=_CHANGES,
    body=PersonChange,
    returns=ContactSettings,
    summary="Change what a contact's numbers and addresses may be used for, for all of the contact's students",
)
def change_contact_settings(call: Call) -> ContactSettings:
    """The ETag is that of the student's contact settings."""
    return _change(call, call.path["contact_id"])


def _change(call: Call, contact_id: str) -> ContactSettings:
    me = call.principal
    student = _student(me, call.path["student_id"])
    person = use.person_in(student, contact_id)
    if person is None:
        raise scope.nothing("contact_id", "This student has no such contact.")
    call.check_unchanged(_settings(me.district, student))
    by = Who(me.user_id, me.name)
    return _settings(me.district, use.change(me.district, student, person, call.body.flags(), by, call.clock))


def _student(principal: Principal, student_id: str) -> Student:
    """Raises NotFound for a student of none of the principal's schools."""
    student = store.students(principal.district, (student_id,)).get(student_id)
    if student is None or set(student.schools).isdisjoint(scope.schools_of(principal)):
        raise scope.nothing("student_id", "There is no such student at your schools.")
    return student


def _settings(district: str, student: Student) -> ContactSettings:
    suppressed = _Suppressed(district, reachable(student))
    relations = {each.contact_id: (each.relationship, each.custodial) for each in student.contacts}
    people = tuple(
        _person(each, suppressed, *relations.get(each.person.id if each.person.contact else "", ("", False)))
        for each in reachable(student)
    )
    return ContactSettings(student_id=student.student_id, name=student.name, grade=student.grade, people=people)


class _Suppressed:
    """What is suppressed of the numbers and addresses of a record's people."""

    def __init__(self, district: str, people: Sequence[Reachable]) -> None:
        numbers = {each.number for who in people for each in who.phones}
        addresses = {each.address for who in people for each in who.emails}
        asked = (("sms", numbers), ("voice", numbers), ("email", addresses))
        found = [suppressions.of(district, channel, places) for channel, places in asked if places]
        self._known = [each for known in found for each in known.values()]

    def at(self, place: str) -> tuple[SuppressedPlace, ...]:
        return tuple(shown(each) for each in self._known if each.address.lower() == place.lower())


def _person(who: Reachable, suppressed: _Suppressed, relationship: str, custodial: bool) -> PersonSettings:
    return PersonSettings(
        contact_id=who.person.id if who.person.contact else "",
        name=who.name,
        relationship=relationship,
        custodial=custodial,
        phones=tuple(
            PhoneSettings(
                number=each.number,
                kind=each.kind.value,
                callout=each.callout,
                blocked=each.blocked,
                sms=each.sms,
                unsubscribed=each.unsubscribed,
                suppressed=suppressed.at(each.number),
            )
            for each in who.phones
        ),
        emails=tuple(
            EmailSettings(
                address=each.address, unsubscribed=each.unsubscribed, suppressed=suppressed.at(each.address)
            )
            for each in who.emails
        ),
        email_opt_out=who.email_opt_out,
    )
