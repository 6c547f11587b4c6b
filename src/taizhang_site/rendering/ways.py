"""The way out of a message where it is read: a page names pages and people where a terminal names commands and options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from taizhang.terms.sentence import CHAIN, Sentence, chain, sentence

COMMAND = re.compile(r"taizhang [a-z]|(?<![\w-])--[a-z]|docs/catalogue-guide|chmod ")
"""What only a terminal has a use for: a command, an option, the guide to the files of declarations."""

WAYS: Mapping[str, str] = MappingProxyType(
    {
        "请用 taizhang trace 打开两边的记录，改正有误的事项；确有原因的，用 taizhang waive 具名说明。": "请在“口径”的“核对”里打开两边的记录，改正有误的事项；确有原因的，在那里具名说明。",
        "请逐条改正；确有原因的恒等式用 taizhang waive 具名说明。": "请逐条改正；确有原因的，在“口径”的“核对”里具名说明。",
        "列表可以用 taizhang fsck --rebuild 重建；请用备份核对是谁改动过。": "请系统管理员在服务器上重建列表，并用备份核对是谁改动过。",
        "请运行 taizhang library rebuild。": "请系统管理员在服务器上重建资料库的索引。",
        "请运行 taizhang library sync。": "请系统管理员在服务器上让资料库与文件重新对上。",
        "请先用 taizhang fsck 查明原因。": "请系统管理员先在服务器上检查流水，查明原因。",
        "请先 taizhang fsck 查明原因；推算的数据可用 taizhang fsck --rebuild 重建。": "请系统管理员先在服务器上检查流水，查明原因；推算的数据可以由流水重建。",
        "请用 taizhang keys restore 取回密钥备份。": "请系统管理员取回密钥备份。",
        "请用 --by 写明姓名。": "请写明姓名。",
        "请用 --reason 写明理由。": "请写明理由。",
        "请写 --person 和 --reason。": "请写明姓名和理由。",
        "请写 --approver。": "请写明批准人。",
        "请写 --group。": "请写明考核组。",
        "请写 --comment 或 --score。": "请写意见或评分。",
        "请改正 --score。": "请改正评分。",
        "请用 --from 给出站点文件夹，可重复。": "请系统管理员在服务器上汇总各单位的站点。",
        "请先用 taizhang report 写出考核组所读的文稿。": "请先在“文稿”里写出考核组所读的文稿。",
        "请用 taizhang figures 提示里的名称。": "请从“口径”的“核对”里打开它。",
        "核对名称；确有其文的，用 taizhang basis add 收入依据库。": "核对名称；确有其文的，请系统管理员收入依据库。",
        "用 taizhang editions tidy 移到 editions/orphans；再次定稿会自动移开，不影响定稿。": "再次定稿会自动移开，不影响定稿。",
        "考核办法须在期间开始前定下；要看新办法用在过去会怎样，用 taizhang assess --rule 文件 --year 年度。": "考核办法须在期间开始前定下。",
        "请写 --by 和 --reason。": "请写明由谁提出、为什么。",
        "请先校准服务器时间（两个时间均为世界时）；时钟没有错而流水走在前面的，由两人用 taizhang clock 恢复写入。": (
            "请先校准服务器时间（两个时间均为世界时）；时钟没有错而流水走在前面的，请系统管理员与另一人恢复写入。"
        ),
        "请先执行 taizhang init，或用 --home 指明站点文件夹。": "请系统管理员检查站点文件夹。",
        "请执行 chmod -R go= 站点文件夹，并查明是谁放开的；taizhang serve 启动时会收回。": "请系统管理员收回权限，并查明是谁放开的。",
        "请执行 chmod 600 {path}。": "请系统管理员收回其他用户对这个文件的权限。",
        '请在模板文件头写 serves = ["M112"]，或用 --template 指明。': "请维护模板的人写明它服务的工作机制。",
        "请删去这个文件，再用 taizhang lake export 重新导出，并查明是谁动过。": "请系统管理员重新导出数据湖，并查明是谁动过。",
        "请用 taizhang lake export 重新导出。": "请系统管理员重新导出数据湖。",
        "请用 taizhang lake export 重新导出；清单被改动过的，换一个新的文件夹。": "请系统管理员重新导出数据湖，清单被改动过的换一个新的文件夹。",
        "请核对环境变量 TAIZHANG_DATABASE 和 --to。": "请系统管理员核对流水移到哪里。",
        "请设置环境变量 TAIZHANG_DATABASE；要移回来，用 taizhang move --to file。": "请系统管理员写明流水所在的数据库，或把流水移回来。",
        "请对照 docs/catalogue-guide.md 中该项的说明改正。": "请对照旁边列出的写法改正。",
        "请按 docs/catalogue-guide.md 中条件的写法改正。": "请按“可用的栏和取值”里列出的写法改正。",
    }
)
"""What a terminal is told to do, and what is done about it on a page; a test holds every such sentence of the core to it."""


def on_page(text: str) -> str:
    """The text as a page says it; one that names no command is left as it is."""
    if not COMMAND.search(text):
        return text
    if not isinstance(text, Sentence):
        return _replace(text)
    if text.template == CHAIN:
        return chain(tuple(on_page(part) for part in text.values["parts"]), str(text.values["mark"]))  # type: ignore[attr-defined]
    values = {name: on_page(value) if isinstance(value, str) else value for name, value in text.values.items()}
    return sentence(_replace(text.template), **values)


def _replace(text: str) -> str:
    for told, way in WAYS.items():
        text = text.replace(told, way)
    return text
