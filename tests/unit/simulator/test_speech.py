"""A call's words and voice."""

from infra.local.simulator.speech import language_of, recordings, spoken_words

SSML = (
    '<speak>Hola, <emphasis>Ana</emphasis> &amp; Luis.<break time="1s"/>'
    '<audio src="https://files.example/r.wav?a=1&amp;b=2"/>Adiós</speak>'
)


def test_marks_are_not_spoken_and_a_break_is_a_line() -> None:
    assert spoken_words(SSML, "SSML") == "Hola, Ana & Luis.\nAdiós"
    assert spoken_words("5 < 6", "TEXT") == "5 < 6"


def test_recordings_are_found() -> None:
    assert recordings(SSML) == ["https://files.example/r.wav?a=1&b=2"]


def test_a_voice_has_its_language() -> None:
    assert language_of("LUPE") == "Spanish (US)"
    assert language_of("unheard of") == "English (US)"
