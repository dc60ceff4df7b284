"""Which command a text is, and in which language: all of it, or its first line (docs/decisions/0040). Pure.

    "  STOP!! " -> stop, English      "Dừng lại" -> stop, Vietnamese      "stop calling so early" -> nothing
    "Stop\n\nSent from my phone" -> stop       "Start\nWhen is the game?" -> nothing: START takes the whole text

Compared without case, punctuation, emoji and spaces; first as written, then without accents, so that a word
stands here without them only where it then means nothing else: Vietnamese `dung` is "dừng" and "đúng", "right".
"""

import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from chalicelib.kernel.values import value

LONGEST = 80  # letters; no command is longer


class Command(StrEnum):
    """What a text may ask for."""

    STOP = "stop"
    START = "start"
    HELP = "help"


@value
class Said:
    """A command, and the language that it was given in."""

    command: Command
    language: str


# Commas part the words. The first seven, and STOPALL, are those of 47 CFR 64.1200(a)(10) and of the carriers.
_STOP: Mapping[str, str] = {
    "en": "stop, quit, end, revoke, opt out, cancel, unsubscribe, stop all, remove, remove me, opt me out, "
    "unsubscribe me, stop it, stop texting, stop texting me, stop sending, stop texts, stop all texts, "
    "stop messages, stop all messages, do not text, dont text, do not text me, dont text me, "
    "do not contact me, dont contact me, no more, no more texts, no more messages, end texts, cancel texts, "
    "stop end, stop to end, stop to opt out, stop to unsubscribe, stop to cancel, i want to opt out, "
    "i want to unsubscribe, i would like to opt out, i would like to unsubscribe, "
    "take me off this list, take me off your list",
    "es": "alto, parar, pare, paren, para, baja, darme de baja, dar de baja, cancelar, detener, detenga, "
    "basta, fin, terminar, salir, eliminar, revocar, no mas, no mas mensajes, no mas textos, no enviar, "
    "no envien mas, cancelar suscripcion",
    "fr": "arret, arreter, arretez, desabonner, desabonnement, desinscrire, annuler, td",
    "ht": "sispann, kanpe, rete, arete, anile, dezabone, pa voye mesaj anko, pa voye anko",
    "pt": "sair, cancele, pare de enviar, descadastrar",
    "vi": "dừng, dừng lại, dung lai, ngừng, ngừng lại, ngưng, ngung, hủy, huỷ, hủy đăng ký, huỷ đăng ký, "
    "huy dang ky, thôi, từ chối, tu choi, dừng tin nhắn",
    "zh": "停止, 停, 退订, 退訂, 取消, 取消订阅, 取消訂閱, 结束, 結束, 终止, 終止, 不要再发, 不要再發, "
    "停止发送, 停止發送, 拒收, 配信停止",
    "ar": "توقف, أوقف, اوقف, إيقاف, ايقاف, الغاء, إلغاء, إلغاء الاشتراك, الغاء الاشتراك, قف, كفى, انهاء",
    "so": "jooji, jooji fariimaha, joogso, iska jooji, iga saar, ka saar, ka bixi, kansal, dhaaf",
    "ru": "стоп, остановить, остановите, прекратить, прекратите, отписаться, отписка, отпишите меня, отмена, "
    "отменить, хватит, удалить",
}
_START: Mapping[str, str] = {
    "en": "start, unstop, resume, subscribe, opt in, start texts",
    "es": "iniciar, inicio, empezar, comenzar, comience, alta, darme de alta, reanudar, suscribir, suscribirme",
    "fr": "commencer, reprendre, abonner",
    "ht": "komanse, rekomanse, abone",
    "pt": "comecar, assinar",
    "vi": "bắt đầu, bat dau, tiếp tục, tiep tuc, đăng ký, dang ky",
    "zh": "开始, 開始, 订阅, 訂閱, 恢复, 恢復",
    "ar": "ابدأ, ابدا, بدء, اشترك, اشتراك, استئناف",
    "so": "bilow, bilaw, ku soo celi",
    "ru": "старт, начать, подписаться, возобновить",
}
_HELP: Mapping[str, str] = {
    "en": "help, info, help me, information, who is this",
    "es": "ayuda, informacion, quien es",
    "fr": "aide",
    "ht": "èd, ede, enfomasyon",
    "pt": "ajuda",
    "vi": "giúp, giúp đỡ, trợ giúp, tro giup, thông tin, thong tin",
    "zh": "帮助, 幫助, 信息, 資訊",
    "ar": "مساعدة, معلومات",
    "so": "caawi, caawin, caawimaad, i caawi, macluumaad",
    "ru": "помощь, справка, инфо, помогите",
}
_POLITE = (
    *("please", "pls", "plz", "thanks", "thank you", "thx", "por favor", "gracias"),
    *("merci", "svp", "sil vous plaît", "tanpri", "mèsi"),
)


def command_of(text: str) -> Said | None:
    """The command that a text is, or that its first line is with a signature or an explanation below; None for
    any other text."""
    lines = [line for line in text.splitlines() if _words(line)]
    whole = _said(text)
    if whole or len(lines) < 2:
        return whole
    first = _said(lines[0])
    # To get texts again is a consent: it is the whole text, or it is not given.
    return None if first and first.command is Command.START else first


def _said(text: str) -> Said | None:
    """The command that these words are, and nothing besides."""
    said = _without_courtesy(_words(text))
    if len(set(said)) == 1:
        said = said[:1]  # "stop stop stop"
    whole = "".join(said)
    if len(whole) > LONGEST:
        return None
    return _COMMANDS.get(whole) or _COMMANDS.get(_plain(whole))


def _without_courtesy(words: list[str]) -> list[str]:
    """The words without "please" and its like, where others are left."""
    said = f" {' '.join(words)} "
    for each in _POLITE:
        said = said.replace(f" {each} ", " ")
    return said.split() or words


def _words(text: str) -> list[str]:
    """Its words: letters with their marks, and numbers."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold().replace("ـ", ""))
    kept = "".join("" if _is_joint(each) else each if _in_a_word(each) else " " for each in folded)
    return kept.split()


def _in_a_word(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LMN"


def _is_joint(letter: str) -> bool:
    """An apostrophe (`don't`), or what is not seen at all: marks of direction, an emoji's variation."""
    return letter in "'’" or "\ufe00" <= letter <= "\ufe0f" or unicodedata.category(letter) == "Cf"


def _plain(word: str) -> str:
    """Without accents."""
    return "".join(each for each in unicodedata.normalize("NFD", word) if unicodedata.category(each) != "Mn")


def _commands() -> dict[str, Said]:
    """What languages share is whose list comes first."""
    found: dict[str, Said] = {}
    for command, lists in ((Command.STOP, _STOP), (Command.START, _START), (Command.HELP, _HELP)):
        for language, words in lists.items():
            for each in words.split(","):
                found.setdefault("".join(_words(each)), Said(command, language))
    return found


_COMMANDS = _commands()
