"""What a mail is made of: the same words as text and as HTML, for any width, with pictures or without."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from typing import Any

CELL = "padding:4px 8px;border-bottom:1px solid #e5e7eb;text-align:right"
FRAME = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width,initial-scale=1"></head>'
    '<body style="margin:0;padding:12px;font-family:sans-serif;font-size:15px;line-height:1.5;color:#1f2937">'
    '<div style="max-width:600px;margin:0 auto;overflow-wrap:anywhere">{}</div></body></html>'
)

ALONE = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\"></head>"
)
"""Ends the head of a mail that a browser shows: it loads nothing, and runs nothing."""


@dataclass(frozen=True)
class Addressed:
    """Whom a mail is for: the address, headers of the mail, and a link that stops it, if there is one."""

    to: str
    headers: Mapping[str, str] = field(default_factory=dict)
    stop_link: str = ""


@dataclass(frozen=True)
class Body:
    """A subject and the same words as text and as HTML."""

    subject: str
    text: str
    html: str


def paragraphs(sentences: list[str]) -> str:
    """Sentences as HTML, a paragraph each."""
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)


def table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """A table whose first column is words and whose others are numbers."""
    lines = "".join(
        f"<tr>{_cells(tag, row)}</tr>" for tag, row in (("th", heads), *(("td", r) for r in rows))
    )
    return f'<table style="border-collapse:collapse;width:100%">{lines}</table>'


def _cells(tag: str, row: tuple[str, ...]) -> str:
    # In a narrow mail words break, and no number.
    number = CELL if tag == "th" else f"{CELL};white-space:nowrap"
    styles = [f"{CELL};text-align:left", *[number] * (len(row) - 1)]
    return "".join(
        f'<{tag} style="{style}">{escape(value)}</{tag}>' for style, value in zip(styles, row, strict=True)
    )


def link(address: str, words: str) -> str:
    """A link as HTML."""
    return f'<p><a href="{escape(address)}">{escape(words)}</a></p>'


def as_message(body: Body, addressed: Addressed) -> EmailMessage:
    """A mail with its text and its HTML side by side, and how to get no more of them."""
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    # A file's name may hold what parts lines, U+2028, and no header can have two.
    message["Subject"], message["To"] = " ".join(body.subject.split()), addressed.to
    for name, value in addressed.headers.items():
        message[name] = value
    text, html = body.text, body.html
    if addressed.stop_link:
        text += f"\n\nTo get no more of these mails: {addressed.stop_link}"
        html += link(addressed.stop_link, "Get no more of these mails")
    message.set_content(text)
    message.add_alternative(FRAME.format(html), subtype="html")
    return message


def as_page(html: str, pictures: Mapping[str, bytes]) -> str:
    """A mail's HTML for a browser, with its pictures (PNG, by the names that `cid:` has of them) in it."""
    page = FRAME.format(html).replace("</head>", ALONE, 1)
    for name, picture in pictures.items():
        page = page.replace(f"cid:{name}", f"data:image/png;base64,{b64encode(picture).decode()}")
    return page


def add_picture(message: EmailMessage, picture: bytes, name: str) -> None:
    """Put a PNG into a mail's HTML, which names it as `cid:name`."""
    related: Any = message.get_payload(1)
    related.add_related(picture, "image", "png", cid=f"<{name}>", filename=name)
