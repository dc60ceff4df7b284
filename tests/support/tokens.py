"""Sign-in tokens as Cognito makes them, signed by a key of this test run; the issuer's key set is a file."""

import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Carillon"
CLIENT_ID = "1example23456789"
KEY_ID = "this-run"


@cache
def private_key(name: str = KEY_ID) -> rsa.RSAPrivateKey:
    """One key per name and run: making them takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def key_set(*names: str) -> dict[str, Any]:
    """The public keys as Cognito serves them."""
    return {"keys": [_public(name) for name in names or (KEY_ID,)]}


def _public(name: str) -> dict[str, Any]:
    known = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private_key(name).public_key()))
    return {**known, "kid": name, "alg": "RS256", "use": "sig"}


@dataclass(frozen=True)
class Issuer:
    """A user pool as far as tokens go."""

    keys_file: Path
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def environment(self) -> dict[str, str]:
        return {
            "TOKEN_KEYS_URL": self.keys_file.as_uri(),
            "TOKEN_ISSUER": ISSUER,
            "USER_POOL_CLIENT_ID": CLIENT_ID,
        }

    def publish(self, *names: str) -> None:
        """Serve these keys from now on."""
        self.keys_file.write_text(json.dumps(key_set(*names)))

    def claims(self, who: str, district: str = "demo", **changes: Any) -> dict[str, Any]:
        """What Cognito says in an access token; a change to None leaves the claim out."""
        usual = {
            "sub": f"sub-{who}",
            "iss": ISSUER,
            "client_id": os.environ.get("USER_POOL_CLIENT_ID", CLIENT_ID),
            "token_use": "access",
            "scope": "aws.cognito.signin.user.admin",
            "username": who,
            "cognito:groups": [f"district-{district}"],
            "exp": int((self.now + timedelta(hours=1)).timestamp()),
            "iat": int(self.now.timestamp()),
            "jti": f"jti-{who}",
        }
        return {name: value for name, value in (usual | changes).items() if value is not None}

    def token(
        self,
        who: str,
        district: str = "demo",
        *,
        key: str = KEY_ID,
        kid: str | None = None,
        **changes: Any,
    ) -> str:
        """A signed access token. `changes` replace claims; `kid` may lie about the key."""
        claims = self.claims(who, district, **changes)
        return jwt.encode(claims, private_key(key), algorithm="RS256", headers={"kid": kid or key})
