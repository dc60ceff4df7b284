"""Linked Students: who is of one family (glossary "Linked students").

With siblings.csv, its pairs decide, directly or by way of others. Without it, students are linked who have the
very same custodial contacts: then writing once per family forgets nobody. One common contact is not enough:
half siblings have a parent each that the other does not have.
"""

from collections.abc import Callable, Iterable
from itertools import groupby

from chalicelib.kernel.chains import Chains
from chalicelib.kernel.words import say

from .report import Report
from .staging import Staging
from .tables import SIBLINGS

# More children than this with one and the same contact are no family: an agency, a group home, a placeholder.
MOST_BY_CONTACTS = 12
# A chain of pairs longer than this is an error in the file, and would be one shard of a send.
MOST_BY_PAIRS = 30


def link(db: Staging, report: Report, by_pairs: bool, elsewhere: Callable[[Iterable[str]], set[str]]) -> None:
    """Fill `family` with students who have one. `elsewhere` tells which ids are students outside this file.

    A family is named after its first student; after the first one outside, if there is any: their roll stays as
    it is and names them by themselves, and whoever reads both joins the two (`audience.plan`).
    """
    known, groups = _pairs(db, report, elsewhere) if by_pairs else (set[str](), _same_contacts(db))
    for members in groups:
        name = min(known.intersection(members) or members)
        db.add("family", [(student, name) for student in members])


def _same_contacts(db: Staging) -> list[list[str]]:
    db.run("CREATE TEMP TABLE custody (student TEXT PRIMARY KEY, contacts TEXT) WITHOUT ROWID")
    db.run("""
        INSERT INTO custody SELECT student, group_concat(contact, char(10)) FROM
        (SELECT student, contact FROM links WHERE custodial ORDER BY student, contact) GROUP BY student
        """)
    shared = db.all(
        """
        SELECT contacts, student FROM custody WHERE contacts IN
        (SELECT contacts FROM custody GROUP BY contacts HAVING count(*) BETWEEN 2 AND ?)
        ORDER BY contacts, student
        """,
        MOST_BY_CONTACTS,
    )
    return [[row[1] for row in rows] for _, rows in groupby(shared, key=lambda row: str(row[0]))]


def _pairs(
    db: Staging, report: Report, elsewhere: Callable[[Iterable[str]], set[str]]
) -> tuple[set[str], list[list[str]]]:
    """The students outside this file whom pairs name, and the groups that the pairs make."""
    strangers = {
        row[0]
        for row in db.all("""
        SELECT student FROM siblings WHERE student NOT IN pupils
        UNION SELECT sibling FROM siblings WHERE sibling NOT IN pupils
        """)
    }
    known = elsewhere(sorted(strangers)) if strangers else set()
    chains = Chains()
    for student, sibling, line in db.all("SELECT student, sibling, line FROM siblings ORDER BY line"):
        unknown = next((each for each in (student, sibling) if each in strangers and each not in known), None)
        if unknown is not None:
            report.problem(SIBLINGS.file, line, unknown[:128], "This student is not in users.csv.")
        elif student != sibling:
            chains.join(student, sibling)
    return known, _usable([sorted(each) for each in chains.groups()], report)


def _usable(groups: list[list[str]], report: Report) -> list[list[str]]:
    kept = [members for members in groups if len(members) <= MOST_BY_PAIRS]
    if len(kept) < len(groups):
        report.ignore(
            say(
                "{file}: chains of more than {most} students, which are no families.",
                file=SIBLINGS.file,
                most=MOST_BY_PAIRS,
            )
        )
    return kept
