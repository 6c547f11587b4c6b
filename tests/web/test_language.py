"""Every text of a page can be read in English, and none is translated in vain."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from django.test import Client

import taizhang
import taizhang_site
from taizhang.boards.charts import TEXTS
from taizhang.boards.movement import PASSING, SIDES
from taizhang.boards.targets import WORDS
from taizhang.definitions.drafting import COMPARISONS, WHATS
from taizhang.definitions.proposals import OUTCOMES
from taizhang.figures.amending import PARTS
from taizhang.figures.kinds import TITLES as FIGURE_KINDS
from taizhang.matters.due import DueDate
from taizhang.matters.lamps import COLOURS
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.matters.words import ACTS, STATES
from taizhang.papers.companions.texts import COMPANIONS
from taizhang.policy.posts import ROLES
from taizhang.policy.proposals import KINDS as CHANGES
from taizhang.policy.proposals import STATES as STANDINGS
from taizhang.terms.period import Period
from taizhang.terms.sentence import chain, sentence
from taizhang_site.accounts.access import KINDS as TRAIL
from taizhang_site.accounts.machine import PARTS as SIZES
from taizhang_site.accounts.trail import HOUSE
from taizhang_site.boards.asked import periods_of
from taizhang_site.definitions.changing import TITLES_OF
from taizhang_site.jobs.kinds import KINDS as JOBS
from taizhang_site.jobs.models import STATES as JOB_STATES
from taizhang_site.rendering.language import english, translate, translate_sentence
from taizhang_site.tour.stops import STOPS

SITE, CORE = Path(taizhang_site.__file__).parent, Path(taizhang.__file__).parent
ROOMS = (
    "journal",
    "matters",
    "lists",
    "policy",
    "intake",
    "casework",
    "notices/inbox.py",
    "notices/notice.py",
    "site/desk.py",
    "site/posts.py",
    "viewing/plain_text.py",
    "reports",
    "papers/gates",
    "papers/editions.py",
    "papers/drafts.py",
    "papers/workbench.py",
    "papers/issue.py",
    "definitions",
    "confine",
    "figures",
    "library",
    "boards",
)
UNSEEN = (
    "server.py",
    "working.py",
    "scenes.py",
    "stops.py",
    "console.py",
    "fsck.py",
    "preflight.py",
    "postgres.py",
    "sqlite.py",
    "sql_store.py",
    "open_store.py",
    "checkpoint.py",
    "journal.py",
    "verify_export.py",
    "verify_edition.py",
    "verify.py",
    "contents.py",
)
HAN = re.compile("[\u4e00-\u9fff]")
_TAG = re.compile(r"""\{%\s*t\s+(?:"([^"]*)"|'([^']*)')""")
THEN = (date(2026, 3, 5), Period.year(2026))
_STAGE = re.compile(r"""(?:progress\(|Tally\([\w.]+, )"([^"{]*[\u4e00-\u9fff][^"{]*)",""")
_CALL = re.compile(r"""(?:translate\(|Column\("\w+",|\("\w+",|"\w+":)\s*"([^"]*[\u4e00-\u9fff][^"]*)"[,)}]""")


def texts() -> set[str]:
    """Every text that a template or a view shows, and the words of the core."""
    found = {a or b for path in SITE.rglob("*.html") for a, b in _TAG.findall(path.read_text(encoding="utf-8"))}
    for path in (
        "rendering/surroundings.py",
        "accounts/trail.py",
        "accounts/machine.py",
        "matters/lists.py",
        "matters/asked.py",
        "matters/fields.py",
        "matters/totalling.py",
        "matters/pages.py",
        "matters/importing.py",
        "definitions/pages.py",
        "notices/letters.py",
        "notices/told.py",
    ):
        found |= set(_CALL.findall((SITE / path).read_text(encoding="utf-8")))
    for words in (
        ROLES,
        ACTS,
        STATES,
        COLOURS,
        FIGURE_KINDS,
        PARTS,
        OUTCOMES,
        WHATS,
        COMPARISONS,
        TITLES_OF,
        COMPANIONS,
        JOB_STATES,
        TRAIL,
        HOUSE,
        CHANGES,
        STANDINGS,
    ):
        found |= set(words.values())
    found |= {text for stop in STOPS for text in (stop.title, stop.look, stop.tries)}
    found |= {*TEXTS, *WORDS, *SIDES, PASSING, *(label for _, label, _ in periods_of(*THEN))}
    found |= {name for name, _ in SIZES}
    found |= {one.title for one in JOBS.values()} | {one.leaves for one in JOBS.values()}
    for module in (*CORE.rglob("*.py"), *SITE.rglob("*.py")):
        found |= set(_STAGE.findall(module.read_text(encoding="utf-8")))
    for one in LIFECYCLES.values():
        found |= set(one.labels.values()) | {row.title for row in one.rows if row.title}
        found |= {need.label for row in one.rows for need in row.needs}
        found |= {text for row in one.rows for said in row.says for text in (said.label, *said.choices)}
    return found


def test_every_text_has_an_english_twin() -> None:
    assert sorted(texts() - set(english())) == []


def templates(path: Path) -> tuple[set[str], set[str]]:
    """Whole sentences a module makes: written out or templates, and f-strings, which no other language can have."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    whole, joined = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            joined.add("".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
            whole.add(node.value)
    return {text for text in whole if _is_sentence(text)}, {text for text in joined if _is_sentence(text)}


def _is_sentence(text: str) -> bool:
    return text.endswith("。") and bool(HAN.search(text))


def seen_modules() -> list[Path]:
    """The modules whose sentences reach a page."""
    core = [
        path for room in ROOMS for path in ((CORE / room).rglob("*.py") if (CORE / room).is_dir() else [CORE / room])
    ]
    return [path for path in sorted([*core, *SITE.rglob("*.py")]) if path.name not in UNSEEN]


def test_every_sentence_that_reaches_a_page_has_an_english_template() -> None:
    found = {text for path in seen_modules() for text in templates(path)[0]}
    assert len(found) > 400
    assert sorted(text for text in found if translate_sentence(text, "en") == text) == []


def test_no_sentence_that_reaches_a_page_is_put_together_without_a_template() -> None:
    assert sorted(text for path in seen_modules() for text in templates(path)[1]) == []


def test_a_sentence_is_translated_by_its_template_with_the_words_it_is_filled_with() -> None:
    due = DueDate(date(2025, 3, 2), date(2025, 3, 2), "台账期限").words
    says = sentence("到期日{due}，至{day}已逾期{days}天。", due=due, day=date(2026, 11, 24), days=632)
    assert says == "到期日2025-03-02（台账期限），至2026-11-24已逾期632天。"
    assert translate_sentence(says, "en") == (
        "Due 2025-03-02 (the ledger's due date); on 2026-11-24 it is 632 days overdue."
    )
    says = sentence("“{act}”不能由{actor}进行，此人是本事项的{who}。", act="核验", actor="赵督查", who="报结人")
    assert translate_sentence(says, "en") == "“Verify” cannot be done by 赵督查, the matter's reporter."
    says = sentence("此时可以：{acts}。", acts=chain(("核验", "办结"), "、"))
    assert translate_sentence(says, "en") == "Possible now: Verify, Close."


def test_words_and_sentences_set_down_together_are_translated_one_by_one() -> None:
    assert translate_sentence("承办人、单位负责人", "en") == "handler, head of unit"
    assert translate_sentence("谁也没写过的一句。", "en") == "谁也没写过的一句。"
    assert translate_sentence("没有填写姓名。", "zh") == "没有填写姓名。"


def test_a_reworded_sentence_is_not_taken_for_another_one() -> None:
    assert translate_sentence("到期日2025-03-02（台账期限），至2026-11-24已逾期632天。", "en").startswith("到期日")


def test_places_in_a_text_are_the_same_in_both_languages() -> None:
    for chinese, text in english().items():
        assert sorted(re.findall(r"\{\w+\}", chinese)) == sorted(re.findall(r"\{\w+\}", text)), chinese


def test_places_are_filled() -> None:
    assert translate("第 {n} 轮", "en", n=2) == "round 2"
    assert translate("第 {n} 轮", "zh", n=2) == "第 2 轮"


def test_the_switch_is_remembered(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("陈查阅")
    assert "领导看板" in client.get("/board").content.decode()
    answer = client.post("/language", {"language": "en", "next": "/board"})
    assert answer.headers["location"] == "/board"
    page = client.get("/board")
    assert "<h1>Board</h1>" in page.content.decode()
    assert page.headers["Content-Language"] == "en"
    client.post("/language", {"language": "zh", "next": "//elsewhere.example/"})
    assert client.post("/language", {"language": "zh", "next": "//elsewhere.example/"}).headers["location"] == "/"
