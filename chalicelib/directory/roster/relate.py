"""Who belongs where: the rows of the files held against one another, after all are read.

    roles and organizations -> kinds of people, schools they belong to
    enrollments -> seats of students, sections of teachers
    agents (either way round) or contacts.csv -> contacts of students

What names something that is not there becomes a problem row, and the rest is used.
"""

from collections.abc import Sequence
from functools import partial

from chalicelib.kernel.words import say

from . import values
from .model import Refused
from .report import Report
from .staging import Staging, Values
from .tables import CLASSES, CONTACTS, ENROLLMENTS, ORGS, ROLES, USERS, Table

Complaint = tuple[str, str, str]  # file, message, query


def relate(db: Staging, report: Report, tables: Sequence[Table]) -> tuple[str, ...]:
    """Fill kinds, belongs, office, seats, teaches and links. The ids of the file's schools. Raises Refused."""
    schools = tuple(row[0] for row in db.all("SELECT id FROM orgs WHERE type = 'school' ORDER BY id"))
    if not schools:
        raise Refused("There is no organization of type school in this file.", ORGS.file)
    if ROLES not in tables and db.one("SELECT 1 FROM users WHERE role <> ''") is None:
        raise Refused(say("{file} is missing; without it there is nobody to import.", file=ROLES.file))
    read = {each.file for each in tables}
    db.add("roles", _own_roles(db))
    for complaints, statements in _STEPS:
        for complaint in complaints:
            if complaint[0] in read:
                _complain(db, report, *complaint)
        for statement in statements:
            db.run(statement)
    return schools


def _complain(db: Staging, report: Report, file: str, message: str, query: str) -> None:
    """Say what does not fit, a problem for each row `(line, id, detail, user)`."""
    for line, id_, detail, user in db.all(query):
        told = say(message, detail=values.tidy(detail, 60))
        report.problem(file, line, id_, told, partial(db.name_of, user))


def _own_roles(db: Staging) -> list[Values]:
    """Roles as users.csv has them (1.1), for who has no row in roles.csv; the first school is the main one."""
    found: list[Values] = []
    for user, line, word, orgs in db.all(
        "SELECT id, line, role, orgs FROM users WHERE id NOT IN (SELECT user FROM roles)"
    ):
        for place, org in enumerate(values.items(orgs) or [""]):
            found.append((f"{user}\n{org}", line, user, word, org, place == 0, USERS.file, ""))
    return found


# ---- roles and organizations -------------------------------------------------------------------------------


def _of_either_file(message: str, query: str) -> tuple[Complaint, ...]:
    """What is said of a role where the role stands."""
    return tuple((file, message, f"{query} AND r.file = '{file}'") for file in (ROLES.file, USERS.file))


_COMPLAINTS_OF_TERMS = (
    (
        ROLES.file,
        "This role begins on {detail}; until then the person is left out.",
        """
        SELECT r.line, u.id, r.since, u.id FROM roles r JOIN users u ON u.id = r.user
        WHERE r.since NOT IN ('', 'ended') AND u.id NOT IN (SELECT user FROM roles WHERE since = '')
        """,
    ),
)
_TERMS = (
    """
    INSERT OR IGNORE INTO waiting SELECT user FROM roles
    WHERE since <> '' AND user NOT IN (SELECT user FROM roles WHERE since = '')
    """,
    "DELETE FROM roles WHERE since <> ''",
)
_COMPLAINTS_OF_ROLES = (
    (
        ROLES.file,
        "This role belongs to nobody in users.csv.",
        "SELECT line, user, '', '' FROM roles WHERE user NOT IN (SELECT id FROM users)",
    ),
    *_of_either_file(
        "This row gives no role; the person was left out unless another row gives one.",
        """
        SELECT r.line, u.id, '', u.id FROM roles r JOIN users u ON u.id = r.user
        WHERE r.word = '' AND u.id NOT IN (SELECT adult FROM pairs)
        """,
    ),
    *_of_either_file(
        "We do not know the role {detail}; the person was left out unless another row gives one.",
        """
        SELECT r.line, u.id, r.word, u.id FROM roles r JOIN users u ON u.id = r.user
        WHERE kind_of(r.word) = '' AND r.word <> '' AND u.id NOT IN (SELECT adult FROM pairs)
        """,
    ),
    *_of_either_file(
        "The organization {detail} is not in orgs.csv.",
        """
        SELECT r.line, u.id, r.org, u.id FROM roles r JOIN users u ON u.id = r.user
        WHERE r.org <> '' AND r.org NOT IN (SELECT id FROM orgs) AND kind_of(r.word) NOT IN ('', 'contact')
        """,
    ),
)
_ROLES = (
    """
    INSERT OR IGNORE INTO kinds SELECT DISTINCT r.user, kind_of(r.word)
    FROM roles r JOIN users u ON u.id = r.user WHERE kind_of(r.word) <> ''
    """,
    """
    INSERT INTO belongs SELECT r.user, kind_of(r.word), r.org, max(r.main)
    FROM roles r JOIN orgs o ON o.id = r.org AND o.type = 'school' JOIN users u ON u.id = r.user
    WHERE kind_of(r.word) NOT IN ('', 'contact') GROUP BY 1, 2, 3
    """,
    # An administrator of an organization above the schools is one of the whole district.
    """
    INSERT OR IGNORE INTO office SELECT r.user
    FROM roles r JOIN orgs o ON o.id = r.org AND o.type <> 'school' JOIN users u ON u.id = r.user
    WHERE kind_of(r.word) = 'admin'
    """,
)

# ---- sections ----------------------------------------------------------------------------------------------

_COMPLAINTS_OF_SECTIONS = (
    (
        CLASSES.file,
        "The school {detail} is not in orgs.csv; the class was left out.",
        """
        SELECT line, id, school, '' FROM classes
        WHERE school NOT IN (SELECT id FROM orgs WHERE type = 'school')
        """,
    ),
    (
        ENROLLMENTS.file,
        "The class {detail} is not in classes.csv.",
        "SELECT line, id, class, user FROM enrollments WHERE class NOT IN (SELECT id FROM classes)",
    ),
    (
        ENROLLMENTS.file,
        "The person {detail} is not in users.csv.",
        "SELECT line, id, user, '' FROM enrollments WHERE user NOT IN (SELECT id FROM users)",
    ),
    (
        ENROLLMENTS.file,
        "This person cannot be enrolled as {detail}: the role in users.csv or roles.csv is another.",
        """
        SELECT e.line, e.id, e.word, u.id FROM enrollments e JOIN users u ON u.id = e.user
        WHERE kind_of(e.word) <> 'admin' AND u.id NOT IN waiting
        AND NOT EXISTS (SELECT 1 FROM kinds k WHERE k.user = e.user
            AND (k.kind = kind_of(e.word) OR (k.kind = 'admin' AND kind_of(e.word) = 'teacher')))
        """,
    ),
)
_SECTIONS = (
    "DELETE FROM classes WHERE school NOT IN (SELECT id FROM orgs WHERE type = 'school')",
    """
    INSERT OR IGNORE INTO seats SELECT e.user, e.class FROM enrollments e JOIN classes c ON c.id = e.class
    WHERE e.word = 'student' AND e.user IN pupils
    """,
    # Teachers before aides, the primary teacher first.
    """
    INSERT OR IGNORE INTO teaches
    SELECT e.user, e.class, e.word = 'teacher', CASE WHEN e.main THEN 0 ELSE e.line END
    FROM enrollments e JOIN classes c ON c.id = e.class
    WHERE kind_of(e.word) = 'teacher' AND e.user IN (SELECT user FROM kinds WHERE kind IN ('teacher', 'admin'))
    ORDER BY e.word = 'teacher' DESC
    """,
    # Whose organization is no school belongs where they sit; staff belong where they teach as well.
    """
    INSERT OR IGNORE INTO belongs SELECT DISTINCT s.student, 'student', c.school, 0
    FROM seats s JOIN classes c ON c.id = s.section
    WHERE s.student NOT IN (SELECT user FROM belongs WHERE kind = 'student')
    """,
    """
    INSERT OR IGNORE INTO belongs SELECT DISTINCT t.user, k.kind, c.school, 0
    FROM teaches t JOIN classes c ON c.id = t.section JOIN kinds k ON k.user = t.user
    WHERE k.kind IN ('teacher', 'admin')
    """,
)
_HOMELESS = (
    USERS.file,
    "This {detail} belongs to no school of this file and was left out.",
    "SELECT u.line, u.id, h.kind, u.id FROM homeless h JOIN users u ON u.id = h.user",
)
_WITHOUT_THE_HOMELESS = (
    """
    DELETE FROM kinds WHERE kind <> 'contact' AND user NOT IN (SELECT user FROM office)
    AND NOT EXISTS (SELECT 1 FROM belongs b WHERE b.user = kinds.user AND b.kind = kinds.kind)
    """,
    "DELETE FROM seats WHERE student NOT IN pupils",
)

# ---- contacts ----------------------------------------------------------------------------------------------

_COMPLAINTS_OF_CONTACTS = (
    (
        USERS.file,
        "The person {detail} is named as agent and is not in users.csv.",
        "SELECT line, user, other, user FROM agents WHERE other NOT IN (SELECT id FROM users)",
    ),
    (
        CONTACTS.file,
        "The student {detail} is not in users.csv, or was left out.",
        "SELECT line, contact, student, contact FROM contacts WHERE student NOT IN pupils",
    ),
)
_CONTACTS = (
    """
    INSERT INTO family_words SELECT user, min(word) FROM roles
    WHERE kind_of(word) IN ('contact', '') GROUP BY user
    """,
    # Adults as either of the two names the other, the student's own list first.
    """
    INSERT OR IGNORE INTO links
    SELECT p.student, p.adult, p.place, ifnull(f.word, ''), custodial(ifnull(f.word, '')), '', p.line
    FROM pairs p JOIN users u ON u.id = p.adult LEFT JOIN family_words f ON f.user = p.adult
    WHERE p.student IN pupils AND p.adult NOT IN pupils ORDER BY p.place
    """,
    # For a student with rows in contacts.csv these alone count: leaving somebody out there is meant.
    "DELETE FROM links WHERE student IN (SELECT student FROM contacts)",
    """
    INSERT INTO links
    SELECT c.student, c.contact, CASE WHEN c.place THEN c.place ELSE 100 + c.line END, ifnull(f.word, ''),
        ifnull(c.custodial, custodial(ifnull(f.word, ''))), c.cells, c.line
    FROM contacts c LEFT JOIN family_words f ON f.user = c.contact WHERE c.student IN pupils
    """,
)

_STEPS = (
    (_COMPLAINTS_OF_TERMS, _TERMS),
    (_COMPLAINTS_OF_ROLES, _ROLES),
    (_COMPLAINTS_OF_SECTIONS, _SECTIONS),
    ((_HOMELESS,), _WITHOUT_THE_HOMELESS),
    (_COMPLAINTS_OF_CONTACTS, _CONTACTS),
)
