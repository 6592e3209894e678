"""zipfile's own books are kept as zipfile keeps them."""

import zipfile
import zlib

import pytest
from foresail.workbooks.zip_internals import add_packed, set_level

DATA = b"tea, milk, bread; " * 5_000


def info_of(name):
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def test_a_part_is_packed_at_the_level_that_is_asked_for(tmp_path):
    sizes = []
    for level in (1, 9):
        with zipfile.ZipFile(tmp_path / f"{level}.zip", "w") as package:
            info = info_of("a")
            set_level(info, level)
            with package.open(info, "w") as part:
                part.write(DATA)
            sizes.append(package.getinfo("a").compress_size)
    assert sizes[0] > sizes[1]


@pytest.mark.parametrize("after", [0, 2])
def test_a_part_that_is_added_as_it_was_packed_reads_as_any_other(tmp_path, after):
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(DATA) + packer.flush()
    info = info_of("packed")
    info.CRC, info.compress_size, info.file_size = zlib.crc32(DATA), len(packed), len(DATA)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr("before", b"1")
        add_packed(package, info, lambda into: into.write(packed))
        for number in range(after):
            package.writestr(f"after {number}", b"2")
    with zipfile.ZipFile(tmp_path / "a.zip") as package:
        assert package.testzip() is None
        assert package.namelist() == ["before", "packed", *(f"after {number}" for number in range(after))]
        assert package.read("packed") == DATA


def test_a_package_of_nothing_but_added_parts_is_whole(tmp_path):
    info = info_of("empty")
    info.CRC = 0
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        info.compress_type = zipfile.ZIP_STORED
        add_packed(package, info, lambda into: None)
    assert zipfile.ZipFile(tmp_path / "a.zip").namelist() == ["empty"]
