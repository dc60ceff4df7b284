"""A second opinion on who gets what: the ledger's rules said again, slowly and one delivery at a time.

It shares no code with the product and is built otherwise: a list of lines, each "this person, about this
student, on this channel, at this address or for this reason not", on which one rule after the other works. The
one thing it cannot know is whom chance picked in a family; it is told, and says whether that pick was allowed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from chalicelib.audience.model import RecipientType as Kind
from chalicelib.content.model import Channel
from chalicelib.directory.model import EmailAddress, LinkedUser, Phone, Role, Student, StudentContact, User

from .worlds import TODAY, World, inbox

Place = EmailAddress | Phone
OUTWARD = (Channel.EMAIL, Channel.SMS, Channel.VOICE)
# Which reason is shown when there are several (docs/specification/audience.md, "Per number and address").
REASONS = (
    "email_opt_out",
    "unsubscribed",
    "opted_out",
    "suppressed_complaint",
    "stopped_by_staff",
    "blocked",
    "callout_off",
    "sms_off",
    "not_in_service",
    "suppressed_bounce",
    "no_primary_contact",
    "no_contact",
    "no_contact_data",
)


@dataclass(frozen=True)
class Line:
    """One delivery: real when it has an address and is no repetition."""

    person: str  # kind and id
    student: str
    channel: Channel
    address: str = ""
    reason: str = ""
    repeated: bool = False
    children: frozenset[str] = frozenset()
    user: str = ""  # the account behind the person, open or not

    @property
    def real(self) -> bool:
        return bool(self.address) and not self.repeated


# What a line says before it is compared with the others: person, student, channel, address, reason.
Bare = tuple[str, str, str, str, str]


def bare(line: Line) -> Bare:
    return line.person, line.student, line.channel, line.address, line.reason


class NotAllowed(AssertionError):
    """Chance picked a student in a family, or several, that it should not have."""


def expected(kind: Kind, world: World, made: Iterable[Bare]) -> list[Line]:
    """Everything that a message to these students makes. `made` is what the product made, to see whom chance
    picked. Raises NotAllowed.
    """
    present = [student for student in world.students if student.active]
    if kind is Kind.TEACHERS_OF:
        return _teachers(world, present)
    if kind is Kind.ONCE_PER_FAMILY:
        seen = list(made)
        lines = [line for family in _sibling_groups(present) for line in _as_picked(world, family, seen)]
    else:
        lines = [line for student in present for line in _once_within(_one_student(kind, world, student))]
    return _one_per_address(world, lines) if world.one_per_address else lines


def _as_picked(world: World, family: Sequence[Student], made: Iterable[Bare]) -> list[Line]:
    """What becomes of a family, of all that may become of it: that which did."""
    ids = {student.student_id for student in family}
    here = Counter(each for each in made if each[1] in ids)
    for picked in _may_be_picked(world, family):
        lines = _family(world, family, picked)
        if Counter(map(bare, lines)) == here:
            return lines
    raise NotAllowed(sorted(ids))


# ---- One place, one person ----------------------------------------------------------------------------------


def _objections(place: Place, channel: Channel, world: World) -> list[str]:
    """CHAN-07 to CHAN-10: why a place may not be used; nothing when it may."""
    both = _flagged(place, channel, world), _of_address(place, channel, world)
    return [each for each in both if each]


def _flagged(place: Place, channel: Channel, world: World) -> str:
    """What the record says against it."""
    if place.unsubscribed:
        return "unsubscribed"
    if isinstance(place, Phone):
        if not place.callout:
            return "callout_off"
        if place.blocked and channel not in world.emergency:
            return "blocked"
        if channel is Channel.SMS and not place.sms:
            return "sms_off"
    return ""


def _of_address(place: Place, channel: Channel, world: World) -> str:
    """What is known of the address itself, by whoever has it. An emergency tries a number out of service."""
    for each in world.suppressed:
        if each.channel is channel and each.address.lower() == _text(place).lower():
            return "" if each.reason == "not_in_service" and channel in world.emergency else each.reason
    return ""


def _text(place: Place) -> str:
    return place.address if isinstance(place, EmailAddress) else place.number


def _worst(reasons: Iterable[str], otherwise: str) -> str:
    return min([*reasons, otherwise], key=REASONS.index)


def _first_usable(places: Sequence[Place | None], channel: Channel, world: World) -> tuple[str, str]:
    """The address to use, or the reason why there is none."""
    given = [place for place in places if place is not None]
    for place in given:
        if not _objections(place, channel, world):
            return _text(place), ""
    return "", _worst(chain(*(_objections(place, channel, world) for place in given)), "no_contact_data")


def _in_app(user: LinkedUser | None, role: Role) -> str:
    """RCPT-20: the account that gets the in-app copy."""
    return user.user_id if user and user.enabled and inbox(user, role) else ""


def _person(
    world: World,
    who: str,
    student: str,
    user: LinkedUser | None,
    role: Role,
    emails: Sequence[EmailAddress | None],
    phones: Sequence[Phone | None],
    opted_out: bool,
) -> list[Line]:
    """Every channel of the message for one person about one student."""
    made = []
    account = _in_app(user, role)
    for channel in world.channels:
        line = Line(who, student, channel, user=user.user_id if user else "")
        if channel is Channel.EMAIL and opted_out:
            made.append(replace(line, reason="email_opt_out"))
        elif channel in OUTWARD:
            places: Sequence[Place | None] = emails if channel is Channel.EMAIL else phones
            address, reason = _first_usable(places, channel, world)
            made.append(replace(line, address=address, reason=reason))
        elif account:
            made.append(replace(line, address=account))
    return made


def _as_contact(
    world: World, student: Student, contact: StudentContact, *, with_account: bool = True
) -> list[Line]:
    """A-19, steps 1, 2 and 4: own places first, then the account's unless the contact's record lists it."""
    user = contact.linked_user
    emails, phones = list(contact.emails), list(contact.phones)
    if user and user.enabled and with_account:
        if user.email and user.email.address.lower() not in {each.address.lower() for each in emails}:
            emails.append(user.email)
        if user.phone and user.phone.number not in {each.number for each in phones}:
            phones.append(user.phone)
    opted_out = contact.email_opt_out or bool(user and user.email_opt_out)
    who = f"contact {contact.contact_id}"
    return _person(world, who, student.student_id, user, Role.PARENT, emails, phones, opted_out)


def _as_student(world: World, student: Student, email: EmailAddress | None, phone: Phone | None) -> list[Line]:
    user = student.account
    opted_out = bool(user and user.email_opt_out)
    who = f"student {student.student_id}"
    return _person(world, who, student.student_id, user, Role.STUDENT, [email], [phone], opted_out)


# ---- The types ----------------------------------------------------------------------------------------------


def _contacts(student: Student) -> list[StudentContact]:
    """By rank, without those that ended (RCPT-04)."""
    current = [each for each in student.contacts if not each.end_date or each.end_date >= TODAY]
    return sorted(current, key=lambda each: (each.sort_order, each.contact_id))


def _one_student(kind: Kind, world: World, student: Student) -> list[Line]:
    """RCPT-01 to RCPT-07 without Teachers Of."""
    primary, personal = student.primary_email, student.personal_email
    student_too = kind in (Kind.STUDENTS_AND_ALL_CONTACTS, Kind.STUDENTS_AND_PRIMARY_CONTACTS)
    lines: list[Line] = []
    if kind is Kind.STUDENTS or student_too:
        lines += _as_student(world, student, primary or personal, student.phone)
    if kind is Kind.STUDENT_PERSONAL:
        lines += _as_student(world, student, personal or primary, student.phone)
    if kind in (Kind.ALL_CONTACTS, Kind.STUDENTS_AND_ALL_CONTACTS):
        lines += _or_fallback(
            world, student, _contacts(student), "no_contact", alone=not student_too, said=lines
        )
    if kind in (Kind.PRIMARY_CONTACTS, Kind.STUDENTS_AND_PRIMARY_CONTACTS):
        custodial = [each for each in _contacts(student) if each.custodial]
        nobody = "no_primary_contact"
        lines += _or_fallback(world, student, custodial, nobody, alone=not student_too, said=lines)
    return lines


def _or_fallback(
    world: World,
    student: Student,
    meant: Sequence[StudentContact],
    nobody: str,
    *,
    alone: bool,
    said: Sequence[Line],
) -> list[Line]:
    """An error about the student that is `said` already is not said again."""
    if meant:
        return [line for contact in meant for line in _as_contact(world, student, contact)]
    missed = {(line.person, line.channel) for line in said if not line.address}
    found = _fallback(world, student, nobody, to_student=alone)
    return [line for line in found if (line.person, line.channel) not in missed]


def _fallback(world: World, student: Student, nobody: str, *, to_student: bool = True) -> list[Line]:
    """RCPT-13, A-19 steps 3 and 4: each channel takes whom it can reach first."""
    contacts = _contacts(student)
    tries = [_as_contact(world, student, each, with_account=False) for each in contacts]
    tries += [_as_contact(world, student, each) for each in contacts]
    user = student.account
    if to_student and user and user.enabled:
        tries.append(_as_student(world, student, user.email, user.phone))

    outward = [channel for channel in world.channels if channel in OUTWARD]
    found: dict[Channel, Line] = {}
    why: dict[Channel, str] = {}
    for channel in outward:
        said = [line for lines in tries for line in lines if line.channel is channel]
        reached = [line for line in said if line.address]
        if reached:
            found[channel] = reached[0]
        else:
            why[channel] = _worst((line.reason for line in said), nobody)

    takers = {line.person for line in found.values()}
    in_order = list(dict.fromkeys(line.person for lines in tries for line in lines))
    chosen = [person for person in in_order if person in takers]
    user_of = {line.person: line.user for lines in tries for line in lines}
    in_app = {line.person: line for lines in tries for line in lines if line.channel not in OUTWARD}
    if not chosen:
        names = [f"contact {each.contact_id}" for each in contacts]
        chosen = ([each for each in names if each in in_app] or names)[:1]
    lines = []
    for at, person in enumerate(chosen):
        lines += [line for line in found.values() if line.person == person]
        if at == 0:
            nobody_else = Line(person, student.student_id, Channel.EMAIL, user=user_of.get(person, ""))
            lines += [replace(nobody_else, channel=channel, reason=why[channel]) for channel in why]
        copies = [line for lines_ in tries for line in lines_ if line.person == person]
        lines += {line.channel: line for line in copies if line.channel not in OUTWARD}.values()
    if not chosen:
        about = Line(f"student {student.student_id}", student.student_id, Channel.EMAIL)
        about = replace(about, user=student.account.user_id if student.account else "")
        lines = [replace(about, channel=channel, reason=why[channel]) for channel in why]
    return lines


# ---- Repetitions --------------------------------------------------------------------------------------------


def _once_within(lines: Iterable[Line]) -> list[Line]:
    """A-18: about one student, the same account or the same address is used once per channel."""
    done: list[Line] = []
    for line in lines:
        again = any(
            other.channel is line.channel
            and other.address
            and line.address
            and (other.address.lower() == line.address.lower() or (line.user and other.user == line.user))
            for other in done
        )
        done.append(replace(line, repeated=again))
    return done


def _one_per_address(world: World, lines: Sequence[Line]) -> list[Line]:
    """One text per phone: in a household the first delivery to an address is about all the children there."""
    of = {student: at for at, group in enumerate(_households(world)) for student in group}

    def same(one: Line, other: Line) -> bool:
        return (
            one.channel is other.channel
            and one.channel is not Channel.PORTAL
            and bool(one.address)
            and one.address.lower() == other.address.lower()
            and of[one.student] == of[other.student]
        )

    done: list[Line] = []
    for line in lines:
        if line.real and any(other.real and same(other, line) for other in done):
            done.append(replace(line, repeated=True))
        elif line.real:
            children = frozenset(other.student for other in lines if same(other, line))
            done.append(replace(line, children=children if len(children) > 1 else frozenset()))
        else:
            done.append(line)
    return done


def _households(world: World) -> list[set[str]]:
    """Everybody selected, also who left since; joined by links over the whole district, or by an address."""
    groups = [{student.student_id} for student in world.students]
    for one in world.students:
        for other in world.students:
            linked = other.student_id in one.linked_students
            if linked or not _all_addresses(one).isdisjoint(_all_addresses(other)):
                groups = _merged(groups, one.student_id, other.student_id)
    return groups


def _merged(groups: list[set[str]], one: str, other: str) -> list[set[str]]:
    both = [group for group in groups if one in group or other in group]
    return [group for group in groups if group not in both] + [set().union(*both)]


def _all_addresses(student: Student) -> set[str]:
    def of_account(user: LinkedUser | None) -> Iterator[Place | None]:
        yield from (user.email, user.phone) if user else ()

    places: list[Place | None] = [student.primary_email, student.personal_email, student.phone]
    places += of_account(student.account)
    for contact in student.contacts:
        places += [*contact.emails, *contact.phones, *of_account(contact.linked_user)]
    return {_text(place).lower() for place in places if place}


# ---- Families -----------------------------------------------------------------------------------------------


def _sibling_groups(present: Sequence[Student]) -> list[list[Student]]:
    """RCPT-08: transitively, among the selected students."""
    groups = [{student.student_id} for student in present]
    ids = set().union(*groups)
    for student in present:
        for linked in ids.intersection(student.linked_students):
            groups = _merged(groups, student.student_id, linked)
    families: list[list[Student]] = []
    for student in present:
        if not any(student in family for family in families):
            (group,) = (each for each in groups if student.student_id in each)
            families.append([each for each in present if each.student_id in group])
    return families


def _eligible(student: Student) -> list[StudentContact]:
    """A-16."""
    contacts = _contacts(student)
    return [each for each in contacts if each.custodial] or [each for each in contacts if each.sort_order == 1][
        :1
    ]


def _may_be_picked(world: World, family: Sequence[Student]) -> list[Student]:
    """RCPT-09: one with an eligible contact; without any, one through whom somebody is reached; else any."""
    with_contact = [student for student in family if _eligible(student)]
    if with_contact:
        return with_contact
    reached = [
        student
        for student in family
        if any(line.address for line in _fallback(world, student, "no_primary_contact"))
    ]
    return reached or list(family)


def _family(world: World, family: Sequence[Student], picked: Student) -> list[Line]:
    """RCPT-09 to RCPT-12, A-16, A-17."""
    if _eligible(picked):
        lines = [line for each in _eligible(picked) for line in _as_contact(world, picked, each)]
        found = _once_within(lines)
    else:
        found = _fallback(world, picked, "no_primary_contact")
    for student in family:
        if student is picked:
            continue
        lines = [line for each in _eligible(student) for line in _as_contact(world, student, each)]
        for line in _once_within(lines):
            in_app = line.channel is Channel.PORTAL
            found.append(line if in_app else replace(line, reason="sibling", repeated=True))
        if not lines and not _eligible(student):
            who = f"student {student.student_id}"
            found += [
                Line(who, student.student_id, channel, reason="sibling", repeated=True)
                for channel in world.channels
                if channel in OUTWARD
            ]
    return found


# ---- Teachers -----------------------------------------------------------------------------------------------


def _teachers(world: World, present: Sequence[Student]) -> list[Line]:
    """RCPT-05, A-18."""
    lines: list[Line] = []
    taught: dict[str, list[Student]] = {}
    users: dict[str, User] = {}
    for student in present:
        theirs = {user.user_id: user for each in student.sections for user in world.teachers.get(each, ())}
        theirs = {user_id: user for user_id, user in theirs.items() if user.enabled}
        users |= theirs
        for user_id in theirs:
            taught.setdefault(user_id, []).append(student)
        if not theirs:
            outward = [each for each in world.channels if each in OUTWARD] or [Channel.PORTAL]
            who = f"student {student.student_id}"
            lines += [Line(who, student.student_id, each, reason="no_teacher") for each in outward]
    for user_id, students in taught.items():
        about = [student.student_id for student in students]
        if world.once_per_teacher and len(about) > 1:
            about = [""]
        for each in about:
            lines += _as_staff(world, users[user_id], each)
    return lines


def _as_staff(world: World, user: User, student: str) -> list[Line]:
    """RCPT-16, RCPT-17: an account's phone takes texts."""
    account = LinkedUser(user.user_id, profiles=user.profiles)
    phone = replace(user.phone, sms=True) if user.phone else None
    who = f"staff {user.user_id}"
    return _person(world, who, student, account, Role.TEACHER, [user.email], [phone], user.email_opt_out)
