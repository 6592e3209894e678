"""Validations: what a workbook holds and what uploading it would change, with nothing stored."""

from typing import Any

from fastapi import Request
from foresail import deployment, uploading

from foresail_web import forms, guards, limiting
from foresail_web.models.body import Error
from foresail_web.models.validations import ValidationResponse
from foresail_web.routing import noun

router = noun("/validations", "uploads")


@router.post(
    "",
    response_model=ValidationResponse,
    dependencies=[guards.may_upload],
    openapi_extra=forms.describe_form(forms.UPLOAD_FIELDS),
    responses={code: {"model": Error} for code in (401, 403, 413, 415, 422, 429, 503)},
)
async def create_validation(request: Request, who: guards.Caller) -> dict[str, Any]:
    """Check a workbook and say what uploading it would change; nothing is stored."""

    def try_out(sent: forms.Sent) -> dict[str, Any]:
        return uploading.try_out(deployment.warehouse(), sent.path, sent.sha256, who=who, wish=sent.wish)

    with limiting.admitted(who):
        async with forms.received(request) as form:
            return await forms.with_file(form, try_out)
