// The cards beside the text, one for each fault.

import { $, hidden, make, plural } from "./dom.js";

const SAFETY = {
  safe: "Safe: nothing of the article is lost.",
  unsafe: "Look first: what goes is probably no part of the article.",
  suggestion: "A suggestion: decide for yourself.",
};

// Draw the cards anew. `act` has what their buttons do: accept, reject, go (each with the note), select (start, end).
export function cards(notes, rules, act, locked) {
  const open = new Set([...$("cards").querySelectorAll("details[open]")].map((d) => d.closest("li").dataset.id));
  const had = document.activeElement?.closest?.("#cards > li")?.dataset.id;
  $("cards").replaceChildren(...notes.map((note) => card(note, rules[note.rule], act, open.has(note.id), locked)));
  if (had) focus(had);
}

export function card(note, rule, act, open, locked) {
  const about = hidden(`: ${note.message}`);
  return make("li", { class: "note", "data-severity": note.severity, "data-id": note.id, tabindex: "-1" },
    make("div", { class: "line" },
      make("span", { class: "badge", "data-severity": note.severity }, note.severity),
      make("button", { type: "button", class: "plain where", onclick: () => act.go(note) },
        `line ${note.line.toLocaleString("en")}`, hidden(": show it in the text"))),
    make("p", { class: "message", dir: "auto" }, note.message),
    note.fix ? fix(note.fix) : make("p", { class: "quiet" }, "There is no fix to accept: correct it in the text, or reject the remark."),
    note.related.length ? related(note.related, act) : null,
    make("div", { class: "toolbar" },
      note.fix ? make("button", { type: "button", class: "accept", disabled: locked, onclick: () => act.accept(note) }, "Accept", about.cloneNode(true)) : null,
      make("button", { type: "button", class: "reject", onclick: () => act.reject(note) }, "Reject", about)),
    make("details", { open },
      make("summary", {}, "Why?"),
      make("p", {}, rule?.summary || ""),
      make("p", {}, rule?.why || ""),
      make("p", { class: "quiet" }, "Rule ", make("code", {}, `${note.code} ${note.rule}`))));
}

function fix({ title, safety, changes, more }) {
  return make("div", { class: "fix" },
    make("p", {}, make("strong", {}, title), ". ", make("span", { class: "quiet" }, SAFETY[safety])),
    ...changes.map(({ before, after }) =>
      make("div", { class: "change" },
        make("span", { class: "quiet" }, "Before"),
        make("p", { class: "before", dir: "auto" }, ...pieces(before)),
        make("span", { class: "quiet" }, "After"),
        make("p", { class: "after", dir: "auto" }, ...pieces(after)))),
    more ? make("p", { class: "quiet" }, `and ${plural(more, "more place")}`) : null);
}

function pieces(all) {
  if (!all.length) return [make("em", { class: "quiet" }, "nothing")];
  return all.map(([text, kind, unseen]) => {
    const words = unseen ? make("span", { class: "unseen" }, text) : text;
    if (kind === "same") return words;
    return make({ gone: "del", new: "ins", cut: "em" }[kind], { class: kind === "cut" ? "quiet" : null }, words);
  });
}

function related(places, act) {
  return make("p", { class: "related quiet" }, "See also ",
    ...places.flatMap((place, i) => [
      i ? ", " : "",
      make("button", { type: "button", class: "plain", title: place.message, onclick: () => act.select(place.start, place.end) },
        `line ${place.line.toLocaleString("en")}`, hidden(`: ${place.message}`))]));
}

export function find(id) {
  return [...$("cards").children].find((li) => li.dataset.id === id);
}

export function current(id) {
  for (const li of $("cards").children) {
    li.toggleAttribute("data-current", li.dataset.id === id);
    if (li.dataset.id === id) li.setAttribute("aria-current", "true");
    else li.removeAttribute("aria-current");
  }
}

export function focus(id) {
  (find(id) || $("notes-title")).focus({ preventScroll: true });
}

// The differences of a file that was changed on disk.
export function differences(rows, more) {
  $("differences").replaceChildren(
    ...rows.map(({ whose, text }) =>
      make("p", { class: whose },
        make("span", { class: "whose quiet" }, whose === "disk" ? "On disk" : "Yours"),
        make(whose === "disk" ? "del" : "ins", { class: whose === "disk" ? "gone" : "new", dir: "auto" }, text || "(an empty line)"))),
    more ? make("p", { class: "quiet" }, `and ${plural(more, "more line")}`) : "");
  if (!rows.length) $("differences").replaceChildren(make("p", { class: "quiet" }, "Only line ends or the encoding."));
}
