"""The list that goes into the archive with a matter: its files and its steps, each with its hash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from taizhang.matters.entry import Entry, Head
from taizhang.matters.words import act_label
from taizhang.site.desk import Desk

FILE_NAME = "归档文件清单.txt"


def manifest(desk: Desk, head: Head, history: Sequence[Entry], names: Mapping[str, str]) -> str:
    """The list as text: the same for the same steps, so that an archiving sent twice happens once.

    history: the entries up to the one the archiving follows. names: what the files were called, by digest.
    """
    ledger = desk.site.catalogue.ledgers[head.ledger]
    files = [(digest, entry) for entry in history for digest in entry.intention.evidence]
    lines = [f"归档文件清单\n\n台账：{ledger.title}\n编号：{head.number}\n承办单位：{head.unit}\n"]
    lines.append(f"一、材料（{len(files)}份；SHA-256、步次、名称）")
    lines += [f"{digest}  第{entry.mseq}步  {names.get(digest, '（未命名）')}" for digest, entry in files]
    lines.append(f"\n二、办理经过（{len(history)}步；流水叶值、流水号、生效日期、操作、经办人）")
    for entry in history:
        given, leaf = entry.intention, desk.site.journal.leaf(entry.seq).hex()
        lines.append(f"{leaf}  {entry.seq}  {given.on.isoformat()}  {act_label(given.act)}  {given.actor}")
    return "\n".join(lines) + "\n"
