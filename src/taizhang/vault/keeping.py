"""Keys copied to a place of their own, fetched back, and purged of what was destroyed since.

Keys never lie in a backup of the site: a copy of the data would bring back with them whatever was destroyed. So they are
copied apart, kept for a short time (35 days at most), and hear of every later destruction.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from taizhang.terms.durable import flush, replace_file
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence
from taizhang.vault.keyring import Keyring, erased_in
from taizhang.vault.site_key import DATA_KEYS, FOLDER, LEFT_OUT, SITE_KEY, data_keys, key_file, read_site_key
from taizhang.vault.vault import master_of


def backup_keys(home: Path, to: Path) -> int:
    """Copies a site's keys into a new folder; how many data keys. Raises Refused: KEY-001, KEY-002, KEY-003 it exists."""
    if to.exists():
        says = sentence("“{path}”已经存在，没有备份密钥。", path=to)
        raise Refused(Problem("KEY-003", says, Place(file=str(to)), "请换一个新的文件夹，不要与站点备份放在一起。"))
    site = read_site_key(key_file(home))
    to.mkdir(parents=True, mode=0o700)
    ring = Keyring(data_keys(home), master_of(site))
    try:
        with ring.alone():
            replace_file(to / DATA_KEYS, data_keys(home).read_bytes())
        replace_file(to / SITE_KEY, f"taizhang site key 1\n{site.hex()}\n".encode("ascii"))
        return ring.count()
    finally:
        ring.close()


def restore_keys(home: Path, keys: Path, erased: Iterable[Path] = ()) -> None:
    """Puts copied keys into a site that has none, without those that any of ``erased`` knows as destroyed.

    Raises Refused: KEY-001, KEY-002 there are no sound keys in the folder, KEY-003 the site has keys already.
    """
    if data_keys(home).exists():
        says = sentence("“{path}”已有密钥，没有取回。", path=home / FOLDER)
        raise Refused(Problem("KEY-003", says, Place(file=str(home / FOLDER)), "请先把它移开。"))
    place = keys / SITE_KEY
    read_site_key(place if place.exists() else key_file(keys.parent))
    (home / FOLDER).mkdir(parents=True, exist_ok=True, mode=0o700)
    source = place if place.exists() else key_file(keys.parent)
    for path, name in ((keys / DATA_KEYS, DATA_KEYS), (source, SITE_KEY)):
        shutil.copyfile(path, home / FOLDER / name)
        (home / FOLDER / name).chmod(0o600)
        flush(home / FOLDER / name)
    (home / FOLDER / LEFT_OUT).unlink(missing_ok=True)
    purge(home / FOLDER, erased)


def purge(keys: Path, erased: Iterable[Path]) -> int:
    """Destroys in a folder of keys whatever others know as destroyed; how many keys went."""
    owners: list[bytes] = []
    for folder in erased:
        erased_in(folder / DATA_KEYS, owners.append)
    if not owners:
        return 0
    ring = Keyring(keys / DATA_KEYS, master_of(read_site_key(keys / SITE_KEY)))
    try:
        return sum(ring.destroy(owner) for owner in dict.fromkeys(owners))
    finally:
        ring.close()
