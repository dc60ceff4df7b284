"""The few sentences that a letter says by itself, in the languages that we speak; English for the others."""

from collections.abc import Callable, Mapping, Sequence

from chalicelib.kernel.values import value


@value
class Words:
    """`why` by the kind of reader, with `{student}` and `{school}` to fill."""

    code: str
    about: str
    why: Mapping[str, str]
    why_unknown: str
    your_school: str
    read_online: str
    unsubscribe: str
    answer_above: str
    not_delivered: str  # subject and, with `{sender}`, text of a notice
    nobody_reads: str
    not_from_you: str
    sent_from: str  # with `{address}`: below an answer that came from one that we do not know
    secure_subject: str  # these with `{sender}`
    secure_notice: str
    secure_answer: str
    secure_push: str
    flagged: str  # in place of a flagged message
    disclaimer: str  # above it in an email
    joins: Callable[[str], str]  # the word before a list's last item


def _and(_name: str) -> str:
    return "and"


def _y(name: str) -> str:
    """`y`, but `e` before the sound of i: Ana e Inés, Luis e Hilda, Ana y Hiedra."""
    first = name[:3].casefold().translate(_PLAIN_I)
    sounds_like_i = first.startswith(("i", "hi")) and not first.startswith(
        ("hie", "hia", "hio", "ia", "ie", "io")
    )
    return "e" if sounds_like_i else "y"


_PLAIN_I = str.maketrans("íìîï", "iiii")


ENGLISH = Words(
    code="en",
    about="About {student}",
    why={
        "contact": "You get this because {school} lists you as a contact of {student}.",
        "student": "You get this because you are a student of {school}.",
        "staff": "You get this because you work with {school}.",
        "family": "You get this because you write with somebody at {school}.",
        "imported": "You get this because {school} wrote this message to you.",
    },
    why_unknown="You get this because {school} has this address on file.",
    your_school="your school",
    read_online="Read it in your inbox",
    unsubscribe="Stop these emails",
    answer_above="Write your answer above this line",
    not_delivered="Your answer was not delivered",
    nobody_reads="Thank you for writing. This message from {sender} takes no answers, so nobody read yours. "
    "Please call or write to your school.",
    not_from_you="Thank you for writing. {sender} cannot be answered from your account, so nobody read this. "
    "Please call or write to your school.",
    sent_from="Sent from {address}",
    secure_subject="Secure message from {sender}",
    secure_notice="{sender} has sent you a secure message. To keep it private, its text is not in this email. "
    "Sign in to read it.",
    secure_answer="Please answer there, too: what you write in an email is not protected.",
    secure_push="You have a secure message. Sign in to read it.",
    flagged="Message content flagged",
    disclaimer="Disclaimer: The following message has been automatically flagged for inappropriate content. "
    "Reader discretion is advised.",
    joins=_and,
)
SPANISH = Words(
    code="es",
    about="Sobre {student}",
    why={
        "contact": "Recibe este mensaje porque {school} le tiene registrado como contacto de {student}.",
        "student": "Recibes este mensaje porque estudias en {school}.",
        "staff": "Recibe este mensaje porque trabaja con {school}.",
        "family": "Recibe este mensaje porque se escribe con alguien de {school}.",
        "imported": "Recibe este mensaje porque {school} se lo ha escrito a usted.",
    },
    why_unknown="Recibe este mensaje porque {school} tiene registrada esta dirección.",
    your_school="su escuela",
    read_online="Leerlo en su bandeja de entrada",
    unsubscribe="Dejar de recibir estos correos",
    answer_above="Escriba su respuesta encima de esta línea",
    not_delivered="Su respuesta no se ha entregado",
    nobody_reads="Gracias por escribir. Este mensaje de {sender} no admite respuestas; nadie ha leído la "
    "suya. Llame o escriba a su escuela.",
    not_from_you="Gracias por escribir. Desde su cuenta no se puede responder a {sender}; nadie ha leído esto. "
    "Llame o escriba a su escuela.",
    sent_from="Enviado desde {address}",
    secure_subject="Mensaje seguro de {sender}",
    secure_notice="{sender} le ha enviado un mensaje seguro. Para que sea privado, su texto no está en este "
    "correo. Inicie sesión para leerlo.",
    secure_answer="Responda también allí: lo que escriba en un correo no está protegido.",
    secure_push="Tiene un mensaje seguro. Inicie sesión para leerlo.",
    flagged="Contenido del mensaje marcado",
    disclaimer="Aviso: El siguiente mensaje se ha marcado automáticamente por contenido inapropiado. "
    "Se recomienda discreción al leerlo.",
    joins=_y,
)
_SPOKEN = {words.code: words for words in (ENGLISH, SPANISH)}


def words_in(language: str) -> Words:
    """The words of a language given as `es`, `es-MX` or `es_MX`."""
    return _SPOKEN.get(language[:2].lower(), ENGLISH) if language else ENGLISH


def listed(names: Sequence[str], language: str) -> str:
    """Names as a sentence says them, without blank ones: `Ana`, `Ana and Luis`, `Ana, Luis and Eva`."""
    said = [name for name in names if name]
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} {words_in(language).joins(said[-1])} {said[-1]}"
