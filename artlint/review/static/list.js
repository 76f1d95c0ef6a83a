// The list of articles: those with faults first, the clean ones below.

import { $, make, plural } from "./dom.js";
import { ask } from "./server.js";

const BATCH = 8;
const GROUPS = [["faults", "With faults"], ["waiting", "Not checked yet"], ["problem", "Cannot be read"], ["clean", "No faults"]];

export class List {
  constructor(open) {
    this.open = open;
    this.articles = [];
    this.counts = {};
    this.chosen = null;
    this.unsaved = false;
    $("filter").addEventListener("input", () => this.draw());
  }

  // Which articles there are.
  async load() {
    $("groups").setAttribute("aria-busy", "true");
    $("progress").textContent = "Looking for articles …";
    const { articles, title } = await ask("list");
    this.articles = articles;
    $("title").textContent = title;
    this.draw();
  }

  // How many faults they have, a few articles at a time.
  async countAll() {
    const { articles } = this;
    for (let i = 0; i < articles.length; i += BATCH) {
      Object.assign(this.counts, await ask("counts", { ids: articles.slice(i, i + BATCH).map(({ id }) => id) }));
      $("progress").textContent = `Checked ${i + BATCH} of ${plural(articles.length, "article")} …`;
      if (i % (BATCH * 8) === 0 || i + BATCH >= articles.length) this.draw();
    }
    const bad = articles.filter((article) => this.group(article) === "faults").length;
    $("progress").textContent = articles.length
      ? `${plural(articles.length, "article")}, ${bad ? `${bad.toLocaleString("en")} with faults` : "none with faults"}`
      : "";
    $("groups").removeAttribute("aria-busy");
  }

  async count(id) {
    Object.assign(this.counts, await ask("counts", { ids: [id] }));
    this.draw();
  }

  group({ id }) {
    const counts = this.counts[id];
    if (!counts) return "waiting";
    if (counts.problem) return "problem";
    return counts.error + counts.warning + counts.info ? "faults" : "clean";
  }

  // The next article with faults after the chosen one, or the first.
  next() {
    const bad = this.articles.filter((article) => this.group(article) === "faults" && article.id !== this.chosen);
    const at = this.articles.findIndex(({ id }) => id === this.chosen);
    return bad.find((article) => this.articles.indexOf(article) > at) || bad[0];
  }

  draw() {
    const focused = document.activeElement?.closest?.("#groups a")?.dataset.id;
    const words = $("filter").value.trim().toLowerCase();
    const shown = this.articles.filter(({ name }) => name.toLowerCase().includes(words));
    const parts = GROUPS.map(([key, title]) => [key, title, shown.filter((article) => this.group(article) === key)])
      .filter(([, , articles]) => articles.length)
      .map(([key, title, articles]) =>
        make("section", { "aria-labelledby": `group-${key}` },
          make("h2", { id: `group-${key}` }, title, " ", make("span", { class: "quiet" }, articles.length.toLocaleString("en"))),
          make("ul", {}, ...articles.map((article) => this.#entry(article)))));
    if (!shown.length) {
      parts.push(make("p", { class: "quiet empty" }, this.articles.length
        ? "No article has this in its name."
        : "There are no articles here. Folders are searched for .txt and .md files. You can still paste a text."));
    }
    $("groups").replaceChildren(...parts);
    if (focused) $("groups").querySelector(`a[data-id="${focused}"]`)?.focus();
    $("begin").hidden = !this.next();
  }

  #entry({ id, name }) {
    const slash = name.lastIndexOf("/") + 1;
    const counts = this.counts[id] || {};
    const badges = ["error", "warning", "info"].filter((severity) => counts[severity]).map((severity) =>
      make("span", { class: "badge", "data-severity": severity },
        severity === "info" ? `${counts.info} info` : plural(counts[severity], severity)));
    if (counts.problem) badges.push(make("span", { class: "quiet" }, counts.problem));
    if (id === this.chosen && this.unsaved) badges.push(make("span", { class: "badge" }, "not saved"));
    const link = make("a", { href: `/?article=${id}`, "data-id": id, "aria-current": id === this.chosen ? "page" : null },
      make("bdi", { class: "file" }, slash ? make("span", { class: "quiet" }, name.slice(0, slash)) : "", name.slice(slash)),
      badges.length ? make("span", { class: "badges" }, ...badges) : "");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      this.open(id);
    });
    return make("li", {}, link);
  }
}
