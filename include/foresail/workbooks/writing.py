"""Text in the cells of new workbooks: text, whatever it looks like."""

from typing import Any


def write_text(page: Any, row: int, column: int, text: str, style: Any = None) -> None:
    """Write text as text: never as a formula, nor as the rich text that XlsxWriter takes `<r>` for."""
    is_like_rich = text.startswith("<r>") and text.endswith("</r>")
    page.write_string(row, column, f"{text} " if is_like_rich else text, style)
