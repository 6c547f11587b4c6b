"""Sends a message through apprise (the extra ``notify``): mail, DingTalk, WeCom, Feishu and whatever else it speaks."""

from __future__ import annotations

import logging
from collections.abc import Callable

from taizhang.terms.problem import Problem, Refused

Send = Callable[[str, str, str], bool]
"""Address, title and text → whether it was taken."""


def sender() -> Send:
    """Sends through apprise; Refused when it is not installed."""
    try:
        import apprise
    except ImportError as error:
        says = "没有安装向站外发送提醒所需的部件（apprise）。"
        hint = "请执行 pip install 'taizhang[notify]'；不装也能在网站和日历里看提醒。"
        raise Refused(Problem("NTF-004", says, hint=hint)) from error
    # What apprise logs may hold the secrets of an address.
    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    asset = apprise.AppriseAsset(async_mode=False, app_id="taizhang", app_desc="台账提醒")

    def send(url: str, title: str, text: str) -> bool:
        one = apprise.Apprise(asset=asset)
        return bool(one.add(url)) and bool(one.notify(body=text, title=title))

    return send
