"""A witness over HTTP, and how it is asked: POST /add-checkpoint (c2sp.org/tlog-witness)."""

from __future__ import annotations

from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from taizhang.sealing.witness import LARGEST, Answer, Witness
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

# c2sp.org/tlog-witness; seconds chosen, so that one who holds the line open does not keep out others.
PATH, SECONDS = "/add-checkpoint", 10
ROOT_PATH = "/sign-root"
"""Where a journal's own signer is asked for the signature of a receipt."""
# c2sp.org/tlog-witness: the answer to a size that is not the one known.
_TYPES = {409: "text/x.tlog.size"}


def server_of(witness: Witness, host: str, port: int) -> ThreadingHTTPServer:
    """A server that answers for the witness; ``serve_forever`` it."""

    class Handler(BaseHTTPRequestHandler):
        timeout = SECONDS

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            answers = {PATH: witness.add, ROOT_PATH: witness.sign_root}
            if self.path not in answers:
                self._say(Answer(404))
            elif not length.isdigit() or int(length) > LARGEST:
                self._say(Answer(400))
            else:
                self._say(answers[self.path](self.rfile.read(int(length)).decode("utf-8", "replace")))

        def _say(self, answer: Answer) -> None:
            body = answer.text.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", _TYPES.get(answer.status, "text/plain; charset=utf-8"))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: whoever runs it sees what it remembers."""

    return ThreadingHTTPServer((host, port), Handler)


def ask(address: str, text: str, path: str = PATH) -> Answer:
    """The answer of the witness at an address. Raises Refused (SEA-002) when there is none."""
    place = Place(key=address)
    if urlsplit(address).scheme not in ("http", "https"):
        raise Refused(Problem("SEA-002", "见证人的地址须以 http:// 或 https:// 开头。", place))
    request = Request(address.rstrip("/") + path, text.encode(), {"Content-Type": "text/plain; charset=utf-8"})
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as response:
            return Answer(response.status, response.read(LARGEST).decode())
    except HTTPError as error:
        return Answer(error.code, error.read(LARGEST).decode("utf-8", "replace"))
    except (OSError, HTTPException, UnicodeDecodeError) as error:
        says = sentence("见证人没有应答：{name}。", name=type(error).__name__)
        raise Refused(Problem("SEA-002", says, place, "请检查地址、网络和对方的程序，稍后再试。")) from error
