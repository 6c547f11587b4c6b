"""python verify.py [FOLDER] [CHECKPOINT|EXTENSION|KEY …] — verifies a frozen edition with Python ≥ 3.8 alone.

It lies in the bundle with the four files it reads and takes the steps numbered below. Exit 0: all fits, and a checkpoint, an
extension or a key that came from elsewhere shows it authentic. Exit 1: something is wrong, or the bundle merely agrees
with itself, as anybody's would.
"""

import json
import re
import sys
from base64 import b64decode
from hashlib import sha256
from pathlib import Path

from contents import WrongError, must, step_5_rows, step_6_numbers, step_7_documents
from ed25519 import signed_by
from tree import extends, root_of

NOTE = re.compile(r"([^\n]+)\n(\d+)\n(\S{44})\n((?:[^\n]+\n)*)\n((?:— \S+ \S+\n)*)")


def read_note(text, what):
    """Origin, size, root, what was signed, and (name, key hash + signature) of a C2SP checkpoint."""
    found = NOTE.fullmatch(text)
    must(found, f"{what}的写法不对")
    lines = [line[2:].split(" ") for line in found[5].splitlines()]
    signed = text[: len(text) - len(found[5]) - 1].encode()
    return found[1], int(found[2]), b64decode(found[3]), signed, [(name, b64decode(said)) for name, said in lines]


def step_1_files(folder, manifest):
    """Every file is the one that was frozen."""
    for name, digest in sorted(manifest["files"].items()):
        path = folder / name
        must(path.is_file() and sha256(path.read_bytes()).hexdigest() == digest, f"文件“{name}”缺失，或与定稿时不同")


def step_2_tree(folder, manifest):
    """The entries' headers add up to the checkpoint, and those of then to what was frozen; headers and leaves."""
    headers = (folder / "headers.txt").read_bytes().split(b"\n")[:-1]
    leaves = [sha256(b"\0" + header).digest() for header in headers]
    note = read_note((folder / "checkpoint.txt").read_text("utf-8"), "封存点")
    must(note[1] == len(leaves) and root_of(leaves) == note[2], "各条流水的封面与封存点（条数或树根）不符")
    then = manifest["entries"]
    must(then < len(leaves) and root_of(leaves[:then]).hex() == manifest["root"], "定稿时的树根与流水的封面不符")
    return headers, leaves, note


def step_3_entries(folder, headers):
    """Every opened entry stands in the tree and its body is the one committed to; bodies by number."""
    bodies = {}
    for line in (folder / "entries.txt").read_bytes().split(b"\n")[:-1]:
        seq, salt, body = line.split(b"\t")
        if body != b"-":
            said = json.loads(headers[int(seq) - 1])
            fits = sha256(b"\2" + bytes.fromhex(salt.decode()) + body).hexdigest() == said["c"]
            must(fits and said["seq"] == int(seq), f"第{seq.decode()}条流水的正文与封面的承诺值不符")
            bodies[int(seq)] = json.loads(body)
    return bodies


def step_4_edition(folder, manifest, bodies):
    """An entry of the journal after those the numbers stand on names this manifest; its number."""
    digest = sha256((folder / "manifest.json").read_bytes()).hexdigest()
    found = [seq for seq, body in bodies.items() if body.get("facts", {}).get("digest") == digest]
    must(found and max(found) > manifest["entries"], "没有一条流水登记过这份清单")
    return max(found)


def step_8_authentic(note, leaves, given):
    """How many checkpoints, extensions and keys given from elsewhere vouch for the checkpoint; all must fit."""
    shown = 0
    for path in given:
        text, what = Path(path).read_text("utf-8"), f"“{Path(path).name}”"
        if re.fullmatch(r"\S+\+[0-9a-f]{8}\+\S+\n?", text):
            name, number, key = text.strip().split("+", 2)
            key = b64decode(key)
            said = [said[4:] for who, said in note[4] if who == name and said[:4].hex() == number]
            stamp = said[0][:8] if said and key[0] == 4 else b""  # a witness signs the time before the note
            when = f"cosignature/v1\ntime {int.from_bytes(stamp, 'big')}\n".encode() if stamp else b""
            good = said and signed_by(key[1:], when + note[3], said[0][len(stamp) :])
            must(good, f"封存点上没有{what}这把公钥的有效签名")
        else:
            proof, _, rest = text.rpartition("\n\n\n") if text.startswith("extension\n") else ("", "", text)
            other = read_note(rest, what)
            must(other[0] == note[0], f"{what}属于另一份流水")
            steps = [bytes.fromhex(line) for line in proof.split("\n")[1:]]
            if other[1] > note[1]:
                must(
                    extends((note[1], note[2]), (other[1], other[2]), steps),
                    f"{what}比本包新，证明不能说明它由本包延续",
                )
            else:
                must(
                    root_of(leaves[: other[1]]) == other[2],
                    f"{what}（第{other[1]}条为止）与本包的流水不符：流水被改写过",
                )
        shown += 1
    return shown


def verify(folder, given):
    """What was found, in sentences, and whether authenticity was shown; raises WrongError for whatever does not fit."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    step_1_files(folder, manifest)
    definitions = json.loads((folder / "definitions.json").read_text("utf-8"))
    headers, leaves, note = step_2_tree(folder, manifest)
    bodies = step_3_entries(folder, headers)
    seq = step_4_edition(folder, manifest, bodies)
    rows, gone = step_5_rows(folder, manifest, headers, bodies)
    left = step_6_numbers(manifest, definitions, rows, gone)
    places, otherwise = step_7_documents(folder, manifest, definitions)
    shown = step_8_authentic(note, leaves, given)
    told = f"《{manifest['title']}》定稿登记为{note[0]}第{seq}条流水；{len(rows)}条记录与流水相符，没有遗漏；"
    told += f"{len(manifest['cells']) - len(left)}个指标值由记录按口径重算一致，文档{places}处印的数与定稿相同"
    told += f"（其中{otherwise}处换了写法）" if otherwise else ""
    told += f"；{len(left)}个指标值的记录不在包内，没有重算" if left else ""
    return told + "。", shown


def main(arguments):
    """Prints what was found; 0 when authenticity was shown, 1 otherwise."""
    folder = Path(arguments[0]) if arguments else Path(__file__).parent
    try:
        told, shown = verify(folder, arguments[1:])
    except (WrongError, OSError, ValueError, KeyError, IndexError, TypeError, AttributeError) as wrong:
        print(f"核验未通过：{wrong}。")
        return 1
    print(told)
    print(
        f"真实性由{shown}份外来凭据证明。"
        if shown
        else "只能说明包内自相一致：没有给出外来的封存点或公钥，真实性未经证明。"
    )
    return 0 if shown else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
