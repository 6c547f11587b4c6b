"""Steps 5 to 7 of ``verify.py``: the rows, the numbers and the documents of a bundle, in plain Python ≥ 3.8."""

import json
import re
from decimal import Decimal
from hashlib import sha256
from html import unescape
from zipfile import ZipFile

from recompute import holds, recompute, typed
from tree import root_of

PLACE = re.compile(r'<w:tag w:val="([^"]*)"/>(?:(?!<w:tag ).)*?<w:sdtContent>(.*?)</w:sdtContent>', re.DOTALL)
TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)")
DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


class WrongError(Exception):
    """Something does not fit; the text says what."""


def must(fits, says):
    """Stops unless it fits."""
    if not fits:
        raise WrongError(says)


def step_5_rows(folder, manifest, headers, bodies):
    """Rows are those frozen, none of their ledgers' entries is missing, each follows from its entries; rows, gone ledgers."""
    rows, leaves, taken, gone = [], [], set(), set()
    for line in (folder / "rows.txt").read_text("utf-8").split("\n")[:-1]:
        digest, _, text = line.partition("\t")
        leaves.append(bytes.fromhex(digest))
        if text.startswith("-"):  # erased since: its entries stand in the tree, its contents are nowhere
            taken.update(map(int, text[1:].split()))
            gone.update(json.loads(headers[int(seq) - 1])["ledger"] for seq in text[1:].split())
            continue
        row = json.loads(text)
        name = f"“{row['ledger']}”的记录“{row['number'] or row['matter']}”"
        must(sha256(b"\0" + text.encode()).hexdigest() == digest, f"{name}与定稿时不同")
        taken.update(row["entries"])
        if all(seq in bodies for seq in row["entries"]):
            facts = {}
            for step, seq in enumerate(row["entries"], 1):
                must((bodies[seq]["matter"], bodies[seq]["mseq"]) == (row["matter"], step), f"{name}的流水不齐")
                facts.update(bodies[seq].get("facts", {}))
            wrong = [key for key, value in row["facts"].items() if facts.get(key) != value]
            fits = not wrong and bodies[seq]["state"] == row["state"]
            must(fits, f"{name}与它的流水不符：{'、'.join(wrong) or '状态'}")
        rows.append(row)
    must(root_of(leaves).hex() == manifest["rows_root"], "记录有增减，或次序、摘要与定稿时不同")
    every = enumerate(headers[: manifest["entries"]], 1)
    whole = {seq for seq, header in every if json.loads(header)["ledger"] in manifest["ledgers"]}
    must(whole == taken, "有流水没有对应的记录：记录被漏去或多出")
    return rows, gone


def step_6_numbers(manifest, definitions, rows, gone):
    """Every number computed anew from the rows by its definition; the ids of those whose rows are not here."""
    ready, left = {name: [] for name in definitions["ledgers"]}, []
    for row in rows:
        said = definitions["ledgers"][row["ledger"]]
        one = {key: typed(row["facts"].get(key), kind) for key, kind in said["columns"].items()}
        one.update(id=row["matter"], number=row["number"] or None, state=row["state"] or None)
        for name, first, when in said["derived"]:
            given = next((one[key] for key in first if one[key] is not None), None)
            one[name] = given if holds(when, one) is True else None
        if row["state"] not in ("merged", "split"):  # counted in what stands for them
            ready[row["ledger"]].append(one)
    for cell in manifest["cells"]:
        said = definitions["cells"][cell["id"]]
        if said["formula"] is None or gone.intersection(said["ledgers"]):
            left.append(cell["id"])
            continue
        amount, words = recompute(said["formula"], ready)
        same = (amount is None and not cell["amount"]) or (
            amount is not None and amount == Decimal(cell["amount"] or "NaN")
        )
        says = f"“{cell['title']}”（{cell['id']}）按口径由记录重算为{'、'.join(words) or amount}，定稿为{'、'.join(cell['words']) or cell['amount']}"
        must((same or words) and words == cell["words"], says)
    return left


def step_7_documents(folder, manifest, definitions):
    """The documents print what was frozen at every place, and at each plain place the very number; how many places."""
    printed = [tuple(one) for one in manifest["printed"]]
    for name in manifest["files"]:
        if name.endswith(".docx"):
            xml = ZipFile(folder / name).read("word/document.xml").decode("utf-8")
            found = [(unescape(tag), TEXT.findall(said)) for tag, said in PLACE.findall(xml)]
            said = [(tag, unescape("".join(one))) for tag, one in found if not tag.startswith(("quote:", "gap:"))]
            must(said == printed, f"“{name}”里印的数与定稿清单不同：{sorted(set(said) ^ set(printed))[:3]}")
        elif name.endswith(".html"):
            data = json.loads(DATA.search((folder / name).read_text("utf-8"))[1])
            said = [one[1] for one in data["numbers"] if one[0] in ("number", "claim")]
            must(said == [text for _, text in printed], f"“{name}”里印的数与定稿清单不同")
    texts = {said["tag"]: said["text"] for said in definitions["cells"].values()}
    return len(printed), sum(1 for tag, text in printed if texts.get(tag) and texts[tag] not in text)
