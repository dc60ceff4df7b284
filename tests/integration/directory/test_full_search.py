"""The full searches (PICK-06, PICK-07): by everything that is known of a student, and what a page costs."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.directory import index, store
from chalicelib.directory.model import Role
from chalicelib.directory.store import search
from chalicelib.kernel import dynamo
from chalicelib.kernel.paging import Page
from chalicelib.kernel.settings import table
from tests.builders.people import district, school, section, student, user
from tests.support.api import HttpApi

D = "demo"
pytestmark = pytest.mark.usefixtures("aws")


@pytest.fixture
def people() -> None:
    store.put_district(district())
    store.put_school(D, school("lincoln", students=4))
    store.put_school(D, school("hill", students=1))
    some: list[dict[str, Any]] = [
        {"grade": "09", "language": "es", "gender": "female", "number": "1001"},
        {"grade": "09", "language": "es-MX", "gender": "male", "number": "N-7"},
        {"grade": "10", "language": "es", "gender": "female", "sections": ("c1",)},
        {"grade": "10", "language": "en", "gender": "male"},
        {"grade": "09", "language": "es", "gender": "female", "number": "1001", "schools": ("hill",)},
    ]
    store.put_students(D, [student(f"s{n}", given_name=f"N{n}", **each) for n, each in enumerate(some, 1)])
    store.put_sections(D, [section("c1", students=("s3",))])
    store.put_users(
        D,
        [
            user("head", profiles=("principal",)),
            user("boss", profiles=("district-administrator",), schools=(), all_schools=True),
            user("tom", roles=(Role.TEACHER,), sections=("c1",)),
            user("kay", roles=(Role.TEACHER,), profiles=("teacher-without-calls",)),
        ],
    )


def found(api: HttpApi, path: str = "/v1/students", as_: str = "head", **query: Any) -> list[str]:
    items = api.get(path, as_=as_, query=query).json["items"]
    return [each.get("student_id") or each["user_id"] for each in items]


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"number": "1001"}, ["s1"]),
        ({"number": " n-7 "}, ["s2"]),
        ({"number": "100"}, []),
        ({"number": "s4"}, ["s4"]),
        ({"number": "1001", "grade": "10"}, []),
        ({"language": "es"}, ["s1", "s2", "s3"]),
        ({"language": "es", "gender": "Female"}, ["s1", "s3"]),
        ({"language": "es", "gender": "female", "grade": "09"}, ["s1"]),
        ({"language": "es", "q": "n2"}, ["s2"]),
        ({"section_id": "c1", "gender": "female"}, ["s3"]),
        ({"section_id": "c1", "gender": "male"}, []),
        ({"gender": "male", "grade": "09"}, ["s2"]),
    ],
)
def test_all_that_is_asked_for_together(api: HttpApi, people: None, query: Any, ids: list[str]) -> None:
    """PICK-06: name, number, grade, section, language, gender."""
    assert found(api, **query) == ids


def test_a_number_is_found_in_ones_own_schools(api: HttpApi, people: None) -> None:
    """PICK-06, PERM-07: two schools may give the same number."""
    assert found(api, as_="boss", number="1001") == ["s1", "s5"]
    assert found(api, as_="boss", number="1001", school_id="hill") == ["s5"]
    assert found(api, as_="tom", number="1001") == []
    assert found(api, as_="tom", language="es") == ["s3"]


def test_a_changed_number_and_language_leave_nothing_behind(api: HttpApi, people: None) -> None:
    """PICK-06, PICK-14: nor does a student who left."""
    store.put_students(D, [student("s1", given_name="N1", language="vi", number="2002")])
    assert (found(api, number="1001"), found(api, number="2002")) == ([], ["s1"])
    assert (found(api, language="vi"), found(api, language="es", grade="09")) == (["s1"], ["s2"])
    store.put_students(D, [student("s1", number="2002", active=False)])
    assert found(api, number="2002") == []
    assert dynamo.query(table("directory"), index.number_rows(D, "2002")) == ([], None)


def test_staff_by_role_and_profile(api: HttpApi, people: None) -> None:
    """PICK-07: also the standard profile, which is nowhere written down."""
    assert found(api, "/v1/staff", role="teacher") == ["kay", "tom"]
    assert found(api, "/v1/staff", role="admin") == ["head", "boss"]
    assert found(api, "/v1/staff", profile_id="teacher-standard") == ["tom"]
    assert found(api, "/v1/staff", profile_id="teacher-without-calls", q="kay") == ["kay"]
    assert found(api, "/v1/staff", profile_id="nowhere") == []


def test_an_excluded_school_is_searched_by_its_own_people_only(api: HttpApi, people: None) -> None:
    """PICK-10: not by the district's administrator either, except when working there."""
    store.put_school(D, school("hill", students=1, excluded=True))
    store.put_users(D, [user("ida", schools=("hill",), roles=(Role.TEACHER,))])
    assert "s5" not in found(api, as_="boss")
    assert "ida" not in found(api, "/v1/staff", as_="boss")
    assert found(api, as_="boss", session_school_id="hill") == ["s5"]
    assert found(api, "/v1/staff", as_="boss", session_school_id="hill") == ["ida"]
    assert found(api, "/v1/staff", as_="ida") == ["ida"]
    assert api.get("/v1/students", as_="boss", query={"school_id": "hill"}).fields == ["school_id"]


def test_schools_to_filter_by(api: HttpApi, people: None) -> None:
    """PICK-02, PICK-03, PICK-10: with active people, in their years, not excluded."""

    def schools(**query: str) -> list[str]:
        items = api.get("/v1/schools", as_="boss", query=query).json["items"]
        return [each["school_id"] for each in items]

    assert schools() == ["hill", "lincoln"]
    store.put_school(D, school("hill", last_year="2020"))
    assert schools() == ["lincoln"]
    store.put_district(district(settings={"session_year": "2019"}))
    assert schools() == ["hill", "lincoln"]
    store.put_school(D, school("hill", excluded=True))
    assert (schools(), schools(session_school_id="hill")) == (["lincoln"], ["hill"])


# ---- What a page costs --------------------------------------------------------------------------------------


class Counted:
    """The calls of DynamoDB, counted; each lets the real one answer."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.queries = 0
        real = dynamo.query

        def query(*args: Any, **options: Any) -> Any:
            self.queries += 1
            return real(*args, **options)

        monkeypatch.setattr(dynamo, "query", query)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    return Counted(monkeypatch)


class Rows:
    """A table of one school's list, as long as one likes: moto would take minutes to fill and to ask."""

    def __init__(self, students: int) -> None:
        self.students, self.queries, self.examined = students, 0, 0

    def query(self, _table: str, pk: str, *, limit: int, after: Any, where: str = "", **_: Any) -> Any:
        self.queries += 1
        start = int(after["sk"].split("#")[-1]) + 1 if after else 0
        numbers = range(start, min(start + limit, self.students))
        self.examined += len(numbers)
        rows = [self._row(number) for number in numbers if not where or number % 97 == 0]
        last = {"pk": pk, "sk": self._row(numbers[-1])["sk"]} if numbers[-1] + 1 < self.students else None
        return rows, last

    def _row(self, number: int) -> dict[str, Any]:
        sk = f"miller#ann#{number:06}"
        return {"id": f"s{number}", "sk": sk, "name": "Ann Miller", "grade": "09", "words": " ann miller"}


@pytest.mark.parametrize("traits", [store.Traits(), store.Traits(language="nv")])
def test_a_page_costs_the_same_in_a_school_of_200_and_of_20_000(
    monkeypatch: pytest.MonkeyPatch, traits: store.Traits
) -> None:
    """PICK-01, PICK-06: one query for a page; where few match, a bounded number, and the next page goes on."""
    costs = []
    for students in (200, 20_000):
        rows = Rows(students)
        monkeypatch.setattr(dynamo, "query", rows.query)
        page = store.search_students(D, ("lincoln",), "", traits, limit=2)
        assert len(page.items) == 2
        costs.append((rows.queries, rows.examined <= search.EXAMINED))
    assert costs == [(1, True), (1, True)]


def test_a_rare_thing_is_looked_for_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """PICK-06: each page is bounded, and together they find everybody."""
    rows = Rows(20_000)
    monkeypatch.setattr(dynamo, "query", rows.query)
    after: str | None = None
    everybody: list[str] = []
    while True:
        before = rows.queries
        page = store.search_students(D, ("lincoln",), "", store.Traits(language="nv"), after=after, limit=100)
        everybody += [each.student_id for each in page.items]
        assert rows.queries - before <= search.MOST_QUERIES
        after = page.next_cursor
        if after is None:
            break
    assert everybody == [f"s{number}" for number in range(0, 20_000, 97)]


def pages(*schools: str, **options: Any) -> Iterator[Page[Any]]:
    after: str | None = None
    while True:
        page = store.search_students(D, schools, after=after, **options)
        yield page
        after = page.next_cursor
        if after is None:
            return


def test_many_small_schools_are_gone_through_a_few_at_a_time(counted: Counted) -> None:
    """PICK-02: a district of many schools costs no page more than MOST_QUERIES."""
    schools = [f"school{number:02}" for number in range(12)]
    store.put_students(D, [student(f"s{n}", schools=(each,)) for n, each in enumerate(schools)])
    names: list[str] = []
    for page in pages(*schools, limit=20):
        assert counted.queries <= search.MOST_QUERIES
        names += [each.student_id for each in page.items]
        counted.queries = 0
    assert names == [f"s{n}" for n in range(12)]


def test_a_number_costs_one_query_in_any_number_of_schools(counted: Counted) -> None:
    """PICK-06."""
    store.put_students(D, [student("s1", number="7", schools=("school09",))])
    page = store.search_students(D, [f"school{number:02}" for number in range(60)], number="7")
    assert ([each.student_id for each in page.items], counted.queries) == (["s1"], 1)
