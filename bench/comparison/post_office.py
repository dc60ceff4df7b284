"""django-post_office's side: the letter queued for everybody, then sent by its own loop.

    ready contexts --mail.send_many--> rows --send_queued_mail_until_done--> SMTP, statuses, a log row for each

    python -m bench.comparison.post_office <folder of PostgreSQL's socket> <SMTP's port> <file with the letter>

Runs in `.venv-comparison`. Whom the letter goes to and what each copy says is given to it: finding that out is
not in its figure. Its settings are its own but for the batch: docs/decisions/0024 has what others would change.
"""

import logging
import sys
from pathlib import Path
from typing import Any

from bench.comparison.letter import Letter, filled, for_django
from bench.comparison.postgres import DATABASE, USER
from bench.comparison.worker import serve

BATCH = 1000  # emails; with 100, its default, PostgreSQL has twice the work


def main(socket: str, port: int, path: Path) -> None:
    _set_up(socket, port)
    letter = Letter.parse(path.read_text())
    template = _template(letter)
    posts = [
        {"sender": letter.sender, "recipients": [address], "template": template, "context": values}
        for address, values in letter.copies
    ]
    lock = str(path.with_name("lock"))

    def work() -> int:
        from post_office import mail

        mail.send_many(posts)
        mail.send_queued_mail_until_done(lock)
        return len(posts)

    work()  # what is loaded at first use
    _check(letter)
    serve(work)


def _set_up(socket: str, port: int) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": USER,
        "HOST": socket,
    }
    settings.configure(
        INSTALLED_APPS=["post_office"],
        DATABASES={"default": database},
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        POST_OFFICE={"BATCH_SIZE": BATCH},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=True,
        LOGGING_CONFIG=None,
    )
    log = logging.getLogger("post_office")
    log.addHandler(logging.StreamHandler())
    log.setLevel(logging.WARNING)
    django.setup()
    call_command("migrate", verbosity=0)


def _template(letter: Letter) -> Any:
    from post_office.models import EmailTemplate

    return EmailTemplate.objects.create(
        name="letter",
        subject=for_django(letter.subject),
        html_content=for_django(letter.html),
        content=for_django(letter.text),
    )


def _check(letter: Letter) -> None:
    """That its last mail said what Carillon's did, character for character. Raises ValueError otherwise."""
    from post_office.models import Email

    message = Email.objects.latest("id").email_message()
    ((html, _),) = message.alternatives
    said = (message.from_email, message.subject, html, message.body)
    values = dict(letter.copies)[message.to[0]]
    wanted = (letter.sender, *(filled(each, values) for each in (letter.subject, letter.html, letter.text)))
    if said != wanted:
        raise ValueError(f"The two sides do not send the same letter: {said} {wanted}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
