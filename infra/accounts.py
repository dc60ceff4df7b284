"""Accounts of a user pool: who may sign in at all. What they may do then stands in Carillon's own records."""

import secrets
from typing import Any

from botocore.exceptions import ClientError

GROUP = "district-"  # and the district's id: the group that says to which district an account belongs
WORDS = (
    "Maple",
    "Otter",
    "River",
    "Canyon",
    "Falcon",
    "Juniper",
    "Lantern",
    "Meadow",
    "Pebble",
    "Sparrow",
    "Thistle",
    "Willow",
    "Ember",
    "Harbor",
)


def make_group(cognito: Any, pool: str, district: str) -> None:
    """The group of a district's accounts, if it is not there yet."""
    done(cognito.create_group, "GroupExistsException", UserPoolId=pool, GroupName=GROUP + district)


def new_account(cognito: Any, pool: str, district: str, username: str) -> str:
    """An account of a district, with a password for the first sign-in only, which is given back; empty for one
    that exists: it keeps its password."""
    who, password = {"UserPoolId": pool, "Username": username}, new_password()
    made = done(
        cognito.admin_create_user,
        "UsernameExistsException",
        **who,
        TemporaryPassword=password,
        MessageAction="SUPPRESS",
    )
    cognito.admin_add_user_to_group(**who, GroupName=GROUP + district)
    return password if made else ""


def ready_account(cognito: Any, pool: str, district: str, username: str, password: str) -> None:
    """An account that may sign in at once; one that exists gets the password."""
    who = {"UserPoolId": pool, "Username": username}
    done(cognito.admin_create_user, "UsernameExistsException", **who, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**who, Password=password, Permanent=True)
    cognito.admin_add_user_to_group(**who, GroupName=GROUP + district)


def new_password() -> str:
    """Two words and a number: long enough for the pool's rule, short enough to type."""
    return f"{secrets.choice(WORDS)}-{secrets.choice(WORDS)}-{secrets.randbelow(9000) + 1000}"


def done(call: Any, there: str, **arguments: Any) -> bool:
    """Make something; False when it is there already, by the code of that error."""
    try:
        call(**arguments)
    except ClientError as error:
        if error.response["Error"]["Code"] != there:
            raise
        return False
    return True
