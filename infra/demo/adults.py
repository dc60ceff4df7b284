"""The adults of a household: who lives with whom, who has custody, how to reach them, and what is missing.

Shares are per family and add up to what a school office knows: one family in six is two homes, many share a
telephone, one adult in twelve has no email on file, and now and then there is nobody at all.
"""

from random import Random

from .addresses import WORK, Numbers, email, landline, mobile
from .names import Culture
from .people import DemoContact, DemoPhone, Tie

KINDS = ("together", "divorced", "single", "apart", "relatives", "nobody")
SHARES = (560, 160, 165, 45, 60, 10)
RELATIVES = ("Grandmother", "Grandfather", "Aunt", "Uncle")


class Adults:
    """Makes the adults of one household after the other."""

    def __init__(self, random: Random, numbers: Numbers) -> None:
        self._random = random
        self._numbers = numbers
        self._count = 0

    def of(self, culture: Culture, surname: str, household: int) -> tuple[str, tuple[Tie, ...]]:
        """The kind of household and its ties, in order. The first is the demo's own: two homes, all on file."""
        kind = "divorced" if household == 1 else self._random.choices(KINDS, weights=SHARES)[0]
        ties = getattr(self, f"_{kind}")(culture, surname)
        if household == 1:
            ties = (self._complete(ties[0]), *ties[1:])
        elif ties and self._random.random() < 0.3:
            ties = (*ties, self._neighbour(culture, len(ties) + 1))
        return kind, ties

    # ---- kinds of household ----------------------------------------------------------------------------------

    def _together(self, culture: Culture, surname: str) -> tuple[Tie, ...]:
        home = self._home_phone(0.25)
        mother = self._adult(culture, surname, woman=True, home=home)
        # One couple in fifteen gives one address or one mobile for both.
        shared_email = mother.email if self._random.random() < 0.07 else None
        shared_phones = mother.phones if self._random.random() < 0.05 and mother.phones else None
        father = self._adult(
            culture, surname, woman=False, home=home, email_=shared_email, phones=shared_phones
        )
        first, second = (mother, father) if self._random.random() < 0.7 else (father, mother)
        return Tie(first, _parent(first is mother), True, 1), Tie(second, _parent(second is mother), True, 2)

    def _divorced(self, culture: Culture, surname: str) -> tuple[Tie, ...]:
        """Two homes, custody shared; she may have a name of her own again."""
        own_name = self._random.choice(culture.families) if self._random.random() < 0.6 else surname
        mother = self._adult(culture, own_name, woman=True, home=self._home_phone(0.2))
        father = self._adult(culture, surname, woman=False, home=self._home_phone(0.2))
        ties = (Tie(mother, "Mother", True, 1), Tie(father, "Father", True, 2))
        if self._random.random() < 0.35:
            step = self._adult(culture, surname, woman=True)
            return (*ties, Tie(step, "Stepmother", False, 3))
        return ties

    def _single(self, culture: Culture, surname: str) -> tuple[Tie, ...]:
        woman = self._random.random() < 0.8
        parent = self._adult(culture, surname, woman=woman, home=self._home_phone(0.15))
        return (Tie(parent, _parent(woman), True, 1),)

    def _apart(self, culture: Culture, surname: str) -> tuple[Tie, ...]:
        """One parent has custody; the other is on file without it, sometimes even first."""
        mother = self._adult(culture, surname, woman=True)
        father = self._adult(culture, surname, woman=False)
        father_first = self._random.random() < 0.2
        return (
            Tie(mother, "Mother", True, 2 if father_first else 1),
            Tie(father, "Father", False, 1 if father_first else 2),
        )

    def _relatives(self, culture: Culture, surname: str) -> tuple[Tie, ...]:
        kind = self._random.choice(RELATIVES)
        woman = kind in {"Grandmother", "Aunt"}
        keeper = self._adult(culture, surname, woman=woman, home=self._home_phone(0.6))
        return (Tie(keeper, kind, True, 1),)

    def _nobody(self, _culture: Culture, _surname: str) -> tuple[Tie, ...]:
        return ()

    def _neighbour(self, culture: Culture, order: int) -> Tie:
        """Somebody to call when no parent answers: no custody, a telephone, rarely more."""
        surname = self._random.choice(culture.families)
        woman = self._random.random() < 0.6
        friend = self._adult(culture, surname, woman=woman, account=False)
        kind = self._random.choice(("Neighbor", "Family friend", *RELATIVES))
        return Tie(friend, kind, False, order)

    # ---- one adult -------------------------------------------------------------------------------------------

    def _adult(
        self,
        culture: Culture,
        surname: str,
        *,
        woman: bool,
        home: str = "",
        account: bool = True,
        email_: str | None = None,
        phones: tuple[DemoPhone, ...] | None = None,
    ) -> DemoContact:
        """An adult with what is on file; `email_` and `phones` when shared with somebody."""
        random, self._count = self._random, self._count + 1
        given = random.choice(culture.women if woman else culture.men)
        own_email = email(random, given, surname, self._count) if random.random() >= 0.08 else ""
        reachable = own_email if email_ is None else email_
        return DemoContact(
            contact_id=f"c{self._count:06d}",
            given_name=given,
            family_name=surname,
            phones=self._phones(home) if phones is None else phones,
            email=reachable,
            email_opt_out=random.random() < 0.02,
            language=culture.language,
            username=f"c{self._count:06d}" if account and reachable and random.random() < 0.85 else "",
            enabled=random.random() >= 0.02,
        )

    def _phones(self, home: str) -> tuple[DemoPhone, ...]:
        """A mobile nearly always, the telephone of the home, sometimes one at work."""
        random, phones = self._random, []
        if random.random() < 0.92:
            phones.append(mobile(random, self._numbers.take()))
        if home:
            phones.append(landline(home))
        if random.random() < 0.12:
            phones.append(landline(self._numbers.take(), "work"))
        return tuple(phones)

    def _complete(self, tie: Tie) -> Tie:
        """The demo's parent: everything on file, an account, nothing turned off."""
        known = tie.contact
        phone = DemoPhone(known.phones[0].number if known.phones else self._numbers.take(), "mobile", sms=True)
        whole = DemoContact(
            known.contact_id,
            known.given_name,
            known.family_name,
            (phone,),
            f"{known.contact_id}@mail.example",
            language=known.language,
            username=f"parent@{WORK}",
        )
        return Tie(whole, tie.relationship, True, 1)

    def _home_phone(self, share: float) -> str:
        return self._numbers.take() if self._random.random() < share else ""


def _parent(woman: bool) -> str:
    return "Mother" if woman else "Father"
