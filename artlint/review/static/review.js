// The page: which view is open, and what the person does in it.

import { $, plural } from "./dom.js";
import { Editor } from "./editor.js";
import { List } from "./list.js";
import * as notes from "./notes.js";
import { ask, Failure } from "./server.js";

const PAUSE = 200; // milliseconds without typing, until the text is checked again

const state = {
  id: null, // of the open article; null where none is
  pasted: "", // the id of a text that is no article
  saved: "", // the text as it stands on disk, or as it was pasted
  blank: false, // whether a pasted text is still to come
  digest: "",
  locked: "",
  notes: [],
  rules: {},
  current: null, // the id of the note that is outlined
  checked: "", // the text that the notes are of
  view: 0, // counts what was opened
  version: 0, // counts the changes of the text
  timer: 0, // of the pause in typing, after which the text is checked
  asked: 0, // how much is under way about the faults
  saving: Promise.resolve(true), // whether the last save, once it is done, left nothing to save
  checking: null, // what stops the check that is under way
};

const editor = new Editor($("backdrop"), { changed, moved });
const list = new List((id) => go(`/?article=${id}`));

const subject = () => state.id || state.pasted;
const dirty = () => Boolean(subject()) && editor.text !== state.saved && !(state.pasted && !editor.text);
const say = (words) => { $("status").textContent = words; };

// Failures -------------------------------------------------------------------------------------------------------

async function guarded(work) {
  state.asked++;
  busy();
  try {
    const done = await work();
    $("gone").hidden = true;
    return done;
  } catch (error) {
    if (error.name === "AbortError") return undefined;
    if (!(error instanceof Failure)) console.error(error);
    $("gone").textContent = error instanceof Failure ? error.message : `Something went wrong in the page: ${error.message}`;
    $("gone").hidden = false;
    return undefined;
  } finally {
    state.asked--;
    busy();
  }
}

// Whether the list is about to change: from a key until it is of the text again, and while a fault is dealt with.
function busy() {
  $("cards").setAttribute("aria-busy", String(Boolean(state.timer || state.asked)));
}

function pause(milliseconds) {
  clearTimeout(state.timer);
  state.timer = milliseconds ? setTimeout(check, milliseconds) : 0;
  busy();
}

// Views ----------------------------------------------------------------------------------------------------------

function view(name) {
  document.body.dataset.view = name === "welcome" ? "list" : name;
  for (const section of ["welcome", "failed", "work"]) $(section).hidden = section !== name;
  $("notes").hidden = name !== "work";
}

async function leaving() {
  await state.saving;
  if (!dirty()) return true;
  $("leave-title").textContent = state.pasted ? "Leave this text?" : "Save your changes first?";
  $("leave-said").textContent = state.pasted
    ? "You have changed this text, and it is kept nowhere: copy it first if you need it."
    : "You have changed this article, and it is not saved yet.";
  $("leave-save").hidden = Boolean(state.pasted);
  const choice = await chosen($("leave"));
  if (choice === "save") return save();
  return choice === "discard";
}

function chosen(dialog) {
  return new Promise((resolve) => {
    dialog.returnValue = "stay";
    const { activeElement } = document;
    dialog.addEventListener("close", () => {
      // Chromium gives the focus back without the caret: what is typed then goes nowhere.
      activeElement?.blur();
      activeElement?.focus({ preventScroll: true });
      resolve(dialog.returnValue);
    }, { once: true });
    dialog.showModal();
  });
}

async function go(address) {
  if (!(await leaving())) return;
  history.pushState(null, "", address);
  await route();
}

async function route() {
  const asked = new URLSearchParams(location.search);
  forget();
  if (asked.has("paste")) openPaste();
  else if (asked.get("article")) await openArticle(asked.get("article"));
  else {
    view("welcome");
    document.title = "artlint review";
  }
  list.draw();
}

function forget() {
  pause(0);
  state.checking?.abort();
  Object.assign(state, { id: null, pasted: "", saved: "", digest: "", locked: "", notes: [], rules: {}, current: null, checked: "" });
  state.view++;
  state.version++;
  editor.close();
  list.chosen = null;
  list.unsaved = false;
  $("main").removeAttribute("aria-busy");
  $("gone").hidden = true;
}

async function openArticle(id) {
  const opened = state.view;
  list.chosen = id;
  $("main").setAttribute("aria-busy", "true");
  try {
    const answer = await ask("open", { id });
    if (opened !== state.view) return;
    view("work");
    state.id = id;
    $("save").hidden = false;
    begin(answer.text, { locked: answer.locked });
    took(answer);
    const name = list.articles.find((article) => article.id === id)?.name || "";
    $("name").textContent = name;
    $("text-label").textContent = "Text of the article";
    document.title = `${name} – artlint review`;
    const remarks = [answer.remark, answer.locked].filter(Boolean);
    $("remark").textContent = remarks.join(" ");
    $("remark").hidden = !remarks.length;
    state.digest = answer.digest;
    received(answer, editor.text);
    $("main").scrollTop = 0;
    $("notes").scrollTop = 0;
  } catch (error) {
    if (opened !== state.view) return;
    view("failed");
    $("failure").textContent = error.message;
    if (!(error instanceof Failure)) console.error(error);
  } finally {
    if (opened === state.view) $("main").removeAttribute("aria-busy");
  }
}

function openPaste() {
  view("work");
  document.body.dataset.view = "paste";
  state.pasted = `pasted-${crypto.randomUUID()}`;
  $("save").hidden = true;
  $("name").textContent = "A pasted text";
  $("text-label").textContent = "Paste a text here to have it checked";
  document.title = "Paste a text – artlint review";
  $("remark").textContent = "What you paste here is checked, and written nowhere.";
  $("remark").hidden = false;
  begin("", { label: "Paste a text here to have it checked" });
  received({ notes: [], rules: {}, rejected: 0 }, "");
  editor.area.focus();
}

function begin(text, options) {
  editor.open(text, options);
  state.locked = options.locked || "";
  state.saved = editor.text;
  state.blank = !editor.text;
}

function took(answer) {
  if (state.id) list.counts[state.id] = answer.counts;
}

// Checking -------------------------------------------------------------------------------------------------------

function changed() {
  if (!subject()) return; // the next article is on its way
  if (state.pasted && state.blank) state.saved = editor.text;
  state.blank = !editor.text;
  state.version++;
  pause(PAUSE);
  buttons();
}

// Ask for the notes of the text as it is now. An answer to an older text is dropped.
async function check() {
  pause(0);
  state.checking?.abort();
  state.checking = new AbortController();
  if (!subject()) return;
  const [text, version] = [editor.text, state.version];
  const answer = await guarded(() => ask("check", { id: subject(), text }, state.checking.signal));
  if (answer && version === state.version) received(answer, text);
}

function received(answer, text) {
  state.notes = answer.notes;
  state.rules = answer.rules;
  state.checked = text;
  if (!state.notes.some(({ id }) => id === state.current)) state.current = null;
  editor.current = state.current;
  editor.show(state.notes);
  notes.cards(state.notes, state.rules, { accept, reject, go: outline, select: (a, b) => editor.select(a, b) }, Boolean(state.locked));
  notes.current(state.current);
  $("rejected").hidden = !answer.rejected;
  $("rejected").firstElementChild.textContent =
    `${plural(answer.rejected, "fault")} rejected: hidden here until artlint review ends. No file has changed by it.`;
  const fixable = state.notes.filter(({ fix }) => fix).length;
  $("notes-title").textContent = state.notes.length ? plural(state.notes.length, "fault") : "No faults";
  say(state.notes.length ? `${fixable ? fixable.toLocaleString("en") : "none"} with a fix` : "");
  empty();
  buttons();
}

function empty() {
  $("none").hidden = state.notes.length > 0;
  if (state.notes.length) return;
  const next = state.id ? list.next() : null;
  $("none-said").textContent = state.pasted && !editor.text
    ? "Faults in the text will be listed here."
    : dirty() ? `Nothing is left to fix. ${state.pasted ? "Copy the text" : "Save the article"} to keep it so.` : "There is nothing to fix in this text.";
  $("onward").hidden = !next;
}

function buttons() {
  const unsaved = dirty();
  $("save").disabled = !unsaved || Boolean(state.locked);
  $("safe").disabled = Boolean(state.locked) || !state.notes.some(({ fix }) => fix?.safety === "safe");
  $("undo").disabled = Boolean(state.locked);
  $("next").disabled = $("previous").disabled = !state.notes.length;
  if (list.unsaved !== unsaved) {
    list.unsaved = unsaved;
    list.draw();
  }
}

// What is done about a fault -------------------------------------------------------------------------------------

// The note as it is of the present text: the offsets of one that was checked before the last key are old.
async function present(note) {
  if (state.notes.includes(note) && state.checked === editor.text) return note;
  const place = editor.place(note.id); // of equal faults, ids change with their number
  await check();
  if (!place || state.checked !== editor.text) return undefined;
  return state.notes.find(({ key, start, end }) => key === note.key && start === place.start && end === place.end);
}

async function accept(note) {
  const now = await present(note);
  if (!now?.fix || state.locked) {
    say("The text has changed there, so this fix is no longer offered.");
    return;
  }
  const at = state.notes.indexOf(now);
  const text = editor.text;
  const answer = await guarded(() => ask("accept", { id: subject(), text, note: now.id }));
  if (!answer) return;
  if (editor.text !== text) {
    say("The text was changed meanwhile, so this fix was not applied.");
    return;
  }
  editor.rewrite(answer.text);
  await check();
  after(at);
  say(`Accepted: ${now.fix.title}. ${plural(state.notes.length, "fault")} left.`);
}

async function reject(note) {
  const now = await present(note);
  if (!now) {
    say("The text has changed there.");
    return;
  }
  const [id, at, text] = [subject(), state.notes.indexOf(now), editor.text];
  if ((await guarded(() => ask("reject", { id, text, notes: [now.id] }).then(() => true))) !== true) return;
  if (id !== subject()) return;
  await check();
  recount();
  after(at);
  say(`Rejected: hidden until artlint review ends. ${plural(state.notes.length, "fault")} left.`);
}

// The note that stands where one was before is the next to look at.
function after(at) {
  const next = state.notes[Math.min(at, state.notes.length - 1)];
  if (next) outline(next, { focus: true });
  else notes.focus(null);
}

async function acceptSafe() {
  const text = editor.text;
  const answer = await guarded(() => ask("fix", { id: subject(), text }));
  if (!answer || editor.text !== text) return;
  editor.rewrite(answer.text);
  await check();
  notes.focus(null);
  say(`${plural(answer.fixed, "safe fix").replace("fixs", "fixes")} accepted. ${plural(state.notes.length, "fault")} left.`);
}

function recount() {
  const { id } = state;
  if (id) guarded(() => list.count(id));
}

async function recall() {
  const id = subject();
  if ((await guarded(() => ask("recall", { id }).then(() => true))) !== true || id !== subject()) return;
  await check();
  recount();
  notes.focus(null);
}

// Moving about ---------------------------------------------------------------------------------------------------

// Outline a note and its mark. `focus`: the note has it afterwards; otherwise the text.
function outline(note, { focus = false } = {}) {
  state.current = note.id;
  editor.mark(note.id);
  notes.current(note.id);
  const place = editor.place(note.id) || note;
  editor.reveal(place.start, place.end, !focus);
  if (focus) notes.focus(note.id);
  notes.find(note.id)?.scrollIntoView({ block: "nearest" });
}

function step(by) {
  if (!state.notes.length) return;
  const typing = document.activeElement === editor.area;
  let at = state.notes.findIndex(({ id }) => id === state.current);
  if (at < 0 && by < 0) at = 0;
  const next = state.notes[(at + by + state.notes.length) % state.notes.length];
  outline(next, { focus: !typing });
}

// The note at the caret is outlined, the narrowest where there are several.
function moved(caret) {
  const here = editor.notes.filter(({ start, end }) => start <= caret && caret <= end);
  if (!here.length || here.some(({ id }) => id === state.current)) return;
  const { id } = here.reduce((a, b) => (b.end - b.start < a.end - a.start ? b : a));
  state.current = id;
  editor.mark(id);
  notes.current(id);
  notes.find(id)?.scrollIntoView({ block: "nearest" });
}

// Saving ---------------------------------------------------------------------------------------------------------

// One after the other: a second one waits for the first, and has nothing to do where that did it.
function save(digest) {
  state.saving = state.saving.then(() => saved(digest || state.digest));
  return state.saving;
}

async function saved(digest) {
  if (!dirty()) return true;
  if (state.locked || state.pasted) return false;
  const [id, text] = [state.id, editor.text];
  $("save").disabled = true;
  try {
    const answer = await ask("save", { id, text, digest });
    $("gone").hidden = true;
    if (state.id !== id) return true;
    state.saved = text;
    state.digest = answer.digest;
    took(answer);
    list.draw();
    if (editor.text === text) {
      pause(0); // a check of the same text would say no more, and wipe out what is said here
      state.checking?.abort();
      received(answer, text);
    }
    say("Saved.");
    return editor.text === text;
  } catch (error) {
    if (error instanceof Failure && error.status === 409) return collided(error);
    $("gone").textContent = error.message;
    $("gone").hidden = false;
    return false;
  } finally {
    buttons();
  }
}

async function collided({ more }) {
  notes.differences(more.differences, more.more);
  const choice = await chosen($("changed"));
  if (choice === "keep") return saved(more.digest); // the version that was shown just now
  if (choice === "reload") {
    await route();
    return true;
  }
  return false;
}

// Wiring ---------------------------------------------------------------------------------------------------------

const typing = (target) => target.matches?.("textarea, input, select, [contenteditable]");

function key(event) {
  if (document.querySelector("dialog[open]")) return;
  const { code } = event;
  const control = (event.ctrlKey || event.metaKey) && !event.altKey;
  const working = !$("work").hidden;
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey && !typing(event.target);
  const alone = plain && event.key;
  if (control && code === "KeyS") {
    event.preventDefault();
    if (working) save();
  } else if (!working) {
    return;
  } else if (alone === "n" || (event.altKey && !control && code === "KeyN")) {
    event.preventDefault();
    step(1);
  } else if (alone === "p" || (event.altKey && !control && code === "KeyP")) {
    event.preventDefault();
    step(-1);
  } else if ((alone === "a" || alone === "r") && state.current) {
    const note = state.notes.find(({ id }) => id === state.current);
    event.preventDefault();
    if (note) (alone === "r" ? reject : accept)(note);
  } else if (control && code === "KeyZ" && !event.shiftKey && !typing(event.target)) {
    event.preventDefault();
    editor.undo();
  } else if (event.key === "Escape" && event.target === editor.area) {
    notes.focus(state.current);
  }
}

document.addEventListener("keydown", key);
addEventListener("beforeunload", (event) => {
  if (dirty()) event.preventDefault();
});
addEventListener("popstate", async () => {
  const wanted = location.href;
  if (dirty()) {
    history.pushState(null, "", state.pasted ? "/?paste" : `/?article=${state.id}`);
    if (!(await leaving())) return;
    history.replaceState(null, "", wanted);
  }
  await route();
});
for (const link of document.querySelectorAll("#paste-link, .back")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(link.getAttribute("href"));
  });
}
$("previous").addEventListener("click", () => step(-1));
$("next").addEventListener("click", () => step(1));
$("undo").addEventListener("click", () => editor.undo());
$("safe").addEventListener("click", acceptSafe);
$("save").addEventListener("click", () => save());
$("recall").addEventListener("click", recall);
$("again").addEventListener("click", route);
$("keys-button").addEventListener("click", () => $("keys").showModal());
for (const button of [$("begin"), $("onward")]) {
  button.addEventListener("click", async () => {
    const next = list.next();
    if (next) await go(`/?article=${next.id}`);
    if (state.notes.length) outline(state.notes[0], { focus: true });
  });
}

// The token came in the address, and is in a cookie by now: it is not to be copied or kept in the history.
const here = new URL(location.href);
here.searchParams.delete("token");
history.replaceState(null, "", here);

guarded(async () => {
  const before = state.view;
  await list.load();
  // Not over what somebody has opened meanwhile. Nothing waits for the counts: they may take long.
  await Promise.all([state.view === before ? route() : null, list.countAll()]);
});
