"""The bundle: every module of the pages once, in an order that works, and nothing that is not understood."""

import re
import subprocess

import pytest

from tests.unit.web.test_ui import NODE, PROJECT, modules

BYTES_MAX = 300_000


@pytest.fixture
def bundle(monkeypatch):
    monkeypatch.syspath_prepend(str(PROJECT / "plugins"))
    from foresail_web import bundle

    return bundle


@pytest.fixture
def write(tmp_path):
    def write(**files):
        for name, text in files.items():
            (tmp_path / f"{name}.js").write_text(text)
        return tmp_path / f"{next(iter(files))}.js"

    return write


def run(text):
    """What a module prints."""
    call = [NODE, "--input-type=module", "--eval", text]
    return subprocess.run(call, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


def test_the_bundle_holds_every_module_once_is_valid_and_stays_small(bundle, tmp_path):
    text = bundle.link(bundle.ENTRY)
    assert len(re.findall(r"\bconst m\d+=", text)) == len(list(modules()))
    assert not re.search(r"^(?:import|export)\b", text, re.M)
    (tmp_path / "foresail.mjs").write_text(text)
    subprocess.run([NODE, "--check", tmp_path / "foresail.mjs"], check=True, timeout=60)
    assert len(text.encode()) < BYTES_MAX


def test_the_same_modules_make_the_same_bundle_and_its_address_follows_from_its_content(bundle):
    first = bundle.read_bundle()
    bundle.read_bundle.cache_clear()
    assert bundle.read_bundle() == first
    assert re.fullmatch(r"[0-9a-f]{16}", first.digest)


def test_names_of_different_modules_do_not_meet(bundle, write):
    entry = write(
        one='import { A as first, B } from "./two.js";\nimport { f } from "./three.js";\nconst A = 1;\nconsole.log(A, first, B, f());\n',
        two="const hidden = 2;\nexport const A = hidden;\nexport const { x: B } = { x: 3 };\n",
        three='import { A } from "./two.js";\nexport function f() {\n  return A + 2;\n}\n',
    )
    assert run(bundle.link(entry)) == "1 2 3 4"


@pytest.mark.parametrize(
    "line",
    [
        'import two from "./two.js";',
        'import * as two from "./two.js";',
        'import "./two.js";',
        "import { A } from './two.js';",
        "export default 1;",
        "export let A = 1;",
        'export * from "./two.js";',
    ],
)
def test_a_form_of_import_or_export_that_is_not_ours_is_refused_with_its_line(bundle, write, line):
    entry = write(one=f"const B = 1;\n{line}\n", two="export const A = 1;\n")
    with pytest.raises(ValueError, match=re.escape(repr(line))):
        bundle.link(entry)


def test_comments_and_spaces_are_left_out_but_not_those_of_texts(bundle, write):
    entry = write(
        one="// A list.\nconst A = [\n  1, // one\n  /* two */ 2,\n];\n"
        "const B = /a  b/.test('a  b');\n"
        "console.log(A.length, B, `a  ${1}\n  b`, '// no comment', \"/* nor this */\");\n"
    )
    text = bundle.link(entry)
    assert run(text) == "2 true a  1\n  b // no comment /* nor this */"
    assert not re.search(r"A list|\bone\b|two|const A = ", text)


def test_a_template_within_a_template_is_refused(bundle, write):
    with pytest.raises(ValueError, match="const A = `one"):
        bundle.link(write(one="const A = `one ${B ? `two  ${B}` : 1}`;\n"))


def test_a_circle_is_refused(bundle, write):
    entry = write(
        one='import { B } from "./two.js";\nexport const A = 1;\n',
        two='import { A } from "./one.js";\nexport const B = 1;\n',
    )
    with pytest.raises(ValueError, match="circle"):
        bundle.link(entry)
