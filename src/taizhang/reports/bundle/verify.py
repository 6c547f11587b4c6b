"""python verify.py [FOLDER] [CHECKPOINT|EXTENSION|KEY|CODE …]: verifies a frozen edition with Python ≥ 3.8 and nothing else.

Exit 0: every step holds, and something given from elsewhere shows the edition authentic. Exit 1: what does not fit is
named, or the bundle merely agrees with itself, as anybody's would.
"""

import json
import re
import sys
from base64 import b64decode, b64encode
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256, sha512
from html import unescape
from pathlib import Path
from zipfile import ZipFile

NOTE = re.compile("((.+)\n(0|[1-9][0-9]*)\n(\\S{44})\n(?:.+\n)*)\n((?:— \\S+ \\S+\n)*)")  # c2sp.org/tlog-checkpoint
GONE = re.compile(r"-(?: [1-9][0-9]*)+")
PLACE = re.compile(r'<w:tag w:val="([^"]*)"/>(?:(?!<w:tag ).)*?<w:sdtContent>(.*?)</w:sdtContent>', re.DOTALL)
WORDS, DATA = (
    re.compile("<w:t(?: [^>]*)?>([^<]*)"),
    re.compile('type="application/json" id="data">(.*?)</script>', re.DOTALL),
)
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # RFC 8032, 5.1; and its base point:
BASE = 15112221349535400772501151409588531511454012693041857206046113283949847762202, 4 * pow(5, P - 2, P) % P
DISCONTINUED = ("declined", "merged", "split", "cancelled", "transferred")  # ended without being done
DAYS = {"discontinued": "终止日期", "completed": "报结日期"}  # told by the acts, not by a field
INFIX = ("and", "or", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "+", "-", "*", "/")
CALLS = {
    **{"sorted": sorted, "set": set, "unique": lambda values: list(dict.fromkeys(values)), "str": str},
    "number": lambda one: None if one is None else Decimal(str(one)),
    "year": lambda one: None if one is None else f"{one}-01-01",
    "joined": lambda one: "、".join(one) if isinstance(one, list) else one,
    "if": lambda truth, one, other: one if truth else other,
    "sum": lambda values: sum(values, Decimal(0)),
    "size": lambda values: Decimal(len(values)),
    "part": lambda values, first, last: values[first:last],
    "last": lambda values: values[-1] if values else None,
    "streak": lambda years, last: Decimal(next(n for n in range(len(years) + 1) if last - n not in years)),
    "day": lambda one, forms: "".join(form.format(int(n)) for n, form in zip(one.split("-"), forms)),  # noqa: B905
    "round": lambda one, step: one.quantize(Decimal(step), ROUND_HALF_UP),
    "percent": lambda one, step: (min if one < 100 else max)(
        CALLS["round"](one, step), 100 + Decimal(step) * ((one > 100) - (one < 100))
    ),
    "most": lambda *several: max((one for one in map(told, several) if one is not None), default=None),
}


def must(fits, says):
    """Stops unless it fits."""
    if not fits:
        raise ValueError(says)


def told(run):
    """What a definition comes to; None when something it reads is not known, or it divides by nothing."""
    try:
        return run()
    except (TypeError, AttributeError, ArithmeticError):
        return None


def source(said):
    """A definition as a Python expression over ``rows`` by ledger, each ``row`` a mapping of columns."""
    if isinstance(said, str):
        return f"row.get({said!r})"
    op, *rest = said
    if op == "is":
        return repr(rest[0])
    if op == "of":  # an expression for each row that meets a condition, in the order of further expressions
        where, one, *keys = map(source, rest[1:])
        order = f", key=lambda row: ({', '.join(keys)},)" if keys else ", key=lambda row: 0"
        return f"[{one} for row in sorted((row for row in rows[{rest[0]!r}] if {where}){order})]"
    must(op in CALLS or op in INFIX, f"不认识口径里的“{op}”")
    parts = [f"lambda: {source(one)}" if op == "most" else f"({source(one)})" for one in rest]
    return f" {op} ".join(parts) if op in INFIX else f"CALLS[{op!r}]({', '.join(parts)})"


def signed_by(key, message, signature):
    """Whether an Ed25519 signature is the key's (RFC 8032, 5.1.7)."""
    d = -121665 * pow(121666, P - 2, P)

    def add(one, two):
        (a, b), (x, y) = one, two
        k = d * a * b * x * y
        return (a * y + b * x) * pow(1 + k, P - 2, P) % P, (b * y + a * x) * pow(1 - k, P - 2, P) % P

    def times(number, point):
        rest = times(number >> 1, add(point, point)) if number > 1 else (0, 1)
        return add(rest, point) if number & 1 else rest

    y, scalar = int.from_bytes(key, "little") & (1 << 255) - 1, int.from_bytes(signature[32:], "little")
    square = (y * y - 1) * pow(d * y * y + 1, P - 2, P)
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    challenge = int.from_bytes(sha512(signature[:32] + key + message).digest(), "little") % ORDER
    x, y = add(times(scalar, BASE), times(challenge, (x if x & 1 != key[31] >> 7 else P - x, y)))
    return scalar < ORDER and (y | (x & 1) << 255).to_bytes(32, "little") + signature[32:64] == signature


def unhex(said):
    """Bytes of their one way to be written in hexadecimal."""
    must(re.fullmatch("(?:[0-9a-f]{2})*", said), f"“{said[:20]}”不是小写的十六进制")
    return bytes.fromhex(said)


def unbase64(said):
    """Bytes of their one way to be written in base 64."""
    must(b64encode(b64decode(said)).decode() == said, f"“{said[:20]}”不是规范的 Base64")
    return b64decode(said)


def read(path):
    """A file's text; a line ends with LF and nothing else."""
    return path.read_bytes().decode()


def root_of(leaves, further=()):
    """The root over leaf hashes (RFC 6962, 2.1), and over (leaves, hash) of the subtrees that follow them."""
    peaks = []
    for size, one in [*((1, leaf) for leaf in leaves), *further]:
        while peaks and peaks[-1][0] == size:
            size, one = size * 2, sha256(b"\1" + peaks.pop()[1] + one).digest()
        peaks.append((size, one))
    root = peaks.pop()[1] if peaks else sha256(b"").digest()
    while peaks:
        root = sha256(b"\1" + peaks.pop()[1] + root).digest()
    return root


def read_note(text, what):
    """Origin, size and root of a checkpoint, what was signed, and (name, signature) of each who signed."""
    found = NOTE.fullmatch(text)
    must(found, f"{what}的写法不对")
    return found[2], int(found[3]), unbase64(found[4]), found[1].encode(), re.findall("— (.+) (.+)", found[5])


def code_of(manifest):
    """The code printed on the paper: Crockford's base 32 over what its numbers stand on."""
    text = "".join(f"{manifest[key]}\n" for key in ("name", "period", "entries", "root", "revision"))
    number = int.from_bytes(sha256(b"taizhang-code\n" + text.encode()).digest(), "big") >> 126
    digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U"
    return "".join(digits[number >> 5 * at & 31] for at in reversed(range(26))) + digits[number % 37]


RECEIVERS = {"superior": "给上级和邻近单位", "public": "向社会公开"}
WITHHELD = {
    "numbers": "{}个数的确切值、口径和记录",
    "ledgers": "{}的记录",
    "rows": "没有计入的行的出处和原因",
    "bodies": "各条流水的正文（经办人、说明、材料、来源）",
    "headers": "其他台账的流水的封面",
    "opening": "网页里逐条打开的记录",
    "draft": "起草稿",
}


class Bundle:
    """A bundle in a folder; each step says what it found, and raises ValueError for what does not fit."""

    def __init__(self, folder, given):
        self.folder, self.given = Path(folder), given

    def step_1_files(self):
        """manifest.json: every file is the one that was frozen."""
        self.manifest = json.loads((self.folder / "manifest.json").read_bytes())
        for name, digest in sorted(self.manifest["files"].items()):
            path = self.folder / name
            must(
                path.is_file() and sha256(path.read_bytes()).hexdigest() == digest, f"文件“{name}”缺失，或与定稿时不同"
            )
        self.said = json.loads((self.folder / "definitions.json").read_bytes())
        return f"《{self.manifest['title']}》的{len(self.manifest['files'])}个文件与定稿时相同{self.left_out()}{self.withheld()}"

    def left_out(self):
        """How many rows imports had left out of the ledgers, and who accepted that the edition goes without them."""
        rows, given = len(self.manifest.get("left_out", [])), self.manifest.get("accepted")
        rows = rows or int(dict(self.manifest.get("withheld", [])).get("rows", 0))
        said = f"，{given[0]}于{given[1]}接受{given[2] and '：'}{given[2]}" if given else ""
        return f"；另有{rows}行在导入时没有计入{said}" if rows else ""

    def withheld(self):
        """For whom this form of the edition was frozen, and what he is not given."""
        told = "、".join(WITHHELD[what].format(which) for what, which in self.manifest.get("withheld", []))
        receiver = self.manifest.get("receiver")
        return f"；本包{RECEIVERS[receiver]}，不含：{told}" if receiver else ""

    def step_2_entries(self):
        """entries.txt and checkpoint.txt: headers make the root, opened entries are those committed to, one froze this."""
        self.leaves, self.ledgers, self.bodies, then = [], [], {}, self.manifest["entries"]
        self.blind, form = 0, self.manifest.get("receiver", "digest")
        for seq, line in enumerate((self.folder / "entries.txt").read_bytes().split(b"\n")[:-1], 1):
            header, *opened = line.split(b"\t")
            if form == "public" and re.fullmatch(b"[0-9a-f]{64}", header):  # its leaf alone
                self.leaves.append(bytes.fromhex(header.decode()))
                self.ledgers.append("")
                self.blind += 1
                continue
            self.leaves.append(sha256(b"\0" + header).digest())
            self.ledgers.append(json.loads(header)["ledger"])
            if opened:
                digest = sha256(b"\2" + unhex(opened[0].decode()) + opened[1]).hexdigest()
                must(digest == json.loads(header)["c"], f"第{seq}条流水的正文与封面的承诺值不符")
                self.bodies[seq] = json.loads(opened[1])
        self.note = read_note(read(self.folder / "checkpoint.txt"), "封存点checkpoint.txt")
        must(self.note[1:3] == (len(self.leaves), root_of(self.leaves)), "各条流水的封面与封存点（条数或树根）不符")
        must(root_of(self.leaves[:then]).hex() == self.manifest["root"], "定稿时的树根与流水的封面不符")
        digest = sha256((self.folder / "manifest.json").read_bytes()).hexdigest()
        named = [seq for seq, one in self.bodies.items() if seq > then and one.get("facts", {}).get(form) == digest]
        must(named, "没有一条流水登记过这份清单manifest.json")
        self.seq = named[0]
        return f"{len(self.leaves)}条流水合成封存点的树根，定稿登记为{self.note[0]}第{self.seq}条"

    def step_3_rows(self):
        """rows.txt: they are those frozen, each follows from its entries, no entry of their ledgers lacks one."""
        self.rows, self.gone, leaves, taken, followed = {}, set(), [], [], 0
        for line in read(self.folder / "rows.txt").split("\n")[:-1]:
            leaf, _, text = line.partition("\t")
            erased = GONE.fullmatch(text)
            row = {"entries": [int(seq) for seq in text[2:].split(" ")]} if erased else json.loads(text)
            leaves.append(unhex(leaf))
            taken += row["entries"]
            if "facts" not in row:  # erased, or withheld
                self.gone.update(self.ledgers[seq - 1] for seq in row["entries"])
                continue
            name = f"“{row['ledger']}”的记录“{row['number'] or row['matter']}”"
            must(sha256(b"\0" + text.encode()).hexdigest() == leaf, f"{name}与定稿时不同")
            bodies = [self.bodies[seq] for seq in row["entries"] if seq in self.bodies]
            if len(bodies) == len(row["entries"]):
                self.follow(name, row, bodies)
                followed += 1
            if row["state"] not in ("merged", "split"):  # counted in what stands for them
                own = {"id": row["matter"], "number": row["number"] or None, "state": row["state"] or None}
                own |= {name: row.get(name) for name in DAYS}
                self.rows.setdefault(row["ledger"], []).append({**row["facts"], **own})
        must(root_of(leaves).hex() == self.manifest["rows_root"], "记录有增减，或次序、摘要与定稿时不同")
        drawn = enumerate(self.ledgers[: self.manifest["entries"]], 1)
        whole = [seq for seq, name in drawn if name in self.manifest.get("ledgers", [])]
        must(sorted(taken) == whole, "有流水没有对应的记录：记录被漏去或多出")
        rest = f"；{self.blind}条流水只有摘要，是否遗漏以定稿时冻结的记录为准" if self.blind else ""
        return f"{len(leaves)}条记录没有增减遗漏，其中{followed}条已由流水推得{rest}"

    def follow(self, name, row, bodies):
        """A row is what its matter's entries make, one after the other."""
        facts, days = {}, dict.fromkeys(DAYS)
        for step, body in enumerate(bodies, 1):
            must((body["matter"], body["mseq"]) == (row["matter"], step), f"{name}的流水不齐")
            facts.update(body.get("facts", {}))
            ended, act = body["state"] in DISCONTINUED, body["act"]
            days["discontinued"] = (days["discontinued"] or body["on"]) if ended else None
            if act in ("report", "return_work", "reopen"):
                days["completed"] = body["on"] if act == "report" else None
        wrong = [key for key, one in row["facts"].items() if facts.get(key) != one]
        wrong += [said for name, said in DAYS.items() if row.get(name, days[name]) != days[name]]
        must(not wrong and body["state"] == row["state"], f"{name}与它的流水不符：{'、'.join(wrong) or '状态'}")

    def step_4_numbers(self):
        """definitions.json: every number is what its definition makes of the rows."""
        names, made = {"CALLS": CALLS, "rows": {name: self.rows.get(name, []) for name in self.said["ledgers"]}}, 0
        for ledger, columns in self.said["ledgers"].items():
            for name, said in columns:
                run = eval(f"lambda row: {source(said)}", names)
                for row in names["rows"][ledger]:
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
            if name.endswith(".docx"):
                text = ZipFile(self.folder / name).read("word/document.xml").decode()
                found = [(unescape(tag), unescape("".join(WORDS.findall(one)))) for tag, one in PLACE.findall(text)]
                same = [one for one in found if not one[0].startswith(("quote:", "gap:", "code:"))] == printed
            else:
                found = json.loads(DATA.search((self.folder / name).read_text("utf-8"))[1])["numbers"]
                same = [one[1] for one in found if one[0] in ("number", "claim")] == [one for _, one in printed]
            must(same, f"“{name}”里印的数与定稿清单不同")
        return f"文档{len(printed)}处印的数与定稿相同"

    def step_6_authentic(self):
        """What came from elsewhere: each fits, and reaches as far as the edition; how many do."""
        shown = 0
        for path in self.given:
            text, what = read(Path(path)) if Path(path).is_file() else path, f"“{Path(path).name}”"
            typed = re.sub(r"[\s-]", "", text.upper()).translate(str.maketrans("ILO", "110"))
            if len(typed) == 27:
                must(typed == code_of(self.manifest), f"核验码{what}不是这份定稿的，或者抄错了")
                shown += 1
                continue
            if re.fullmatch(r"\S+\+[0-9a-f]{8}\+\S+\n?", text):
                must(self.signed(*text.strip().split("+", 2)), f"封存点上没有{what}这把公钥的有效签名")
                shown += 1
                continue
            proof, _, note = text.rpartition("\n\n\n")
            head, *steps = proof.split("\n")
            must(head == "extension" * bool(proof), f"{what}的写法不对")
            steps = [(int(size), unhex(one)) for size, one in (one.split(" ") for one in steps)]
            origin, size, root, *_ = read_note(note, what)
            must(origin == self.note[0], f"{what}属于另一份流水")
            says = f"{what}（第{size}条为止）与本包的流水不符：流水被改写过，或没有延续到它的证明"
            must(root_of(self.leaves[:size], steps) == root, says)
            shown += size >= self.seq
        rest = (
            f"，另有{len(self.given) - shown}份早于定稿，只证明它以前的流水没有改写" if shown < len(self.given) else ""
        )
        must(shown, f"只能说明包内自相一致，真实性未经证明：没有给出定稿以后的封存点，也没有公钥{rest}")
        return f"真实性由{shown}份外来凭据证明{rest}"

    def signed(self, name, number, key):
        """Whether a key signed the checkpoint; a witness's (kind 4) signs the time before the note."""
        kind, *key = whole = unbase64(key)
        of = sha256(f"{name}\n".encode() + whole).hexdigest()[:8]
        must(kind in (1, 4) and len(key) == 32 and of == number, f"公钥“{name}”抄得不对")
        for said in (unbase64(one) for who, one in self.note[4] if who == name):
            stamp, signature = (said[4:12], said[12:]) if kind == 4 else (b"", said[4:])
            when = f"cosignature/v1\ntime {int.from_bytes(stamp, 'big')}\n".encode() if stamp else b""
            if said[:4].hex() == number and signed_by(bytes(key), when + self.note[3], signature):
                return True
        return False


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
