// The report's views and filters. Scraped text is put in as text only: nothing here makes HTML of a string.
"use strict";
{
  const $ = (id) => document.getElementById(id);
  const data = (id) => JSON.parse($(id).textContent);
  const rules = new Map(data("rules").map((rule) => [rule.name, rule]));
  const kinds = data("kinds"); // a kind: a rule with a severity
  const plural = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 || word === "info" ? "" : "s"}`;
  const SAFETY = {
    safe: "safe: “artlint fix” does it",
    unsafe: "look first: done only with --unsafe-fixes",
    suggestion: "a suggestion: a person must decide",
  };

  function el(name, attributes = {}, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === true) node.setAttribute(key, "");
      else if (value !== false && value !== undefined) node.setAttribute(key, value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return node;
  }

  // ---- filter and list
  const form = $("filter");
  const list = document.querySelector(".articles");
  const articles = [...document.querySelectorAll(".articles > li")].map((item) => ({
    item,
    number: Number(item.dataset.number),
    kinds: item.dataset.kinds.trim().split(" ").map((pair) => pair.split(":").map(Number)),
    words: item.textContent.toLowerCase(),
  }));
  let order = articles; // those in view, as they stand in the list
  let passing = new Set(kinds.keys()); // kinds that the filter lets through

  const COMPARE = {
    worst: (a, b) => b.error - a.error || b.warning - a.warning || b.info - a.info || a.number - b.number,
    most: (a, b) => b.total - a.total || COMPARE.worst(a, b),
    path: (a, b) => a.number - b.number,
  };

  function chosen(name) {
    return new Set([...form.elements[name].length ? form.elements[name] : [form.elements[name]]].filter((box) => box.checked).map((box) => box.value));
  }

  function filter() {
    if (!form) return;
    const severity = chosen("severity");
    const rule = chosen("rule");
    passing = new Set([...kinds.keys()].filter((i) => severity.has(kinds[i].severity) && rule.has(kinds[i].rule)));
    $("chosen").textContent = rule.size === rules.size ? `all ${rules.size}` : `${rule.size} of ${rules.size}`;
    const wanted = $("find").value.toLowerCase().split(/\s+/).filter(Boolean);
    order = [];
    for (const article of articles) {
      Object.assign(article, { error: 0, warning: 0, info: 0, total: 0 });
      for (const [kind, count] of article.kinds) {
        if (!passing.has(kind)) continue;
        article[kinds[kind].severity] += count;
        article.total += count;
      }
      const shown = article.total > 0 && wanted.every((word) => article.words.includes(word));
      article.item.hidden = !shown;
      if (!shown) continue;
      order.push(article);
      for (const line of article.item.querySelectorAll(".worst > li")) line.hidden = !passing.has(Number(line.dataset.kind));
      for (const badge of article.item.querySelectorAll(".badge")) {
        const count = article[badge.dataset.severity];
        badge.hidden = !count;
        badge.textContent = plural(count, badge.dataset.severity);
      }
    }
    order.sort(COMPARE[$("order").value]);
    list.append(...order.map((article) => article.item));
    $("shown").textContent = order.length === articles.length ? order.length.toLocaleString("en") : `${order.length.toLocaleString("en")} of ${articles.length.toLocaleString("en")}`;
    $("empty").hidden = order.length > 0;
    if (open) paint();
  }

  // ---- one article
  let open = null; // {number, faults, marks, notes, current}

  function piece([text, kind, unseen]) {
    const shown = unseen ? el("span", { class: "unseen", dir: "ltr" }, text) : text;
    if (kind === "gone") return el("del", { class: "gone" }, shown);
    if (kind === "new") return el("ins", { class: "new" }, shown);
    return kind === "cut" ? el("span", { class: "cut" }, text) : shown;
  }

  function change([before, after], lang) {
    const side = (pieces) => (pieces.length ? pieces.map(piece) : [el("span", { class: "cut" }, "nothing")]);
    return el("dl", { class: "change" },
      el("dt", {}, "Before"), el("dd", { class: "before", dir: "auto", lang }, side(before)),
      el("dt", {}, "After"), el("dd", { class: "after", dir: "auto", lang }, side(after)));
  }

  function related(fault, number) {
    if (!fault.related.length) return null;
    const items = fault.related.map(([row, message, path, other]) => {
      if (path === undefined) return el("li", {}, el("a", { href: `#a${number}`, "data-row": row }, `line ${row}`), `: ${message}`);
      const place = `${path}, line ${row}`;
      return el("li", {}, other ? el("a", { href: `#a${other}` }, place) : place, `: ${message}`);
    });
    const rest = fault.related.length > 3 || fault.unnamed;
    const all = el("ul", {}, items, fault.unnamed ? el("li", {}, `and ${fault.unnamed} more`) : null);
    return rest ? el("details", {}, el("summary", {}, plural(items.length + fault.unnamed, "related place")), all) : all;
  }

  function fixOf(fix, lang) {
    const [first, ...others] = fix.changes.map((one) => change(one, lang));
    const rest = others.length + fix.more;
    return el("div", {},
      el("p", { class: "fix" }, el("b", { dir: "auto" }, fix.title), el("span", { class: "quiet" }, ` (${SAFETY[fix.safety]})`)),
      first,
      rest ? el("details", {}, el("summary", {}, `And in ${plural(rest, "more place")}`), others,
        fix.more ? el("p", { class: "quiet" }, `${fix.more.toLocaleString("en")} of them are not shown`) : null) : null);
  }

  function noteOf(article, index) {
    const fault = article.faults[index];
    const { rule: name, severity } = kinds[fault.kind];
    const rule = rules.get(name);
    const why = rule.summary || rule.why;
    return el("article", { class: "note", id: `n${index}`, tabindex: -1, "data-fault": index, "data-severity": severity, "aria-labelledby": `h${index}` },
      el("header", {},
        el("h3", { id: `h${index}` }, el("span", { class: "badge", "data-severity": severity }, severity), name),
        el("a", { href: `#a${article.number}.${index + 1}`, "aria-label": `line ${fault.row}, column ${fault.column}: fault ${index + 1} in the text` }, `${fault.row}:${fault.column}`)),
      el("p", { class: "message", dir: "auto" }, fault.message),
      fault.fix ? fixOf(fault.fix, article.lang || undefined) : null,
      related(fault, article.number),
      why ? el("details", {}, el("summary", {}, "Why this matters"),
        rule.summary ? el("p", {}, rule.summary) : null, rule.why ? el("p", {}, rule.why) : null,
        rule.code ? el("p", { class: "quiet" }, `Rule ${rule.code} ${name}`) : null) : null);
  }

  function rowOf(segments, index, first, wide) {
    const text = el("p", { class: "text", dir: "auto" });
    for (const segment of segments) {
      if (typeof segment === "string") { text.append(segment); continue; }
      const [string, faults, unseen] = segment;
      const content = unseen ? el("span", { class: "unseen", dir: "ltr" }, string) : string;
      if (!faults.length) { text.append(content); continue; }
      const fresh = faults.filter((fault) => !first.has(fault));
      fresh.forEach((fault) => first.add(fault));
      text.append(el("mark", {
        class: "mark", "data-faults": faults.join(" "), tabindex: fresh.length ? 0 : false,
        "aria-details": fresh.length ? fresh.map((fault) => `n${fault}`).join(" ") : false,
      }, content || []));
      if (string) for (const fault of faults) wide.set(fault, (wide.get(fault) || new Set()).add(index));
    }
    if (!text.childNodes.length) text.append(el("br"));
    return el("div", { class: "row", id: `r${index + 1}` },
      el("span", { class: "line", "aria-hidden": "true" }, String(index + 1)), text);
  }

  // A block is a row with notes and the rows below it that have none: the notes stand beside all of them.
  function blocksOf(article, wide) {
    const first = new Set();
    const blocks = [];
    article.rows.forEach((segments, index) => {
      const notes = (article.begin[index + 1] || []).map((fault) => noteOf(article, fault));
      const row = rowOf(segments, index, first, wide);
      if (notes.length) blocks.push(el("div", { class: "block" }, row, el("div", { class: "notes" }, notes), el("div", { class: "rest" })));
      else if (blocks.length) blocks.at(-1).lastChild.append(row);
      else blocks.push(el("div", { class: "block" }, el("div", { class: "rest" }, row)));
    });
    return blocks;
  }

  function button(action, sign, label, key) {
    return el("button", { type: "button", "data-do": action, "aria-label": label, "aria-keyshortcuts": key },
      sign, el("span", { class: "long" }, label), el("kbd", { "aria-hidden": "true" }, key));
  }

  function draw(number) {
    const article = data(`t${number}`);
    const wide = new Map();
    const rows = el("div", { class: "rows card", lang: article.lang || undefined }, blocksOf(article, wide));
    for (const note of rows.querySelectorAll(".note")) note.lang = "en";
    $("article").replaceChildren(
      el("nav", { class: "bar toolbar", "aria-label": "Article" },
        el("a", { class: "button", href: "#", "aria-label": "All articles" }, "☰", el("span", { class: "long" }, "All articles")),
        button("previous", "↑", "Previous fault", "p"), el("span", { class: "where", id: "where", role: "status" }), button("next", "↓", "Next fault", "n"),
        el("span", { class: "push" }), button("earlier", "←", "Previous article", "k"), button("later", "→", "Next article", "j")),
      el("h2", { id: "title", tabindex: -1, lang: article.lang || undefined, dir: "auto" }, article.title),
      el("p", { class: "path", dir: "ltr" }, article.path),
      rows);
    open = {
      number, faults: article.faults, current: -1,
      wide: new Set([...wide].filter(([, where]) => where.size > 1).map(([fault]) => fault)),
      marks: [...rows.querySelectorAll(".mark")].map((node) => ({ node, faults: node.dataset.faults.split(" ").map(Number) })),
      notes: [...rows.querySelectorAll(".note")].sort((a, b) => a.dataset.fault - b.dataset.fault),
    };
    paint();
  }

  const visible = () => open.notes.filter((note) => !note.hidden).map((note) => Number(note.dataset.fault));

  function paint() {
    const shown = (fault) => passing.has(open.faults[fault].kind);
    for (const { node, faults } of open.marks) {
      const top = faults.find(shown);
      node.toggleAttribute("data-off", top === undefined);
      node.toggleAttribute("data-wide", open.wide.has(top));
      node.toggleAttribute("data-current", faults.includes(open.current));
      if (top !== undefined) node.dataset.severity = kinds[open.faults[top].kind].severity;
    }
    for (const note of open.notes) {
      const fault = Number(note.dataset.fault);
      note.hidden = !shown(fault);
      note.toggleAttribute("data-current", fault === open.current);
    }
    const all = visible();
    const at = all.indexOf(open.current);
    $("where").textContent = at < 0 ? plural(all.length, "fault") : `${at + 1} of ${all.length}`;
    const place = order.findIndex((article) => article.number === open.number);
    document.querySelector("[data-do=earlier]").disabled = place === 0;
    document.querySelector("[data-do=later]").disabled = place === order.length - 1;
  }

  function light(fault) {
    if (open.current === fault) return;
    open.current = fault;
    paint();
  }

  function go(fault, focus = true) {
    light(fault);
    const mark = open.marks.find(({ faults }) => faults.includes(fault));
    const note = open.notes.find((node) => Number(node.dataset.fault) === fault);
    if (mark) mark.node.scrollIntoView({ block: "center" });
    if (note && focus) note.focus({ preventScroll: true });
    if (note) note.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    if (!open) return;
    const all = visible();
    const at = all.indexOf(open.current);
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by;
    if (next in all) go(all[next]);
  }

  function turn(by) {
    if (!open) {
      const at = order.findIndex(({ item }) => item.contains(document.activeElement));
      const next = order[at < 0 ? 0 : at + by];
      if (next) next.item.querySelector("a").focus();
      return;
    }
    const at = order.findIndex((article) => article.number === open.number);
    const next = order[at < 0 ? 0 : at + by];
    if (next) location.hash = `#a${next.number}`;
  }

  // ---- addresses: #a3 is an article, #a3.2 a fault in it, anything else the list
  let left = 0; // where the list stood
  function route() {
    const [, number, fault] = /^#a(\d+)(?:\.(\d+))?$/.exec(location.hash) || [];
    const known = number && $(`t${number}`);
    if (!known) {
      const last = open;
      open = null;
      $("article").hidden = true;
      $("article").replaceChildren();
      $("list").hidden = false;
      if (last) {
        window.scrollTo(0, left);
        const from = articles.find((article) => article.number === last.number);
        (from.item.hidden ? $("articles") : from.item.querySelector("a")).focus({ preventScroll: from.item.hidden });
      }
      return;
    }
    if (!open) left = window.scrollY;
    $("list").hidden = true;
    $("article").hidden = false;
    if (!open || open.number !== Number(number)) {
      draw(Number(number));
      window.scrollTo(0, 0);
      $("title").focus({ preventScroll: true });
    }
    if (fault && open.faults[fault - 1]) go(fault - 1);
  }

  const ACTIONS = {
    next: () => step(1),
    previous: () => step(-1),
    later: () => turn(1),
    earlier: () => turn(-1),
    keys: () => $("keys").showModal(),
    all: () => { for (const box of form.querySelectorAll("[name=rule]")) box.checked = true; filter(); },
    none: () => { for (const box of form.querySelectorAll("[name=rule]")) box.checked = false; filter(); },
    reset: () => { form.reset(); filter(); $("find").focus(); },
    theme: () => {
      const dark = document.documentElement.dataset.theme
        ? document.documentElement.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      document.documentElement.dataset.theme = dark ? "light" : "dark";
      document.querySelector("[data-do=theme]").textContent = dark ? "Dark" : "Light";
    },
  };
  const KEYS = { n: "next", p: "previous", j: "later", k: "earlier", "?": "keys" };

  document.addEventListener("click", (event) => {
    const action = event.target.closest("[data-do]");
    if (action) { ACTIONS[action.dataset.do](); return; }
    const which = $("which");
    if (which && which.open && !which.contains(event.target)) which.open = false;
    const link = event.target.closest("a[data-row]");
    if (link) {
      event.preventDefault();
      for (const row of document.querySelectorAll("[data-flash]")) row.removeAttribute("data-flash");
      const row = $(`r${link.dataset.row}`);
      row.setAttribute("data-flash", "");
      row.scrollIntoView({ block: "center" });
      return;
    }
    const same = event.target.closest("a[href]");
    if (same && same.getAttribute("href") === location.hash) route(); // no change of address, and still to go there
    const mark = event.target.closest(".mark:not([data-off])");
    if (mark && getSelection().isCollapsed) {
      // where marks lie on each other, each further click takes the next
      const under = mark.dataset.faults.split(" ").map(Number).filter((fault) => passing.has(open.faults[fault].kind));
      go(under[(under.indexOf(open.current) + 1) % under.length]);
    }
  });
  for (const name of ["mouseover", "focusin"]) {
    $("article").addEventListener(name, (event) => {
      const mark = event.target.closest(".mark:not([data-off])");
      const note = event.target.closest(".note");
      if (note) light(Number(note.dataset.fault));
      else if (mark && !mark.dataset.faults.split(" ").map(Number).includes(open.current)) {
        light(mark.dataset.faults.split(" ").map(Number).find((fault) => passing.has(open.faults[fault].kind)));
      }
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("keys").open) return;
    const typing = event.target.matches("input[type=search], select, textarea");
    if (event.key === "Escape") {
      if ($("which")?.open) $("which").open = false;
      else if (typing) event.target.blur();
      else if (open) location.hash = "";
    } else if (typing) {
      return;
    } else if (event.key === "/" && form) {
      event.preventDefault();
      $("find").focus();
    } else if (event.key === "Enter" && event.target.matches(".mark")) {
      event.target.click();
    } else if (event.key in KEYS) {
      event.preventDefault();
      ACTIONS[KEYS[event.key]]();
    }
  });
  $("skip").addEventListener("click", (event) => { event.preventDefault(); (open ? $("title") : $("articles") || $("main")).focus(); });
  if (form) {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", filter);
    $("find").addEventListener("input", () => { if (open) location.hash = ""; filter(); });
    $("order").addEventListener("change", filter);
  }
  if (matchMedia("(prefers-color-scheme: dark)").matches) document.querySelector("[data-do=theme]").textContent = "Light";
  window.addEventListener("hashchange", route);
  filter(); // a browser that reloads keeps what was chosen
  route();
}
