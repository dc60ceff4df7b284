"""Whoever asks in Spanish is answered in Spanish: refusals, and words that were stored in English times."""

from tests.support.api import HttpApi

from .conftest import Send, body, students

SPANISH = {"Accept-Language": "es-MX, en;q=0.5"}


def test_a_refusal_is_in_the_language_of_the_request(api: HttpApi, town: None) -> None:
    """Type, status and fields stay what they are."""
    wrong = body(audience=students(schools=["lincoln"]))
    headers = {"Idempotency-Key": "to-the-school"}
    english = api.post("/v1/messages", wrong, as_="tom", headers=headers)
    spanish = api.post("/v1/messages", wrong, as_="tom", headers=headers | SPANISH)
    assert spanish.json["title"] == "Aquí no hay nada que usted pueda ver"
    assert spanish.json["detail"].startswith("Elija sus secciones o estudiantes sueltos")
    assert spanish.json["errors"][0]["message"] == spanish.json["detail"]
    assert (english.headers["content-language"], spanish.headers["content-language"]) == ("en", "es")
    same = ("type", "status")
    assert [spanish.json[name] for name in same] == [english.json[name] for name in same]
    assert spanish.fields == english.fields


def test_an_unusable_value_is_named_in_spanish(api: HttpApi, town: None) -> None:
    answer = api.post("/v1/sign-in", {"username": ""}, headers=SPANISH)
    assert {each["message"] for each in answer.json["errors"]} == {
        "Esto no puede estar vacío.",
        "Esto es obligatorio.",
    }


def test_whom_a_message_went_to_is_said_in_each_readers_language(api: HttpApi, send: Send) -> None:
    """Stored once, read in both; each reading has a tag of its own."""
    sent = send(as_="head", audience=students(schools=["lincoln"], students=["s1"])).json
    path = f"/v1/messages/{sent['message_id']}"
    english, spanish = api.get(path, as_="head"), api.get(path, as_="head", headers=SPANISH)
    assert english.json["to"] == "Primary contacts of Lincoln High and 1 student"
    assert spanish.json["to"] == "Contactos principales de Lincoln High y 1 estudiante"
    assert english.headers["etag"] != spanish.headers["etag"]
    assert "Accept-Language" in english.headers["vary"]
    rows = api.get("/v1/reports/history", as_="head", headers=SPANISH).json["items"]
    assert {row["to"] for row in rows} == {spanish.json["to"]}


def test_profiles_are_named_in_spanish(api: HttpApi, town: None) -> None:
    names = {each["title"] for each in api.get("/v1/me", as_="boss", headers=SPANISH).json["profiles"]}
    assert names == {"Administración del distrito"}
