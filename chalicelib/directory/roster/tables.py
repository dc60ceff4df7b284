"""OneRoster's files and Carillon's companions as data: which columns we read, under which spellings (1.1, 1.2).

Spellings seen in exports stand beside the specification's, best first; matching ignores case, blanks, `_`, `-`.
"""

from collections.abc import Mapping, Sequence

from chalicelib.kernel.values import value


@value
class Table:
    """One file's columns. `needed` must be there; `idle` are known and not used."""

    file: str
    spellings: Mapping[str, Sequence[str]]
    needed: Sequence[str]
    idle: Sequence[str] = ()


_ID = ("sourcedId", "id")
_COMMON = {"id": _ID, "status": ("status",)}
_STAMPS = ("dateLastModified",)

MANIFEST = Table("manifest.csv", {"name": ("propertyName", "property"), "value": ("value",)}, ("name", "value"))
ORGS = Table(
    "orgs.csv",
    {**_COMMON, "name": ("name",), "type": ("type", "orgType"), "number": ("identifier",)},
    ("id", "name", "type"),
    (*_STAMPS, "parentSourcedId"),
)
USERS = Table(
    "users.csv",
    {
        **_COMMON,
        "enabled": ("enabledUser",),
        "orgs": ("orgSourcedIds", "orgSourcedId", "primaryOrgSourcedId"),
        "role": ("role",),
        "username": ("username",),
        "given": ("givenName", "firstName"),
        "family": ("familyName", "lastName", "surname"),
        "number": ("identifier",),
        "email": ("email",),
        "sms": ("sms",),
        "phone": ("phone", "phoneNumber"),
        "agents": ("agentSourcedIds", "agents", "agentSourcedId"),
        "grades": ("grades", "grade"),
        "language": (
            "metadata.language",
            "ext_language",
            "language",
            "metadata.homeLanguage",
            "preferredLanguage",
        ),
        "personal": ("metadata.personalEmail", "ext_personalEmail", "personalEmail"),
    },
    ("id", "given", "family"),
    (
        *_STAMPS,
        "userIds",
        "middleName",
        "password",
        "userMasterIdentifier",
        "preferredGivenName",
        "preferredMiddleName",
        "preferredFamilyName",
        "pronouns",
        "resourceSourcedIds",
    ),
)
ROLES = Table(
    "roles.csv",
    {
        **_COMMON,
        "user": ("userSourcedId",),
        "type": ("roleType",),
        "role": ("role",),
        "org": ("orgSourcedId",),
        "begin": ("beginDate",),
        "end": ("endDate",),
    },
    ("user", "role", "org"),
    (*_STAMPS, "userProfileSourcedId"),
)
COURSES = Table(
    "courses.csv",
    {**_COMMON, "title": ("title",)},
    ("id",),
    (*_STAMPS, "schoolYearSourcedId", "courseCode", "grades", "orgSourcedId", "subjects", "subjectCodes"),
)
CLASSES = Table(
    "classes.csv",
    {
        **_COMMON,
        "title": ("title",),
        "course": ("courseSourcedId",),
        "school": ("schoolSourcedId",),
        "periods": ("periods", "period"),
    },
    ("id", "school"),
    (*_STAMPS, "grades", "classCode", "classType", "location", "termSourcedIds", "subjects", "subjectCodes"),
)
ENROLLMENTS = Table(
    "enrollments.csv",
    {
        **_COMMON,
        "class": ("classSourcedId",),
        "user": ("userSourcedId",),
        "role": ("role",),
        "main": ("primary",),
        "begin": ("beginDate",),
        "end": ("endDate",),
    },
    ("class", "user", "role"),
    (*_STAMPS, "schoolSourcedId"),
)
DEMOGRAPHICS = Table(
    "demographics.csv",
    {"status": ("status",), "user": ("userSourcedId", "sourcedId"), "gender": ("sex", "gender")},
    ("user",),
    (
        *_STAMPS,
        "sourcedId",
        "birthDate",
        "americanIndianOrAlaskaNative",
        "asian",
        "blackOrAfricanAmerican",
        "nativeHawaiianOrOtherPacificIslander",
        "white",
        "demographicRaceTwoOrMoreRaces",
        "hispanicOrLatinoEthnicity",
        "countryOfBirthCode",
        "stateOfBirthAbbreviation",
        "cityOfBirth",
        "publicSchoolResidenceStatus",
    ),
)
SESSIONS = Table(
    "academicSessions.csv",
    {**_COMMON, "title": ("title",), "type": ("type",), "begin": ("startDate",), "end": ("endDate",)},
    ("id",),
    (*_STAMPS, "parentSourcedId", "schoolYear"),
)

# ---- Carillon's own, in the same zip (docs/roster-import.md) -----------------------------------------------

MOST_PHONES = 5
MOST_EMAILS = 3
FLAGS = ("Type", "Callout", "Blocked", "Sms")
CONTACTS = Table(
    "contacts.csv",
    {
        "student": ("studentSourcedId",),
        "contact": ("contactSourcedId",),
        "given": ("givenName",),
        "family": ("familyName",),
        "relationship": ("relationship",),
        "custodial": ("custodial",),
        "order": ("sortOrder",),
        "language": ("language",),
        "opt_out": ("emailOptOut",),
        "user": ("linkedUserSourcedId",),
        "end": ("endDate",),
        **{f"email{n}": (f"email{n}",) for n in range(1, MOST_EMAILS + 1)},
        **{f"phone{n}": (f"phone{n}",) for n in range(1, MOST_PHONES + 1)},
        **{f"phone{n}{flag}": (f"phone{n}{flag}",) for n in range(1, MOST_PHONES + 1) for flag in FLAGS},
    },
    ("student", "contact"),
)
SIBLINGS = Table(
    "siblings.csv",
    {"student": ("studentSourcedId",), "sibling": ("siblingSourcedId",)},
    ("student", "sibling"),
)
PERIODS = Table(
    "periods.csv",
    {
        "school": ("schoolSourcedId",),
        "period": ("period",),
        "title": ("title",),
        "start": ("start", "startTime"),
        "end": ("end", "endTime"),
    },
    ("school", "period"),
)
COMPANIONS = (CONTACTS, SIBLINGS, PERIODS)
ROSTER = (ORGS, USERS, ROLES, COURSES, CLASSES, ENROLLMENTS, DEMOGRAPHICS, SESSIONS)
REQUIRED = (ORGS, USERS)
