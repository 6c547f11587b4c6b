#!/usr/bin/env bash
# Makes .venv and installs the locked requirements named by the argument (core or dev). Run again it does
# nothing unless the lock or the project file changed. Then builds the charts, which may fail without harm.
set -euo pipefail
cd "$(dirname "$0")/.."
want="${1:-core}"
stamp=".venv/.installed-$want"
assets() { .venv/bin/python scripts/assets.py --once || true; }

# What tests look at pages and documents with. A missing program skips tests, and the run counts them at its end.
programs() {
  [ "$want" = dev ] || return 0
  local lacking=()
  command -v chromium >/dev/null 2>&1 || lacking+=(chromium)
  command -v soffice >/dev/null 2>&1 || lacking+=(libreoffice-writer-nogui libreoffice-calc-nogui)
  command -v pdftoppm >/dev/null 2>&1 || lacking+=(poppler-utils)
  fc-list :lang=zh 2>/dev/null | grep -q . || lacking+=(fonts-noto-cjk)
  [ ${#lacking[@]} = 0 ] && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "正在安装测试所用的程序（installing what tests use）：${lacking[*]} …" >&2
    if apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${lacking[@]}" >/dev/null; then
      return 0
    fi
  fi
  echo "缺少测试所用的程序，相关测试将跳过。请由管理员执行：apt-get install ${lacking[*]}" >&2
  echo "Programs that tests use are missing; those tests will be skipped. Ask an administrator for: apt-get install ${lacking[*]}" >&2
}
if [ -f "$stamp" ] && [ "$stamp" -nt "requirements/$want.txt" ] && [ "$stamp" -nt pyproject.toml ]; then
  programs
  assets
  exit 0
fi

python=""
for candidate in python3.11 python3.12 python3.13 python3; do
  if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    python="$candidate"
    break
  fi
done
if [ -z "$python" ]; then
  echo "缺少 Python 3.11 或更新版本。Debian 12 上请先执行：apt-get install python3" >&2
  echo "Python 3.11 or newer is missing. On Debian 12: apt-get install python3" >&2
  exit 2
fi

make_environment() {
  [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 && return 0
  rm -rf .venv
  "$python" -m venv .venv >/dev/null 2>&1 && .venv/bin/python -m pip --version >/dev/null 2>&1
}

if ! make_environment; then
  echo "正在补装 python3-venv …（installing python3-venv）" >&2
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv >/dev/null
  fi
  if ! make_environment; then
    echo "缺少 Python 的 venv 模块，且没有权限安装。请由管理员执行：apt-get install python3-venv" >&2
    echo "The venv module of Python is missing. Ask an administrator for: apt-get install python3-venv" >&2
    exit 2
  fi
fi

echo "安装依赖（installing requirements/$want.txt）…" >&2
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "requirements/$want.txt"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
programs
assets
touch "$stamp"
