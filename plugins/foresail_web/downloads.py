"""Sends a file as a download."""

from urllib.parse import quote

from fastapi import Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.12"


def attachment(name: str) -> dict[str, str]:
    """The headers of a file to be saved: its name may hold any character, and none may end a header."""
    plain = "".join(
        character if character.isascii() and (character.isalnum() or character in " -_.()") else "_"
        for character in name
    )
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}


def answer_workbook(made: bytes, name: str) -> Response:
    """A workbook as an answer."""
    return Response(made, media_type=XLSX, headers=attachment(name))
