"""What the generator makes, before it is written down as a roster: plain frozen records. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoPhone:
    """A number and its flags, as the companion file has them."""

    number: str
    kind: str  # mobile, home, work
    sms: bool = False
    callout: bool = True
    blocked: bool = False
    unsubscribed: bool = False


@dataclass(frozen=True, slots=True)
class DemoContact:
    """An adult of a household. `username` empty: no account."""

    contact_id: str
    given_name: str
    family_name: str
    phones: tuple[DemoPhone, ...] = ()
    email: str = ""
    email_opt_out: bool = False
    language: str = ""
    username: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Tie:
    """How an adult belongs to the children of the household."""

    contact: DemoContact
    relationship: str
    custodial: bool
    order: int


@dataclass(frozen=True, slots=True)
class DemoStudent:
    """A child. `position` is the place in the grade, which decides the class."""

    student_id: str
    given_name: str
    family_name: str
    school: str
    grade: str
    position: int
    sex: str
    birth_date: str
    language: str
    email: str = ""
    personal_email: str = ""
    phone: DemoPhone | None = None
    username: str = ""


@dataclass(frozen=True, slots=True)
class Household:
    """A family: `kind` is together, divorced, single, apart (one without custody), relatives, nobody."""

    number: int
    kind: str
    children: tuple[DemoStudent, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """Somebody who works for the district. `role` is OneRoster's; no schools means the district's office."""

    user_id: str
    given_name: str
    family_name: str
    role: str
    schools: tuple[str, ...]
    email: str
    phone: DemoPhone
    username: str
