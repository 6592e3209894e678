"""Validations: what a workbook holds and what uploading it would change; nothing is stored."""

from fastapi import Request
from foresail.queries.validations import Validation, validate

from foresail_web import forms
from foresail_web.access import limits, permissions
from foresail_web.access.routing import noun
from foresail_web.schemas.body import Error
from foresail_web.schemas.validations import ValidationResponse

router = noun("/validations", "uploads")


@router.post(
    "",
    response_model=ValidationResponse,
    dependencies=[permissions.may_upload],
    openapi_extra=forms.describe_form(forms.UPLOAD_FIELDS),
    responses={code: {"model": Error} for code in (401, 403, 413, 415, 422, 429, 503)},
)
async def create_validation(request: Request, who: permissions.Caller) -> Validation:
    """Check a workbook and say what uploading it would change; nothing is stored."""

    def check(sent: forms.Sent) -> Validation:
        return validate(sent.path, sent.sha256, who=who, options=sent.options)

    with limits.admitted(who):
        async with forms.received(request) as form:
            return await forms.with_file(form, check)
