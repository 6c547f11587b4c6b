"use strict";
/* Opens a number of the paper: what it means, how it came about, and the rows behind it. */
(() => {
  const LABELS = {
    zh: {
      s_computed: "由台账算出", s_claimed: "由记录核对", s_cited: "有文件依据", s_attested: "有人具名说明", s_framing: "不含事实", s_open: "没有依据",
      name: "可核对文稿", print: "打印", sourced: "有出处的数 {n} 处", withGaps: "有出处的数 {n} 处，未填 {g} 处", other: "English", revision: "目录版本", entries: "流水", root: "封存根",
      close: "关闭", wide: "展开", narrow: "收窄", value: "数值（精确）", printed: "文中写作", definition: "口径", formula: "算式",
      period: "期间", scope: "范围", everything: "全部单位", hash: "定义校验码", last: "上年同期", sql: "取数语句（SQL）", source: "出处",
      reason: "原因", rows: "明细", count: "条", filter: "筛选明细", filterAll: "筛选数字", copy: "复制为表格", copied: "已复制 {n} 行。",
      notCopied: "浏览器不允许复制。", previous: "上一页", next: "下一页", page: "第 {p}／{n} 页", number: "编号", from: "来源", measure: "计入",
      nothing: "没有符合的明细。", noRows: "没有明细。", withheld: "涉密台账的明细依法不随文稿提供，可在本单位内按权限核对。", agrees: "由下列明细重算：{v}，与数值一致。", differs: "由下列明细重算：{v}，与数值 {w} 不一致！",
      lost: "未计入", lostRows: "这个数用到的台账另有 {n} 行没有计入", claim: "断言所依据的数", quote: "引用", gap: "未填", where: "文中", figure: "指标", kind: "类别", order: "序", none: "没有数",
      kinds: { number: "数", claim: "断言", quote: "引用", gap: "未填" }, row: "第 {r} 行",
    },
    en: {
      s_computed: "Computed from ledgers", s_claimed: "Held against rows", s_cited: "Cited", s_attested: "Attested by name", s_framing: "Asserts no fact", s_open: "Stands on nothing",
      name: "Verifiable paper", print: "Print", sourced: "Numbers with a source: {n} places", withGaps: "Numbers with a source: {n} places; {g} not filled", other: "中文", revision: "Catalogue", entries: "Entries", root: "Sealed root",
      close: "Close", wide: "Widen", narrow: "Narrow", value: "Value (exact)", printed: "As printed", definition: "Definition", formula: "Formula",
      period: "Period", scope: "Scope", everything: "All units", hash: "Definition hash", last: "Last year", sql: "Query (SQL)", source: "Source",
      reason: "Reason", rows: "Rows", count: "rows", filter: "Filter rows", filterAll: "Filter numbers", copy: "Copy as table", copied: "{n} rows copied.",
      notCopied: "The browser does not allow copying.", previous: "Previous", next: "Next", page: "Page {p} / {n}", number: "Number", from: "From", measure: "Adds",
      nothing: "No row matches.", noRows: "There are no rows.", withheld: "Rows of a confidential ledger do not leave the body; they can be checked there by those entitled to.", agrees: "Recomputed from the rows below: {v}, as stated.", differs: "Recomputed from the rows below: {v}, but {w} is stated!",
      lost: "Left out", lostRows: "{n} more rows of its ledgers were not counted", claim: "The claim rests on", quote: "Quoted", gap: "Not filled", where: "In text", figure: "Figure", kind: "Kind", order: "No.", none: "no value",
      kinds: { number: "number", claim: "claim", quote: "quoted", gap: "gap" }, row: "row {r}",
    },
  };
  const SOURCES = ["source_file", "source_sheet", "source_row", "source_cell"];
  const PAGE = 50;
  const data = JSON.parse(document.getElementById("data").textContent);
  const panel = document.getElementById("panel");
  const numbers = [...document.querySelectorAll(".n")];
  let labels = LABELS.zh;
  let opened = null;
  let wide = false;

  const byId = (id) => document.getElementById(id);
  const fill = (text, values) => text.replace(/\{(\w)\}/g, (_, key) => values[key]);
  const say = (text) => { byId("said").textContent = text; };

  function make(tag, properties, ...children) {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(properties || {})) {
      if (key in made) made[key] = value; else made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  }

  const button = (text, act, properties) => make("button", { type: "button", onclick: act, textContent: text, ...properties });

  /* Exact decimals: digits as BigInt with a common number of places. */
  function total(texts) {
    const places = Math.max(0, ...texts.map((text) => (text.split(".")[1] || "").length));
    let sum = 0n;
    for (const text of texts) {
      const [whole, part = ""] = text.replace("-", "").split(".");
      const units = BigInt(whole + part.padEnd(places, "0"));
      sum += text.startsWith("-") ? -units : units;
    }
    const digits = (sum < 0n ? -sum : sum).toString().padStart(places + 1, "0");
    const shown = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, "") : digits;
    return sum < 0n ? `-${shown}` : shown;
  }

  function recomputed(group, count) {
    const filled = group.measures ? group.measures.map((at) => data.pool[at]).filter((text) => text !== "") : null;
    if (["flow", "cohort", "stock"].includes(group.kind)) return String(count);
    if (group.kind === "sum") return total(filled || Array(count).fill("1"));
    if (group.kind === "distinct") return String(new Set(filled || (count ? ["1"] : [])).size);
    return null;
  }

  function places(text) {
    const listed = [];
    for (const span of text ? text.split(",") : []) {
      const [first, last = first] = span.split("-").map(Number);
      for (let at = first; at <= last; at += 1) listed.push(at);
    }
    return listed;
  }

  /* The rows of a group as columns and texts: number, where it was written, what it adds, then columns that say something. */
  function tabled(group) {
    const rows = places(group.rows).map((at) => data.rows[at]);
    const shape = rows.length ? data.shapes[rows[0][0]] : { columns: [] };
    const at = SOURCES.map((name) => shape.columns.findIndex((column) => column[0] === name));
    const text = (row, place) => (place < 0 ? "" : data.pool[row[place + 3]]);
    const others = shape.columns.map((column, place) => place)
      .filter((place) => !at.includes(place) && rows.some((row) => row[place + 3]));
    const sourced = at[0] >= 0 && rows.some((row) => row[at[0] + 3]);
    const columns = [labels.number];
    if (sourced) columns.push(labels.from);
    if (group.measures) columns.push(`${labels.measure}${group.measure ? `（${group.measure}）` : ""}`);
    columns.push(...others.map((place) => shape.columns[place][1]));
    const body = rows.map((row, order) => {
      const line = [data.pool[row[1]] || data.pool[row[2]]];
      if (sourced) line.push(origin(...at.map((place) => text(row, place))));
      if (group.measures) line.push(data.pool[group.measures[order]]);
      line.push(...others.map((place) => text(row, place)));
      return line;
    });
    return { columns, body };
  }

  function origin(file, sheet, row, cell) {
    const spot = cell ? `!${cell}` : "";
    const line = row ? ` ${fill(labels.row, { r: row })}` : "";
    return file ? `${file} [${sheet}${spot}]${line}` : "";
  }

  const collator = new Intl.Collator("zh-CN", { numeric: true });
  const isNumber = /^-?\d+(\.\d+)?$/;

  /* A table with filter, sort, pages and copying; `cell` may make something other than text of a value. */
  function table(columns, body, filterLabel, cell) {
    const state = { filter: "", column: -1, down: false, page: 0 };
    const head = make("tr");
    const lines = make("tbody");
    const status = make("span", { className: "page" });
    const back = button(labels.previous, () => turn(-1));
    const on = button(labels.next, () => turn(1));
    const search = make("input", { type: "search", placeholder: filterLabel, "aria-label": filterLabel });
    search.addEventListener("input", () => { state.filter = search.value.trim().toLowerCase(); state.page = 0; draw(); });

    const heads = columns.map((title, place) => {
      const made = make("th", { scope: "col" }, button(title, () => {
        state.down = state.column === place && !state.down;
        state.column = place;
        state.page = 0;
        heads.forEach((one) => one.removeAttribute("aria-sort"));
        made.setAttribute("aria-sort", state.down ? "descending" : "ascending");
        draw();
      }));
      return made;
    });
    head.append(...heads);

    function chosen() {
      const words = state.filter.split(/\s+/).filter(Boolean);
      const found = body.filter((row) => words.every((word) => row.some((text) => text.toLowerCase().includes(word))));
      if (state.column < 0) return found;
      const way = state.down ? -1 : 1;
      return found.sort((one, other) => {
        const [left, right] = [one[state.column], other[state.column]];
        if (!left || !right) return left ? -1 : right ? 1 : 0;
        return way * (isNumber.test(left) && isNumber.test(right) ? left - right : collator.compare(left, right));
      });
    }

    function turn(step) { state.page += step; draw(); }

    function draw() {
      const rows = chosen();
      const pages = Math.max(1, Math.ceil(rows.length / PAGE));
      state.page = Math.min(Math.max(state.page, 0), pages - 1);
      lines.replaceChildren(...rows.slice(state.page * PAGE, (state.page + 1) * PAGE).map((row) => make("tr", null,
        ...row.slice(0, columns.length).map((text, place) => {
          const own = cell && cell(row, place);
          return make("td", { className: text.length <= 12 ? "short" : "" }, own || text);
        }))));
      if (!rows.length) lines.append(make("tr", null, make("td", { colSpan: columns.length, textContent: labels.nothing })));
      status.textContent = `${rows.length} ${labels.count} · ${fill(labels.page, { p: state.page + 1, n: pages })}`;
      back.disabled = state.page === 0;
      on.disabled = state.page === pages - 1;
    }

    draw();
    const strip = make("div", { className: "strip" }, search, button(labels.copy, () => copy(columns, chosen())), status, back, on);
    const scroll = make("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": labels.rows },
      make("table", { className: "grid" }, make("thead", null, head), lines));
    return [strip, scroll];
  }

  /* A spreadsheet must not take what people wrote for a formula. */
  function quieted(text) {
    const flat = text.replace(/[\t\r\n]+/g, " ");
    return /^[=+\-@]/.test(flat) && !isNumber.test(flat) ? `'${flat}` : flat;
  }

  async function copy(columns, rows) {
    const text = [columns, ...rows.map((row) => row.slice(0, columns.length))].map((row) => row.map(quieted).join("\t")).join("\n");
    try {
      await navigator.clipboard.writeText(text);
      say(fill(labels.copied, { n: rows.length }));
    } catch {
      const area = make("textarea", { value: text, className: "unseen", "aria-hidden": "true" });
      document.body.append(area);
      area.select();
      say(document.execCommand("copy") ? fill(labels.copied, { n: rows.length }) : labels.notCopied);
      area.remove();
    }
  }

  function formula(cell) {
    if (!cell.base && !cell.top) return "";
    const side = (titles, value) => `${titles.join(" ＋ ")} ${value || labels.none}`;
    const result = cell.text ? `${cell.text}${cell.unit}` : cell.reason;
    if (cell.kind === "year_on_year") {
      const [now, before] = [`${cell.period} ${cell.top || labels.none}`, `${cell.last} ${cell.base || labels.none}`];
      const rate = cell.change === "rate" ? `（${now} － ${before}）÷ ${cell.base} × 100` : `${now} － ${before}`;
      return `${rate} ＝ ${result}`;
    }
    const titles = cell.sides.map((one) => one[0]);
    return `${side(titles.slice(0, cell.upper), cell.top)} ÷ ${side(titles.slice(cell.upper), cell.base)} × 100 ＝ ${result}`;
  }

  function facts(pairs) {
    return make("dl", { className: "facts" }, ...pairs.filter((pair) => pair[1])
      .flatMap(([name, value, className]) => [make("dt", { textContent: name }), make("dd", { textContent: value, className: className || "" })]));
  }

  function group(one, open, alone) {
    const count = places(one.rows).length;
    if (one.withheld) return make("p", { className: "check", textContent: labels.withheld });
    const found = recomputed(one, count);
    const note = found === null ? null : make("p", {
      className: `check ${found === one.exact ? "good" : "bad"}`,
      textContent: fill(found === one.exact ? labels.agrees : labels.differs, { v: found, w: one.exact }),
    });
    const title = `${alone ? labels.rows : `${one.title}（${one.period}）${one.text}${one.unit}`} · ${count} ${labels.count}`;
    const made = make("details", { className: "rows", open }, make("summary", { textContent: title }), note);
    const show = () => {
      if (!made.open || made.dataset.shown) return;
      made.dataset.shown = "1";
      const { columns, body } = tabled(one);
      made.append(...(count ? table(columns, body, labels.filter) : [make("p", { textContent: labels.noRows })]));
    };
    made.addEventListener("toggle", show);
    show();
    return made;
  }

  function ofCell(cell, kind, words) {
    const value = make("p", { className: "value" }, cell.text || labels.none, make("small", { textContent: cell.text ? cell.unit : "" }));
    const scope = [cell.scope || labels.everything, cell.group].filter(Boolean).join("；");
    const last = cell.kind === "year_on_year" ? `${cell.last}：${cell.base || labels.none}` : "";
    return [
      kind === "claim" ? make("p", { className: "check", textContent: `“${words}” · ${labels.claim}：` }) : null,
      value,
      facts([
        [labels.printed, words], [labels.value, cell.exact ? `${cell.exact}` : cell.text || cell.reason], [labels.formula, formula(cell), "formula"],
        [labels.last, last], [labels.lost, cell.left ? labels.lostRows.replace("{n}", cell.left) : ""], [labels.definition, data.pool[cell.definition]], [labels.period, `${cell.period}（${cell.days}）`],
        [labels.scope, scope], [labels.hash, cell.hash],
      ]),
      make("details", { className: "sql" }, make("summary", { textContent: labels.sql }), make("pre", { textContent: data.pool[cell.sql], tabIndex: 0 })),
      ...cell.groups.map((one, place) => group(one, place === 0, cell.groups.length === 1)),
    ].filter(Boolean);
  }

  function ofNumber(place) {
    const [kind, words, at, note] = data.numbers[place];
    if (at !== null) return [data.cells[at].title, ofCell(data.cells[at], kind, words)];
    const gap = kind === "gap";
    return [gap ? labels.gap : labels.quote, [
      make("p", { className: gap ? "value gap" : "value", textContent: words }),
      facts([[gap ? labels.reason : labels.source, note]]),
    ]];
  }

  /* A gap has no source: it is listed, and counted apart. */
  function counted() {
    const gaps = data.numbers.filter(([kind]) => kind === "gap").length;
    return fill(gaps ? labels.withGaps : labels.sourced, { n: data.numbers.length - gaps, g: gaps });
  }

  function listed() {
    const body = data.numbers.map(([kind, words, at, note], place) =>
      [String(place + 1), words, at === null ? note : data.cells[at].title, labels.kinds[kind], at === null ? "" : data.cells[at].period, kind]);
    const cell = (row, place) => (place === 1 ? button(row[1], () => reveal(Number(row[0]) - 1), { className: row[5] }) : null);
    return [counted(), table([labels.order, labels.where, labels.figure, labels.kind, labels.period], body, labels.filterAll, cell)];
  }

  function reveal(place) {
    numbers[place].scrollIntoView({ block: "center" });
    open(place, true);
  }

  /* `opened` is the place of a number, or "all" for the list. */
  function open(what, focus) {
    opened = what;
    const [title, content] = what === "all" ? listed() : ofNumber(what);
    const heading = make("h2", { id: "panel-title", tabIndex: -1, textContent: title });
    const widen = button(wide ? labels.narrow : labels.wide, () => { wide = !wide; open(opened, false); byId("wide").focus(); }, { id: "wide" });
    panel.replaceChildren(make("div", { className: "head" }, heading, widen, button(labels.close, close)), ...content);
    panel.classList.toggle("full", wide);
    panel.hidden = false;
    panel.scrollTop = 0;
    numbers.forEach((one, place) => one.setAttribute("aria-expanded", String(place === what)));
    if (focus) heading.focus({ preventScroll: true });
  }

  function close() {
    if (panel.hidden) return;
    panel.hidden = true;
    numbers.forEach((one) => one.setAttribute("aria-expanded", "false"));
    (opened === "all" ? byId("all") : numbers[opened]).focus();
    opened = null;
  }

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  function step(event, place) {
    const to = event.key === "Home" ? 0 : event.key === "End" ? numbers.length - 1 : place + STEPS[event.key];
    if (Number.isNaN(to) || !numbers[to]) return;
    event.preventDefault();
    numbers[to].focus();
    if (!panel.hidden) open(to, false);
  }

  function pressed(event, place) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(place, true);
    } else {
      step(event, place);
    }
  }

  function label() {
    document.querySelectorAll("[data-l]").forEach((one) => { one.textContent = labels[one.dataset.l]; });
    byId("all").textContent = counted();
    byId("language").textContent = labels.other;
    const english = labels === LABELS.en;
    byId("language").lang = english ? "zh-CN" : "en";
    document.querySelector(".bar").lang = english ? "en" : "zh-CN";
    panel.lang = english ? "en" : "zh-CN";
    const ground = [[labels.revision, data.revision], [labels.entries, String(data.entries)], [labels.root, data.root]];
    byId("ground").replaceChildren(...ground.map(([name, value]) => make("div", null,
      make("dt", { textContent: name }), make("dd", { textContent: value.length > 16 ? `${value.slice(0, 16)}…` : value || "—", title: value }))));
  }

  numbers.forEach((one, place) => {
    one.addEventListener("click", () => open(place, true));
    one.addEventListener("keydown", (event) => pressed(event, place));
  });
  byId("all").addEventListener("click", () => open("all", true));
  byId("print").addEventListener("click", () => window.print());
  byId("language").addEventListener("click", () => {
    labels = labels === LABELS.zh ? LABELS.en : LABELS.zh;
    label();
    if (!panel.hidden) open(opened, false);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  label();
})();
