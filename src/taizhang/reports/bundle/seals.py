"""What verify.py holds entries against: the tree over them, a checkpoint's text and signatures, the code on the paper.

By RFC 6962 (2.1), c2sp.org/tlog-checkpoint and c2sp.org/tlog-cosignature, RFC 8032 (5.1.7), and Crockford's base 32.
"""

import re
from base64 import b64decode, b64encode
from hashlib import sha256, sha512
from pathlib import Path

# RFC 8032, 5.1: the field and the order of the base point.
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
# RFC 8032, 5.1: the curve.
D = -121665 * pow(121666, P - 2, P) % P
# RFC 8032, 5.1: the base point, whose y is 4/5.
BASE = 15112221349535400772501151409588531511454012693041857206046113283949847762202, 4 * pow(5, P - 2, P) % P
# c2sp.org/tlog-checkpoint: origin, size, root, further lines; signatures.
NOTE = re.compile("((.+)\n(0|[1-9][0-9]*)\n(\\S{44})\n(?:.+\n)*)\n((?:— \\S+ \\S+\n)*)")


def must(fits, says):
    """Stops unless it fits."""
    if not fits:
        raise ValueError(says)


def unhex(said):
    """Bytes of their one way to be written in hexadecimal."""
    must(bytes.fromhex(said).hex() == said, f"“{said[:20]}”不是小写的十六进制")
    return bytes.fromhex(said)


def unbase64(said):
    """Bytes of their one way to be written in base 64."""
    must(b64encode(b64decode(said)).decode() == said, f"“{said[:20]}”不是规范的 Base64")
    return b64decode(said)


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


def signed_by(key, message, signature):
    """Whether an Ed25519 signature is the key's (RFC 8032, 5.1.7)."""

    def add(one, two):
        (a, b), (x, y) = one, two
        k = D * a * b * x * y
        return (a * y + b * x) * pow(1 + k, P - 2, P) % P, (b * y + a * x) * pow(1 - k, P - 2, P) % P

    def times(number, point):
        rest = times(number >> 1, add(point, point)) if number > 1 else (0, 1)
        return add(rest, point) if number & 1 else rest

    y, scalar = int.from_bytes(key, "little") & (1 << 255) - 1, int.from_bytes(signature[32:], "little")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P)
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    challenge = int.from_bytes(sha512(signature[:32] + key + message).digest(), "little") % ORDER
    x, y = add(times(scalar, BASE), times(challenge, (x if x & 1 != key[31] >> 7 else P - x, y)))
    return scalar < ORDER and (y | (x & 1) << 255).to_bytes(32, "little") + signature[32:64] == signature


def signed_with(name, number, key, note):
    """Whether a key, as its text says it, signed a checkpoint; a witness's (kind 4) signs the time before the note."""
    kind, *key = whole = unbase64(key)
    of = sha256(f"{name}\n".encode() + whole).hexdigest()[:8]
    must(kind in (1, 4) and len(key) == 32 and of == number, f"公钥“{name}”抄得不对")
    for said in (unbase64(one) for who, one in note[4] if who == name):
        stamp, signature = (said[4:12], said[12:]) if kind == 4 else (b"", said[4:])
        when = f"cosignature/v1\ntime {int.from_bytes(stamp, 'big')}\n".encode() if stamp else b""
        if said[:4].hex() == number and signed_by(bytes(key), when + note[3], signature):
            return True
    return False


def reach_of(given, manifest, note, leaves):
    """How many of the entries a code, a key or a checkpoint with the proof that leads to it vouches for; it must fit."""
    text = Path(given).read_bytes().decode() if Path(given).is_file() else given
    typed = re.sub(r"[\s-]", "", text.upper()).translate(str.maketrans("ILO", "110"))
    what = f"“{Path(given).name}”"
    if len(typed) == 27:
        must(typed == code_of(manifest), f"核验码{what}不是这份定稿的，或者抄错了")
        return len(leaves)
    if re.fullmatch(r"\S+\+[0-9a-f]{8}\+\S+\n?", text):
        must(signed_with(*text.strip().split("+", 2), note), f"封存点上没有{what}这把公钥的有效签名")
        return len(leaves)
    proof, _, point = text.rpartition("\n\n\n")
    head, *steps = proof.split("\n")
    must(head == "extension" * bool(proof), f"{what}的写法不对")
    steps = [(int(size), unhex(one)) for size, one in (one.split(" ") for one in steps)]
    origin, size, root, *_ = read_note(point, what)
    must(origin == note[0], f"{what}属于另一份流水")
    says = f"{what}（第{size}条为止）与本包的流水不符：流水被改写过，或没有延续到它的证明"
    reached = len(leaves[:size]) + sum(one for one, _ in steps)
    must((reached, root_of(leaves[:size], steps)) == (size, root), says)
    return size
