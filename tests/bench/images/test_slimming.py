"""Tests of what is left of packages."""

from __future__ import annotations

import pytest

from bench.images.slimming import _is_about, _is_kept_module, _is_wanted


@pytest.mark.parametrize(
    ("name", "always", "lean"),
    [
        ("asyncio/events.py", True, True),
        ("wsgiref/simple_server.py", True, True),
        ("unittest/mock.py", True, False),
        ("pydoc.py", True, False),
        ("test/support.py", False, False),
        ("config-3.11-x86_64-linux-gnu/python-config.py", False, False),
        ("testing.py", True, True),
    ],
)
def test_modules_that_only_unusual_programs_import_go(
    name: str, *, always: bool, lean: bool
) -> None:
    assert _is_kept_module(name, lean=False) is always
    assert _is_kept_module(name, lean=True) is lean


@pytest.mark.parametrize(
    ("name", "with_tls", "without"),
    [
        ("_ssl.cpython-311-x86_64-linux-gnu.so", True, False),
        ("_hashlib.cpython-311-x86_64-linux-gnu.so", True, False),
        ("_json.cpython-311-x86_64-linux-gnu.so", True, True),
        ("_testcapi.cpython-311-x86_64-linux-gnu.so", False, False),
    ],
)
def test_tls_is_kept_where_it_is_wanted(
    name: str, *, with_tls: bool, without: bool
) -> None:
    assert _is_wanted(name, tls=True) is with_tls
    assert _is_wanted(name, tls=False) is without


def test_only_packages_of_which_something_stays_are_told_of() -> None:
    assert _is_about("usr/share/doc/libc6/copyright", {"libc6"})
    assert _is_about("var/lib/dpkg/status.d/libc6", {"libc6"})
    assert not _is_about("usr/share/doc/perl/copyright", {"libc6"})
    assert not _is_about("usr/share/doc/libc6/changelog", {"libc6"})
