"""python verify.py [FOLDER] [CHECKPOINT|EXTENSION|KEY|CODE …]: verifies a frozen edition with Python ≥ 3.8 and nothing else.

Exit 0: every step holds, and something given from elsewhere shows the edition authentic. Exit 1: what does not fit is
named, or the bundle merely agrees with itself. Beside it: recompute.py (definitions), seals.py (tree and signatures).
"""

import json
import re
import sys
from collections import defaultdict
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from printed import printed_in
from recompute import CALLS, row_of, source, told
from seals import must, reach_of, read_note, root_of, unhex

TOLD = {"number": "编号", "state": "状态", "discontinued": "终止日期", "completed": "报结日期"}  # of a row, by its acts


class Bundle:
    """A bundle in a folder; each step says what it found, and raises ValueError for what does not fit."""

    def __init__(self, folder, given):
        self.folder, self.given = Path(folder), given

    def read(self, name):
        """A file's bytes."""
        return (self.folder / name).read_bytes()

    def step_1_files(self):
        """manifest.json: every file is the one that was frozen."""
        self.manifest = json.loads(self.read("manifest.json"))
        for name, digest in sorted(self.manifest["files"].items()):
            same = (self.folder / name).is_file() and sha256(self.read(name)).hexdigest() == digest
            must(same, f"文件“{name}”缺失，或与定稿时不同")
        self.said, notice = json.loads(self.read("definitions.json")), self.manifest.get("notice", "")
        return f"《{self.manifest['title']}》的{len(self.manifest['files'])}个文件与定稿时相同{notice}"

    def step_2_entries(self):
        """entries.txt and checkpoint.txt: headers make the root, opened entries are those committed to, one froze this."""
        self.leaves, self.ledgers, self.bodies = [], [], {}
        form, then = self.manifest.get("receiver", "digest"), self.manifest["entries"]
        for seq, line in enumerate(self.read("entries.txt").split(b"\n")[:-1], 1):
            header, *opened = line.split(b"\t")
            blind = form == "public" and re.fullmatch(b"[0-9a-f]{64}", header)  # its leaf alone
            self.leaves.append(unhex(header.decode()) if blind else sha256(b"\0" + header).digest())
            self.ledgers.append("" if blind else json.loads(header)["ledger"])
            if opened:
                digest = sha256(b"\2" + unhex(opened[0].decode()) + opened[1]).hexdigest()
                must(digest == json.loads(header)["c"], f"第{seq}条流水的正文与封面的承诺值不符")
                self.bodies[seq] = json.loads(opened[1])
        self.note = read_note(self.read("checkpoint.txt").decode(), "封存点checkpoint.txt")
        must(self.note[1:3] == (len(self.leaves), root_of(self.leaves)), "各条流水的封面与封存点（条数或树根）不符")
        must(root_of(self.leaves[:then]).hex() == self.manifest["root"], "定稿时的树根与流水的封面不符")
        digest = sha256(self.read("manifest.json")).hexdigest()
        editions = (seq for seq in self.bodies if seq > then and self.ledgers[seq - 1] == "edition")
        self.seq = next((seq for seq in editions if self.bodies[seq]["facts"].get(form) == digest), 0)
        must(self.seq, "没有一条流水登记过这份清单manifest.json")
        return f"{len(self.leaves)}条流水合成封存点的树根，定稿登记为{self.note[0]}第{self.seq}条"

    def step_3_rows(self):
        """rows.txt: they are those frozen, each follows from its entries, no entry of their ledgers lacks one."""
        self.rows, self.gone, leaves, taken, followed = defaultdict(list), set(), [], [], 0
        earlier = self.manifest["format"] == "taizhang-edition/1"  # rows did not name what they say nothing of
        for line in self.read("rows.txt").split(b"\n")[:-1]:
            leaf, _, text = line.partition(b"\t")
            erased = re.fullmatch(b"-(?: [1-9][0-9]*)+", text)
            row = {"entries": [*map(int, text[2:].split(b" "))]} if erased else json.loads(text)
            leaves.append(unhex(leaf.decode()))
            taken += row["entries"]
            if erased:
                self.gone.update(self.ledgers[seq - 1] for seq in row["entries"])
                continue
            name = f"“{row['ledger']}”的记录“{row['number'] or row['matter']}”"
            must(sha256(b"\0" + text).digest() == leaves[-1], f"{name}与定稿时不同")
            must({self.ledgers[seq - 1] for seq in row["entries"]} == {row["ledger"]}, f"{name}的流水属于别的台账")
            bodies = [self.bodies[seq] for seq in row["entries"] if seq in self.bodies]
            seen = {**row["facts"], **{key: row[key] or None for key in TOLD if key in row}}
            if len(bodies) == len(row["entries"]):
                made = row_of(row["matter"], bodies, row["facts"])
                wrong = [TOLD.get(key, key) for key, one in seen.items() if made[key] != one]
                must(not wrong, f"{name}与它的流水不符：{'、'.join(wrong)}")
                followed += 1
            if row["state"] not in ("merged", "split"):  # counted in what stands for them
                seen["id"] = row["matter"]
                self.rows[row["ledger"]].append(defaultdict(lambda: None, seen) if earlier else seen)
        must(root_of(leaves).hex() == self.manifest["rows_root"], "记录有增减，或次序、摘要与定稿时不同")
        frozen = enumerate(self.ledgers[: self.manifest["entries"]], 1)
        whole = [seq for seq, name in frozen if name in self.manifest.get("ledgers", [])]
        must(sorted(taken) == whole, "有流水没有对应的记录：记录被漏去或多出")
        blind = self.ledgers.count("")
        rest = f"；{blind}条流水只有摘要，是否遗漏以定稿时冻结的记录为准" if blind else ""
        return f"{len(leaves)}条记录没有增减遗漏，其中{followed}条已由流水推得{rest}"

    def step_4_numbers(self):
        """definitions.json: every number is what its definition makes of the rows."""
        names, made = {"CALLS": CALLS, "rows": self.rows}, 0
        for ledger, columns in self.said["ledgers"].items():
            for name, said in columns:
                run = eval(f"lambda row: {source(said)}", names)
                for row in self.rows[ledger]:
                    row[name] = run(row)
        for cell in self.manifest["cells"]:
            said = self.said["cells"][cell["id"]]
            if said["amount"] and not self.gone.intersection(said["ledgers"]):
                amount, words = (told(eval(f"lambda: {source(said[key])}", names)) for key in ("amount", "words"))
                then, made = Decimal(cell["amount"]) if cell["amount"] else None, made + 1
                says = f"“{cell['title']}”（{cell['id']}）按口径由记录重算为{'、'.join(words) or amount}"
                must((amount, words) == (then, cell["words"]), f"{says}，定稿为{'、'.join(cell['words']) or then}")
        left = len(self.manifest["cells"]) - made
        return f"{made}个指标值由记录按口径重算一致" + (f"，{left}个的记录或口径不在包内，没有重算" if left else "")

    def step_5_documents(self):
        """The .docx and .html: at every place they print what was frozen."""
        printed = [tuple(one) for one in self.manifest.get("printed", [])]
        for name in self.manifest["outputs"]:
            found, kinds = printed_in(self.folder / name), name.endswith(".html")
            same = [words for _, words in found] == [words for _, words in printed] if kinds else found == printed
            must(same, f"“{name}”里印的数与定稿清单不同")
        return f"文档{len(printed)}处印的数与定稿相同"

    def step_6_authentic(self):
        """What came from elsewhere: each fits, and reaches as far as the edition; how many do."""
        shown = sum(reach_of(one, self.manifest, self.note, self.leaves) >= self.seq for one in self.given)
        early = len(self.given) - shown
        rest = f"，另有{early}份早于定稿，只证明它以前的流水没有改写" if early else ""
        must(shown, f"只能说明包内自相一致，真实性未经证明：没有给出定稿以后的封存点，也没有公钥{rest}")
        return f"真实性由{shown}份外来凭据证明{rest}"


def main(folder=Path(__file__).parent, *given):
    """Takes the steps and says what each found; 0 when all hold, else 1."""
    bundle = Bundle(folder, given)
    for name in sorted(name for name in dir(bundle) if name.startswith("step_")):
        step = getattr(bundle, name)
        try:
            print(f"{name[5]}. {step()}。")
        except Exception as wrong:  # whatever is not as it should be: named, with the files the step reads
            print(f"核验未通过：第{name[5]}步（{step.__doc__.partition(':')[0]}）{wrong}。")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
