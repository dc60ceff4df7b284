"""Sign-in, who am I, health and the description of the API."""

from chalicelib.directory.model import STAFF_ROLES

from . import sign_in as use
from . import store
from .endpoint import Api, Call
from .me import me
from .model import PUBLIC, Permission, view
from .registry import declared
from .schemas import (
    Document,
    Health,
    Me,
    NewPassword,
    Refresh,
    Refreshed,
    SignedIn,
    SignIn,
    StaffProfile,
    StaffProfiles,
)
from .token import bearer

api = Api("access")


@api.post("/v1/sign-in", needs=PUBLIC, body=SignIn, returns=SignedIn, summary="Sign in with name and password")
def sign_in(call: Call) -> SignedIn:
    answer = use.sign_in(call.body.username, call.body.password)
    if isinstance(answer, use.Challenge):
        return SignedIn(challenge="new_password_required", session=answer.session)
    return _signed_in(answer)


@api.post(
    "/v1/sign-in/new-password",
    needs=PUBLIC,
    body=NewPassword,
    returns=SignedIn,
    summary="Choose a new password at the first sign-in",
)
def choose_new_password(call: Call) -> SignedIn:
    return _signed_in(use.new_password(call.body.username, call.body.session, call.body.new_password))


@api.post("/v1/sign-in/refresh", needs=PUBLIC, body=Refresh, returns=Refreshed, summary="A new access token")
def refresh_sign_in(call: Call) -> Refreshed:
    tokens = use.refresh(call.body.refresh_token)
    return Refreshed(access_token=tokens.access, expires_in=tokens.expires_in)


@api.post("/v1/sign-out", summary="Sign out everywhere: refresh tokens end at once")
def sign_out(call: Call) -> None:
    use.sign_out(bearer(call.header("authorization")))


@api.get("/v1/me", returns=Me, summary="Who is signed in, and what they may do")
def get_me(call: Call) -> Me:
    return me(call.principal)


@api.get("/v1/health", needs=PUBLIC, returns=Health, summary="Whether the API answers")
def health(_call: Call) -> Health:
    return Health()


@api.get("/v1/openapi.json", needs=PUBLIC, returns=Document, summary="This description")
def openapi(_call: Call) -> Document:
    from .openapi import document  # here, because a start needs none of it

    return Document(**document(declared()))


def _signed_in(tokens: use.Tokens) -> SignedIn:
    return SignedIn(access_token=tokens.access, refresh_token=tokens.refresh, expires_in=tokens.expires_in)


@api.get(
    "/v1/profiles",
    needs=view(Permission.COMMUNICATION, staff_only=True),
    returns=StaffProfiles,
    summary="The profiles that staff can have",
)
def list_profiles(call: Call) -> StaffProfiles:
    """By title; to search staff by, and to share things with."""
    known = sorted(store.profiles(call.principal.district).values(), key=lambda each: each.title)
    return StaffProfiles(
        items=tuple(
            StaffProfile(id=each.profile_id, title=each.title, role=each.role)
            for each in known
            if each.role in STAFF_ROLES
        )
    )
