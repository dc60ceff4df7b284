"""Spoken calls for the ear: Polly's voices and their languages, and espeak-ng's reading where installed."""

from __future__ import annotations

import re
import shutil
import subprocess

_LANGUAGES = {
    "English (US)": ("en-us", "IVY JOANNA JOEY JUSTIN KENDRA KIMBERLY MATTHEW SALLI"),
    "English (UK)": ("en-gb", "AMY BRIAN EMMA GERAINT"),
    "English (Australia)": ("en-gb", "NICOLE RUSSELL"),
    "English (India)": ("en-gb", "RAVEENA"),
    "Spanish (US)": ("es-419", "LUPE MIGUEL PENELOPE"),
    "Spanish (Mexico)": ("es-419", "MIA"),
    "Spanish (Spain)": ("es", "CONCHITA ENRIQUE LUCIA"),
    "Arabic": ("ar", "ZEINA"),
    "Chinese (Mandarin)": ("cmn", "ZHIYU"),
    "Danish": ("da", "MADS NAJA"),
    "Dutch": ("nl", "LOTTE RUBEN"),
    "French": ("fr", "CELINE LEA MATHIEU"),
    "French (Canada)": ("fr", "CHANTAL"),
    "German": ("de", "HANS MARLENE VICKI"),
    "Icelandic": ("is", "DORA KARL"),
    "Italian": ("it", "BIANCA CARLA GIORGIO"),
    "Japanese": ("ja", "MIZUKI TAKUMI"),
    "Korean": ("ko", "SEOYEON"),
    "Norwegian": ("nb", "LIV"),
    "Polish": ("pl", "EWA JACEK JAN MAJA"),
    "Portuguese": ("pt", "CRISTIANO INES"),
    "Portuguese (Brazil)": ("pt-br", "CAMILA RICARDO VITORIA"),
    "Romanian": ("ro", "CARMEN"),
    "Russian": ("ru", "MAXIM TATYANA"),
    "Swedish": ("sv", "ASTRID"),
    "Turkish": ("tr", "FILIZ"),
    "Welsh": ("cy", "GWYNETH"),
}
_BY_VOICE = {
    voice: (language, reader) for language, (reader, voices) in _LANGUAGES.items() for voice in voices.split()
}
_TAG, _BREAK = re.compile(r"<[^>]+>"), re.compile(r"<(break|p|/p|s|/s)\b[^>]*>")
_PAUSE = re.compile(r"""<break\b[^>]*\btime\s*=\s*["']([\d.]+)(ms|s)["']""")
_RECORDING = re.compile(r"""<audio\b[^>]*\bsrc\s*=\s*["']([^"']+)["']""")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}


def language_of(voice: str) -> str:
    """`LUPE` -> `Spanish (US)`."""
    return _BY_VOICE.get(voice, ("English (US)", ""))[0]


def spoken_words(speech: str, text_type: str) -> str:
    """What a listener hears, without SSML's marks; a break becomes a line."""
    if text_type != "SSML":
        return speech
    words = _TAG.sub("", _BREAK.sub("\n", speech))
    for entity, char in _ENTITIES.items():
        words = words.replace(entity, char)
    return "\n".join(line.strip() for line in words.splitlines() if line.strip())


def begins_after(speech: str) -> float:
    """How many seconds after the pick-up a call's first word or sound comes: the breaks before it."""
    words = re.search(r"(?:<speak>|<break[^>]*>)*", speech)
    pauses = _PAUSE.findall(words[0]) if words else []
    return sum(float(number) / (1000 if unit == "ms" else 1) for number, unit in pauses)


def recordings(speech: str) -> list[str]:
    """The audio files that a call's SSML plays."""
    return [each.replace("&amp;", "&") for each in _RECORDING.findall(speech)]


def reader_program() -> str | None:
    """espeak-ng's path, None where it is not installed."""
    return shutil.which("espeak-ng")


def speak(words: str, voice: str) -> bytes | None:
    """The words as a WAV file; None if nobody can read them here. Takes a moment: call it in a thread."""
    program = reader_program()
    if program is None:
        return None
    reader = _BY_VOICE.get(voice, ("", "en-us"))[1]
    done = subprocess.run(
        [program, "-v", reader, "--stdin", "--stdout"],
        input=words.encode(),
        capture_output=True,
        timeout=20,
        check=False,
    )
    return done.stdout if done.returncode == 0 and done.stdout else None
