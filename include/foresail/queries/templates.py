"""Makes the workbooks that planners fill in."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from foresail.intake import works
from foresail.sandbox import running
from foresail.sandbox.limits import read_limits

NAME = "template.xlsx"


@cache
def make_template(with_example: bool) -> bytes:
    """The template of a workbook of sales, or one with example rows; made once a process."""
    with TemporaryDirectory(prefix="foresail-template-") as folder:
        task = {"name": NAME, "with_example": with_example}
        running.run(works.make_template, task, Path(folder), read_limits())
        return (Path(folder) / NAME).read_bytes()
