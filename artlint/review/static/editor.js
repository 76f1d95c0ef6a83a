// A text field over a layer that draws the marks. Both have the same type and width, so that a mark stands under its
// characters; the layer's height is the field's, and what scrolls is the page around both.

import { make } from "./dom.js";

export class Editor {
  // `changed` is called after each change of the text, `moved` with the caret's place when it moves.
  constructor(backdrop, { changed, moved }) {
    this.backdrop = backdrop;
    this.changed = changed;
    this.moved = moved;
    this.notes = [];
    this.current = null;
    this.area = null;
    this.was = "";
    document.addEventListener("selectionchange", () => {
      if (document.activeElement === this.area) this.moved(this.area.selectionStart);
    });
  }

  get text() {
    return this.area.value;
  }

  // A new field for each article, so that undoing never leads into the one before.
  open(text, { locked, label }) {
    const area = make("textarea", {
      id: "text", class: "text", dir: "auto", spellcheck: "true", autocomplete: "off", wrap: "soft",
      readonly: Boolean(locked), placeholder: label || null,
    });
    area.value = text;
    area.addEventListener("input", () => this.#follow());
    if (this.area) this.area.remove();
    this.backdrop.after(area);
    area.setSelectionRange(0, 0);
    this.area = area;
    this.was = area.value;
    this.show([]);
  }

  show(notes) {
    this.notes = notes.map(({ id, start, end, severity, wide, unseen }) => ({ id, start, end, severity, wide, unseen }));
    if (!this.notes.some((note) => note.id === this.current)) this.current = null;
    this.#draw();
  }

  mark(id) {
    this.current = id;
    this.#draw();
  }

  // Where a note's mark stands now, also while its text is being changed.
  place(id) {
    return this.notes.find((note) => note.id === id);
  }

  // Scroll to a stretch of the text; with `take`, the caret goes there as well.
  reveal(start, end, take) {
    if (take) this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(start, end);
    const mark = this.backdrop.querySelector("[data-current]");
    if (mark && mark.getBoundingClientRect().height < innerHeight / 2) mark.scrollIntoView({ block: "center" });
    else if (mark) mark.scrollIntoView({ block: "start" });
  }

  // What is typed from here on would belong to no text.
  close() {
    if (this.area) this.area.readOnly = true;
  }

  // Show a stretch that no note marks by the selection.
  select(start, end) {
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(start, end);
    const range = this.#range(start, end);
    const box = range.getBoundingClientRect();
    const pane = this.backdrop.closest("main");
    pane.scrollBy({ top: box.top - pane.getBoundingClientRect().top - pane.clientHeight / 3 });
  }

  // Replace a stretch as one step that can be undone.
  replace(start, end, text) {
    const wanted = this.text.slice(0, start) + text + this.text.slice(end);
    if (wanted === this.text) return;
    const { inputMode } = this.area;
    this.area.inputMode = "none"; // no keyboard comes up on a phone
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(start, end);
    document.execCommand(text ? "insertText" : "delete", false, text);
    if (this.text !== wanted) {
      this.area.value = wanted;
      this.#follow();
    }
    this.area.inputMode = inputMode;
  }

  // The whole text anew, by the smallest stretch in which it differs.
  rewrite(text) {
    const [head, tail] = common(this.text, text);
    this.replace(head, this.text.length - tail, text.slice(head, text.length - tail));
  }

  undo() {
    this.area.focus({ preventScroll: true });
    document.execCommand("undo");
  }

  // Marks move with what is typed until the server has answered; one whose characters were changed goes.
  #follow() {
    const now = this.text;
    if (now === this.was) return;
    const [head, tail] = common(this.was, now);
    const until = this.was.length - tail;
    const by = now.length - this.was.length;
    this.notes = this.notes.flatMap((note) => {
      if (note.end <= head) return [note];
      if (note.start >= until) return [{ ...note, start: note.start + by, end: note.end + by }];
      return note.wide && note.start <= head && note.end >= until ? [{ ...note, end: note.end + by }] : [];
    });
    this.was = now;
    this.#draw();
    this.changed();
  }

  #draw() {
    const text = this.text;
    const spans = this.notes.map((note) => widened(note, text.length)).filter((note) => note.start < note.end);
    const bounds = [...new Set([0, text.length, ...spans.flatMap((note) => [note.start, note.end])])].sort((a, b) => a - b);
    const starting = [...spans].sort((a, b) => a.start - b.start);
    let active = [];
    const parts = [];
    for (let i = 0; i + 1 < bounds.length; i++) {
      const [start, end] = [bounds[i], bounds[i + 1]];
      active = active.filter((note) => note.end > start);
      while (starting.length && starting[0].start <= start) active.push(starting.shift());
      const characters = text.slice(start, end);
      if (!active.length) {
        parts.push(characters);
        continue;
      }
      const top = active.reduce((a, b) => (b.end - b.start < a.end - a.start ? b : a)); // the narrowest
      parts.push(make("span", {
        class: "mark", "data-severity": top.severity, "data-wide": top.wide, "data-unseen": top.unseen,
        "data-current": active.some((note) => note.id === this.current),
        "data-notes": active.map((note) => note.id).join("\n"),
      }, characters));
    }
    // A last line end opens a line, which a block of text does not show without something on it.
    this.backdrop.replaceChildren(...parts, text.endsWith("\n") ? "\u200b" : "");
  }

  #range(start, end) {
    const range = document.createRange();
    const walker = document.createTreeWalker(this.backdrop, NodeFilter.SHOW_TEXT);
    let at = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (at <= start && start <= at + node.length) range.setStart(node, start - at);
      if (at <= end && end <= at + node.length) {
        range.setEnd(node, end - at);
        break;
      }
      at += node.length;
    }
    return range;
  }
}

// A mark of nothing (something is missing here) stands on the character beside it.
function widened(note, size) {
  if (note.start < note.end) return note;
  return note.start < size ? { ...note, end: note.start + 1 } : { ...note, start: Math.max(0, note.start - 1) };
}

// How many characters two texts share at their beginnings and at their ends.
function common(a, b) {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head++;
  if (head && /[\ud800-\udbff]/.test(a[head - 1])) head--; // not between the halves of a character
  let tail = 0;
  while (tail < most - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  if (tail && /[\udc00-\udfff]/.test(a[a.length - tail])) tail--;
  return [head, tail];
}
