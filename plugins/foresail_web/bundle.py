"""Links the pages' modules into one, so that a browser asks for one file (docs/adr/0033)."""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rjsmin import jsmin

UI = Path(__file__).parent / "ui"
ENTRY = UI / "app.js"
HEADER = (
    "// Foresail's pages, linked from the modules of plugins/foresail_web/ui, which are there to be read.\n"
)
IMPORT = re.compile(r'^import \{([^}]*)\} from "([^"]+)";\n', re.M)
EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (?:(\w+)|\{([^}]*)\}))", re.M)
# rJSmin reads a template within a template as code.
NESTED_TEMPLATE = re.compile(r"^.*\$\{[^}\n]*`[^`\n]*`.*", re.M)
AWAIT = re.compile(r"^(?:export )?(?:const \w+ = )?await ", re.M)
LEFT_OVER = re.compile(r"^(?:import|export)\b.*", re.M)


@dataclass(frozen=True)
class Bundle:
    """The pages as one module, and their sentences by language; `digest` changes with any letter of them."""

    content: bytes
    languages: dict[str, bytes]
    digest: str


@cache
def read_bundle() -> Bundle:
    """The bundle of the pages, linked once a process. Raises ValueError for a module that it cannot link."""
    content = link(ENTRY).encode()
    languages = {path.stem: path.read_bytes() for path in sorted((UI / "languages").glob("*.json"))}
    everything = b"".join([content, *languages.values()])
    return Bundle(content, languages, hashlib.sha256(everything).hexdigest()[:16])


def link(entry: Path) -> str:
    """One module that does what `entry` and all that it imports do, each in a function, as short as it gets.

    Raises ValueError for an import or an export of another form than ours, for a template within a template,
    and for a circle.
    """
    linked: dict[Path, str] = {}
    _add(entry.resolve(), linked, ())
    return HEADER + jsmin("".join(linked.values()))


def _add(path: Path, linked: dict[Path, str], way: tuple[Path, ...]) -> None:
    """Add a module behind those that it imports."""
    if path in way:
        raise ValueError(f"{path} imports itself in a circle.")
    if path in linked:
        return
    text = path.read_text()
    imports = [(names, (path.parent / target).resolve()) for names, target in IMPORT.findall(text)]
    for _, target in imports:
        _add(target, linked, (*way, path))
    places = {target: number for number, target in enumerate(linked)}
    taken = "".join(
        f"const {{ {', '.join(_renamed(names, ' as ', ': '))} }} = m{places[target]};\n"
        for names, target in imports
    )
    body = EXPORT.sub("", IMPORT.sub("", text))
    if left := LEFT_OVER.search(body) or NESTED_TEMPLATE.search(body):
        raise ValueError(f"{path}: the bundle knows no such line as {left[0]!r}.")
    given = ", ".join(_exported(text))
    # What a module awaits is there before any module that comes after it.
    before, kind = ("await ", "async ") if AWAIT.search(body) else ("", "")
    linked[path] = (
        f"const m{len(linked)} = {before}({kind}() => {{\n{taken}{body}return {{ {given} }};\n}})();\n"
    )


def _exported(text: str) -> list[str]:
    """The names that a module exports: its own, or those that it takes out of an object."""
    return [
        name
        for single, several in EXPORT.findall(text)
        for name in ([single] if single else [part.split(": ")[-1] for part in _renamed(several)])
    ]


def _renamed(names: str, was: str = "", becomes: str = "") -> list[str]:
    parts = [part.strip() for part in names.split(",")]
    return [part.replace(was, becomes) if was else part for part in parts if part]
