"""The auditor's review of rights: what is wrong with posts, accounts and the trail, and nothing that can be changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from taizhang.policy.posts import ROLES, Post, actor_of
from taizhang.policy.proposals import KINDS, WAITING
from taizhang.policy.review import standing_clashes
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence
from taizhang_site.accounts import second
from taizhang_site.accounts.chain import verify_chain
from taizhang_site.accounts.models import Account
from taizhang_site.house import site, today
from taizhang_site.request import SiteRequest

# Chosen: a quarter without signing in is told to the auditor; nothing is taken away.
IDLE = timedelta(days=90)


def review(request: SiteRequest) -> HttpResponse:
    """Everything the auditor should look into, worst first."""
    chain = verify_chain(site())
    context = {"problems": [*chain.problems, *standing_problems()], "chain": chain}
    return render(request, "accounts/review.html", context)


def standing_problems() -> Iterator[Problem]:
    """What is wrong with posts and accounts today."""
    posts, day = site().roll.posts(), today()
    yield from standing_clashes(posts, day)
    accounts = {one.name: one for one in Account.objects.all()}
    held: dict[str, list[Post]] = {}
    for post in posts:
        if post.held_on(day):
            held.setdefault(post.person, []).append(post)
    yield from _posts_of_nobody(held, accounts)
    yield from _without_second_factor(held, accounts)
    yield from _idle(held, accounts)
    yield from _alone()


def _roles(posts: list[Post]) -> str:
    return "、".join(dict.fromkeys(ROLES.get(post.role, post.role) for post in posts))


def _warning(code: str, says: str, who: str, hint: str) -> Problem:
    return Problem(code, says, Place(key=who), hint, "warning")


def _posts_of_nobody(held: dict[str, list[Post]], accounts: dict[str, Account]) -> Iterator[Problem]:
    for name, posts in sorted(held.items()):
        account = accounts.get(name)
        if account is None or not account.active:
            says = sentence(
                "{name}的账户{part}，仍担任{roles}。",
                name=name,
                part="已停用" if account else "不存在",
                roles=_roles(posts),
            )
            yield _warning("ACC-023", says, name, "确已离任的，请安全管理员结束岗位。")


def _without_second_factor(held: dict[str, list[Post]], accounts: dict[str, Account]) -> Iterator[Problem]:
    having = second.holders()
    for name, posts in sorted(held.items()):
        account = accounts.get(name)
        if account and account.active and account.pk not in having and second.is_wanted(actor_of(name, posts, today())):
            says = sentence("{name}担任{roles}，还没有第二因素。", name=name, roles=_roles(posts))
            yield _warning("ACC-024", says, name, "请本人登录后设置；设好之前办不了其他事项。")


def _idle(held: dict[str, list[Post]], accounts: dict[str, Account]) -> Iterator[Problem]:
    since = timezone.now() - IDLE
    waiting = {one.post.person for one in site().roll.proposals() if one.state_on(today()) == WAITING}
    for name, account in sorted(accounts.items()):
        if not account.active or name in waiting:
            continue
        if name not in held:
            yield _warning(
                "ACC-025", sentence("{name}的账户在用，却没有任何岗位。", name=name), name, "不再需要的账户请停用。"
            )
        elif (account.last_login or account.made_at) < since:
            yield _warning(
                "ACC-026",
                sentence("{name}已有{days}天没有登录。", name=name, days=IDLE.days),
                name,
                "不再需要的账户请停用。",
            )


def _alone() -> Iterator[Problem]:
    for one in site().roll.proposals():
        if one.alone and today() - one.on <= IDLE:
            what = f"{one.post.unit}{ROLES.get(one.post.role, '')}" if one.post.role else ""
            kind, person = KINDS[one.kind], one.post.person
            says = sentence(
                "{on}由{by}一人生效：{kind} {person} {what}。",
                on=one.on,
                by=one.proposer,
                kind=kind,
                person=person,
                what=what,
            )
            yield _warning("ACC-027", says, one.post.person, "当时没有第二个人可以确认；请核对是否属实。")
