"""A Cognito user pool in moto, as the template makes one."""

from dataclasses import dataclass

import boto3

PASSWORD = "Meadow-lark-2026"


@dataclass(frozen=True)
class Pool:
    pool_id: str
    client_id: str

    @classmethod
    def create(cls) -> "Pool":
        cognito = boto3.client("cognito-idp")
        pool_id = cognito.create_user_pool(PoolName="carillon")["UserPool"]["Id"]
        made = cognito.create_user_pool_client(
            UserPoolId=pool_id,
            ClientName="web",
            ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        )
        return cls(pool_id, made["UserPoolClient"]["ClientId"])

    def add(self, username: str, *, permanent: bool = True) -> None:
        """An account with PASSWORD; not permanent: it has to be changed at the first sign-in."""
        cognito = boto3.client("cognito-idp")
        cognito.admin_create_user(
            UserPoolId=self.pool_id, Username=username, TemporaryPassword=PASSWORD, MessageAction="SUPPRESS"
        )
        if permanent:
            cognito.admin_set_user_password(
                UserPoolId=self.pool_id, Username=username, Password=PASSWORD, Permanent=True
            )
