"""Every command with its line in the list of commands; a command's own modules are imported when it is called.

Importing all of them takes a second of processor time (engines, dictionaries, word lists), which ``--help`` need not spend.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group

COMMANDS = {
    "init": ("taizhang.commands.sites:init", "新建一个站点。"),
    "check": ("taizhang.commands.sites:check", "检查声明：台账、指标、恒等式、报告模板。"),
    "words": ("taizhang.commands.wording:words", "认定没有人认过的用语，等着它们的行就进入台账。"),
    "import": ("taizhang.commands.importing:import_", "读入工作簿，列出变更集；要么全部写入，要么都不写。"),
    "act": ("taizhang.commands.matters:act", "对一件事项做一步操作；办不到时说明为什么。"),
    "figures": ("taizhang.commands.figures:figures", "计算指标，并核对恒等式。"),
    "trace": ("taizhang.commands.figures:trace", "打开一个数：列出计入的每一行及其来源单元格。"),
    "why": ("taizhang.commands.explaining:why", "说明一个数为什么变了：分解到各单位、各类、各行。"),
    "report": ("taizhang.commands.report:report", "起草报告：Word 公文与可点开每个数的离线网页。"),
    "fsck": ("taizhang.commands.sites:fsck", "核对流水：重算摘要与树根，核对事项和文件。"),
    "amounts": ("taizhang.commands.auditing:amounts", "核对已收的金额有没有读错计量单位：重读原表，与同台账的数比。"),
    "demo": ("taizhang.commands.demo:demo", "用随软件附带的样例跑一遍主流程；--serve 接着打开网站。"),
    "coverage": ("taizhang.commands.coverage:coverage_", "目录服务了多少项工作机制，还缺什么、为什么。"),
    "waive": ("taizhang.commands.waiving:waive_", "对不成立的恒等式具名说明原因。"),
    "zero": ("taizhang.commands.reporting_zero:zero", "作零报告：某月没有发生，由责任人具名报告。"),
    "attest": ("taizhang.commands.attesting:attest_", "对报告里没有依据的一句话具名说明，一年有效。"),
    "format": ("taizhang.commands.form:format_", "格式关：按 GB/T 9704 核对 Word 文件，只修格式。"),
    "gates": ("taizhang.commands.gating:gates", "签发前三关：依据、内容、格式，然后批准。"),
    "assess": ("taizhang.commands.assessing:assess", "按声明的得分给各单位排名，列出升降。"),
    "appraise": ("taizhang.commands.appraising:appraise", "记下考核组对一份报告的意见或得分。"),
    "assurance": ("taizhang.commands.assurance:assurance", "列出可靠性与安全的目标、凭哪些测试、达到没有。"),
    "notify": ("taizhang.commands.notifying:notify", "把到时候而还没发过的提醒发出去。"),
    "recurring": ("taizhang.commands.recurring:recurring_", "每月（季、年）应有几次而不够的：哪条规定、谁、哪个期间。"),
    "ledger": ("taizhang.commands.ledgers:ledgers", "由任何工作簿提出一类台账，设立并导入。"),
    "matters": ("taizhang.commands.matters:matters", "查看事项：列表、单件的经过与亮灯。"),
    "names": ("taizhang.commands.matching_names:names", "姓名待认：认定事项所涉及的人是名册上的谁。"),
    "editions": ("taizhang.commands.editing:editions", "定稿：冻结、列出、与现在的数核对。"),
    "restate": ("taizhang.commands.restating:restate_", "历次定稿的数与现在的数：差多少，为什么。"),
    "seal": ("taizhang.commands.sealing:seal", "封存：请签名程序和见证人签名，存到各处。"),
    "witness": ("taizhang.commands.sealing:witness", "见证人：只为延续它所见的封存点签名。"),
    "backup": ("taizhang.commands.backing_up:backup", "备份站点：同一时刻的全部，核对无误才算数。"),
    "verify-backup": ("taizhang.commands.backing_up:verify_backup", "核对一份备份：逐个文件，逐条流水。"),
    "restore": ("taizhang.commands.backing_up:restore", "恢复站点：先核对备份和另存的封存点。"),
    "move": ("taizhang.commands.moving:move", "把流水移到 PostgreSQL 或移回文件，逐字节相同。"),
    "clock": ("taizhang.commands.clock:clock", "流水走在时钟前面时恢复写入：一人提出，另一人确认。"),
    "keys": ("taizhang.commands.keys:keys", "密钥：位置、移动、另行备份、取回。"),
    "erase": ("taizhang.commands.erasing:erase", "销毁内容：一人申请，另一人批准。"),
    "verify": ("taizhang.commands.verifying:verify", "核验一份定稿：由记录重算每个数。"),
    "library": ("taizhang.commands.library.app:library", "资料库：收存、查找、比对、引用、脱敏往年文件。"),
    "lake": ("taizhang.commands.lake:lake", "数据湖：把各台账导出为 Parquet，供集群计算。"),
    "proof": ("taizhang.commands.proofing:proof", "三关审核：查文稿，处置疑点。"),
    "basis": ("taizhang.commands.basis:basis", "依据库：收存法规制度，核对文稿引用。"),
}
"""Name → where its function or group stands, and its line in the list."""
BESIDE = {
    "serve": "启动网站：第一次启动时打印一次性代码。",
    "work": "另开一个后台工作程序：做导入、导出、起草。",
    "audit": "核对访问留痕的链和各人的岗位、账户。",
    "emergency": "应急：没有第二个人能登录时，提出或确认改动。",
}
"""Lines of the commands that the package of the site brings; other packages' commands are loaded to read theirs."""


class Commands(TyperGroup):
    """The commands by name; each is made when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names in the order of the list: the core's, then what other packages bring."""
        return [*COMMANDS, *(name for name in _brought() if name not in COMMANDS)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A line of the list for whoever lists; the command itself comes from ``resolve_command``."""
        line = COMMANDS[cmd_name][1] if cmd_name in COMMANDS else BESIDE.get(cmd_name, "")
        if line:
            return TyperCommand(cmd_name, help=line)
        return load(cmd_name) if cmd_name in _brought() else None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The named command itself, and what is left for it."""
        name, rest = args[0], args[1:]
        if name in self.list_commands(ctx):
            return name, load(name), rest
        return super().resolve_command(ctx, args)


def load(name: str) -> Any:
    """The command of that name, imported now. KeyError for another name."""
    if name in COMMANDS:
        module, _, attribute = COMMANDS[name][0].partition(":")
        found = getattr(import_module(module), attribute)
    else:
        found = _brought()[name].load()
    if isinstance(found, typer.Typer):
        made = get_group(found)
        made.name = name
        return made
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command(name)(found)
    return get_command(alone)


def every_name() -> Iterator[str]:
    """The full name of every command, those inside groups included."""
    for name in (*COMMANDS, *_brought()):
        yield from _names(load(name), name)


def _names(command: Any, full: str) -> Iterator[str]:
    yield full
    for name, inner in getattr(command, "commands", {}).items():
        yield from _names(inner, f"{full} {name}")


def _brought() -> dict[str, Any]:
    return {point.name: point for point in entry_points(group="taizhang.commands")}
