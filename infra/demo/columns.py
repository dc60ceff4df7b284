"""The files of a roster zip and their columns: OneRoster 1.2 bulk CSV, and Carillon's companion files
(docs/roster-import.md)."""

PHONES = 3  # per contact


def _record(columns: str) -> list[str]:
    """The columns of a OneRoster file, which all begin alike."""
    return ["sourcedId", "status", "dateLastModified", *columns.split()]


def _phone(at: int) -> list[str]:
    return [f"phone{at}{what}" for what in ("", "Type", "Callout", "Blocked", "Sms")]


COLUMNS: dict[str, list[str]] = {
    "manifest.csv": ["propertyName", "value"],
    "orgs.csv": _record("name type identifier parentSourcedId"),
    "academicSessions.csv": _record("title type startDate endDate parentSourcedId schoolYear"),
    "courses.csv": _record("schoolYearSourcedId title courseCode grades orgSourcedId subjects subjectCodes"),
    "classes.csv": _record(
        "title grades courseSourcedId classCode classType location schoolSourcedId termSourcedIds subjects"
        " subjectCodes periods"
    ),
    "users.csv": _record(
        "enabledUser username userIds givenName familyName middleName identifier email sms phone"
        " agentSourcedIds grades password userMasterIdentifier preferredGivenName preferredMiddleName"
        " preferredFamilyName primaryOrgSourcedId pronouns metadata.language metadata.personalEmail"
    ),
    "roles.csv": _record("userSourcedId roleType role beginDate endDate orgSourcedId userProfileSourcedId"),
    "enrollments.csv": _record("classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate"),
    "demographics.csv": _record("birthDate sex"),
    "contacts.csv": [
        "studentSourcedId",
        "contactSourcedId",
        "linkedUserSourcedId",
        "givenName",
        "familyName",
        "relationship",
        "custodial",
        "sortOrder",
        "language",
        "email1",
        "emailOptOut",
        *(column for at in range(1, PHONES + 1) for column in _phone(at)),
    ],
    "siblings.csv": ["studentSourcedId", "siblingSourcedId"],
    "periods.csv": ["schoolSourcedId", "period", "title", "startTime", "endTime"],
}
COMPANIONS = ("contacts.csv", "siblings.csv", "periods.csv")
_ABSENT = "categories classResources courseResources lineItems resources results scoreScales userProfiles"
ABSENT = (*_ABSENT.split(), "userResources")
