"""Ed25519 verification (RFC 8032) in plain Python ≥ 3.8: slow, short, and without anything to trust but itself."""

from hashlib import sha512

FIELD, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, FIELD - 2, FIELD) % FIELD


def add(one, other):
    """The sum of two points (x, y)."""
    (x1, y1), (x2, y2) = one, other
    both = CURVE * x1 * x2 * y1 * y2
    x = (x1 * y2 + x2 * y1) * pow(1 + both, FIELD - 2, FIELD)
    y = (y1 * y2 + x1 * x2) * pow(1 - both, FIELD - 2, FIELD)
    return x % FIELD, y % FIELD


def times(number, point):
    """A point added to itself so many times."""
    total = (0, 1)
    while number:
        if number & 1:
            total = add(total, point)
        point, number = add(point, point), number >> 1
    return total


def point_of(data):
    """The point of 32 bytes. Raises ValueError when there is none."""
    whole = int.from_bytes(data, "little")
    sign, y = whole >> 255, whole & (1 << 255) - 1
    square = (y * y - 1) * pow(CURVE * y * y + 1, FIELD - 2, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if (x * x - square) % FIELD:
        x = x * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
    if len(data) != 32 or y >= FIELD or (x * x - square) % FIELD or (not x and sign):
        raise ValueError("no point of the curve")
    return (FIELD - x if x & 1 != sign else x), y


BASE = point_of((4 * pow(5, FIELD - 2, FIELD) % FIELD).to_bytes(32, "little"))


def signed_by(key, message, signature):
    """Whether the signature (64 bytes) over the message is that of the public key (32 bytes)."""
    if len(signature) != 64:
        return False
    scalar = int.from_bytes(signature[32:], "little")
    try:
        start, public = point_of(signature[:32]), point_of(key)
    except ValueError:
        return False
    challenge = int.from_bytes(sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return scalar < ORDER and times(scalar, BASE) == add(start, times(challenge, public))
