"""Under root the server's account must reach what it needs, and nobody else the data."""

import os
from pathlib import Path

import pytest

from tocsin.cluster.account import (
    OPEN_PLACE,
    Account,
    open_socket_folder,
    place_for_data,
    server_account,
    socket_folder,
    within_reach,
)
from tocsin.cluster.problem import ClusterFailed

STRANGER = Account("stranger", uid=65_000, gid=65_000, switch=True)
OURSELVES = Account("ourselves", os.geteuid(), os.getegid(), switch=False)


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return home


def test_an_ordinary_user_keeps_the_data_where_they_were_asked_for(closed: Path) -> None:
    assert place_for_data(closed / "data", OURSELVES) == closed / "data"


def test_data_below_a_closed_folder_go_where_the_account_can_reach_them(closed: Path) -> None:
    assert not within_reach(closed / "data", STRANGER)
    assert place_for_data(closed / "data", STRANGER).parent == OPEN_PLACE


def test_no_two_folders_share_a_socket(closed: Path) -> None:
    folders = {socket_folder(closed / name, OURSELVES) for name in ("one", "two")}
    assert len(folders) == 2


def test_the_socket_folder_is_closed_to_others(tmp_path: Path) -> None:
    open_socket_folder(tmp_path / "socket", OURSELVES)
    assert (tmp_path / "socket").stat().st_mode & 0o777 == 0o700


def test_a_socket_folder_that_somebody_laid_out_for_us_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "socket").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ClusterFailed, match="somebody else"):
        open_socket_folder(tmp_path / "socket", OURSELVES)


def test_an_ordinary_user_runs_the_server_themself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert not server_account().switch


def test_an_account_that_does_not_exist_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("TOCSIN_DATABASE_ACCOUNT", "nobody-has-this-name")
    with pytest.raises(ClusterFailed, match="nobody-has-this-name does not exist"):
        server_account()
