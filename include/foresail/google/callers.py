"""Who calls in Google's name: tokens that Cloud Scheduler signs, checked against Google's certificates."""

import jwt

from foresail.errors import CallerUnknown

ISSUERS = ("https://accounts.google.com", "accounts.google.com")
CERTIFICATES = "/oauth2/v1/certs"
GOOGLE = "https://www.googleapis.com"


def check_token(token: str, audience: str, account: str, address: str | None = None) -> None:
    """Raise CallerUnknown unless Google says that the account calls this audience.

    What a token says of itself is looked at first, so that strangers cause no call to Google. `address` is
    where Google's certificates lie, if not at Google's own.
    """
    from google.auth.exceptions import GoogleAuthError
    from google.auth.transport.requests import Request
    from google.oauth2.id_token import verify_token

    try:
        said = jwt.decode(token, options={"verify_signature": False})
        if not _is_for(said, audience, account):
            raise _unknown()
        certificates = f"{address or GOOGLE}{CERTIFICATES}"
        checked = verify_token(token, Request(), audience=audience, certs_url=certificates)
    except (jwt.InvalidTokenError, GoogleAuthError, ValueError) as error:
        raise _unknown() from error
    if not _is_for(dict(checked), audience, account):
        raise _unknown()


def _is_for(said: dict[str, object], audience: str, account: str) -> bool:
    is_account = said.get("email") == account and said.get("email_verified") is True
    return is_account and said.get("aud") == audience and said.get("iss") in ISSUERS


def _unknown() -> CallerUnknown:
    return CallerUnknown(
        "The call does not carry a token of the account that ticks schedules.",
        "Only Cloud Scheduler calls this, as FORESAIL_CLOUD_SCHEDULER_* say.",
    )
