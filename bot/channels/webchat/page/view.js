// Draws the conversation. Everything said is set as text, never as HTML.
import { clock, dateAndClock, say } from "./words.js";

const QUIET = 5 * 60e3; // milliseconds after which the time is shown again
const LONGEST = 3000; // characters of an own message that are shown
const LONG = 60; // characters of a text that gets the whole width
const SHORT = 7; // characters of a label that leaves room for two in a line
const PHONE = /^1[3-9]\d{9}$/;
const LEDGER = /^\/ledger\?key=[a-z]+$/; // what stands behind the origin in a link to a ledger

export function make(tag, name, text) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text !== undefined) node.textContent = text;
  return node;
}

export class View {
  constructor(list, fresh) {
    this.list = list;
    this.fresh = fresh;
    this.rows = new Map(); // id of an own message -> its row
    list.addEventListener("scroll", () => this.scrolled());
    list.addEventListener("load", () => this.stuck && this.toEnd(), true); // a picture has found its height
    fresh.addEventListener("click", () => this.toEnd());
    new ResizeObserver(() => this.stuck && this.toEnd()).observe(list);
    this.stuck = true; // whether the newest message is followed
    this.top = 0; // where the list last stood
  }

  // `press(option, entry, event)` is called when a button is pressed and answers whether that counts; `photo(id)` gives a picture not yet uploaded.
  serve({ press, photo }) {
    this.press = press;
    this.photo = photo;
  }

  clear() {
    this.list.textContent = "";
    this.rows.clear();
    this.last = this.latest = this.newest = undefined;
  }

  // The whole record, without announcing it word by word.
  all(entries) {
    this.clear();
    this.list.setAttribute("aria-busy", "true");
    for (const entry of entries) this.add(entry);
    this.list.removeAttribute("aria-busy");
    this.toEnd();
  }

  show(...entries) {
    const stay = !this.stuck && !entries.some((entry) => entry.own);
    const rows = entries.map((entry) => this.add(entry));
    for (const row of rows) row.classList.add("new");
    if (stay) this.fresh.hidden = false;
    else this.toStart(rows[0]);
  }

  add(entry) {
    this.time(entry);
    const row = entry.own ? this.own(entry) : this.theirs(entry);
    this.list.append(row);
    this.last = entry;
    return row;
  }

  note(text) {
    this.list.append(make("li", "note", text));
    this.toEnd();
  }

  time(entry) {
    const gap = this.last ? Date.parse(entry.at) - Date.parse(this.last.at) : Infinity;
    if (Math.abs(gap) < QUIET && entry.at.slice(0, 10) === this.last.at.slice(0, 10)) return;
    this.list.append(make("li", "time", dateAndClock(entry.at)));
  }

  own(entry) {
    const row = make("li", "row own");
    row.setAttribute("aria-live", "off"); // one knows what one wrote
    const said = make("div", "said");
    said.append(entry.photo ? this.ownPhoto(entry) : make("p", "bubble", shortened(entry.label ?? entry.text)));
    said.append(make("small", "state"));
    row.append(said);
    this.rows.set(entry.id, row);
    this.quieten();
    this.newest?.classList.remove("newest");
    this.newest = row;
    row.classList.add("newest");
    this.state(entry);
    return row;
  }

  ownPhoto(entry) {
    const address = this.photo(entry.id) ?? (entry.photos && photoAddress(entry.photos[0]));
    return address ? picture(address) : make("p", "bubble", say("picture"));
  }

  // Shows what became of an own message.
  state(entry) {
    const row = this.rows.get(entry.id);
    if (!row) return;
    row.dataset.state = entry.state;
    const late = entry.late && say("late", { time: clock(entry.late) });
    row.querySelector(".state").textContent = late || say(entry.state);
    row.classList.toggle("late", Boolean(late));
  }

  theirs(entry) {
    const follows = this.last && !this.last.own && this.list.lastElementChild?.classList.contains("bot");
    const row = make("li", `row bot${follows ? " more" : ""}`);
    const face = make("span", "face", "帮");
    face.setAttribute("aria-hidden", "true");
    const said = make("div", "said");
    if (entry.picture) said.append(picture(photoAddress(entry.picture)));
    if (entry.text) said.append(withLinks(make("p", entry.text.length > LONG ? "bubble long" : "bubble"), entry.text));
    if (entry.options?.length) said.append(this.choices(entry));
    if (entry.moves?.length) said.append(this.moves(entry));
    row.append(face, said);
    if (entry.options?.length || entry.moves?.length) this.stand(row);
    return row;
  }

  stand(row) {
    this.quieten();
    this.latest = row;
  }

  // Older buttons stay and can be pressed, but no longer ask for it.
  quieten() {
    this.latest?.classList.add("old");
    this.latest = undefined;
  }

  choices(entry) {
    const short = entry.options.length > 1 && entry.options.every(([, label]) => width(label) <= SHORT);
    const group = make("div", short ? "choices short" : "choices");
    for (const option of entry.options) group.append(this.button("choice", option, entry));
    return group;
  }

  moves(entry) {
    const group = make("div", "moves");
    for (const option of entry.moves) group.append(this.button("move", option, entry));
    return group;
  }

  button(name, option, entry) {
    const [key, label, press] = option;
    const button = make("button", name);
    button.type = "button";
    if (name === "choice" && key !== label) button.append(make("i", "", key));
    button.append(make("span", "", label));
    button.classList.toggle("chosen", entry.chosen === press);
    button.addEventListener("click", (event) => {
      if (!this.press({ label, press }, entry, event)) return;
      for (const other of button.closest(".said").querySelectorAll(".chosen")) other.classList.remove("chosen");
      button.classList.add("chosen");
    });
    return button;
  }

  // Only a reader who scrolled up leaves the end: a picture that grows below leaves it out of sight, but is followed.
  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    const up = scrollTop < this.top;
    this.top = scrollTop;
    if (scrollHeight - scrollTop - clientHeight < 80) this.stuck = this.fresh.hidden = true;
    else if (up) this.stuck = false;
  }

  // What is longer than the screen is read from its start.
  toStart(row) {
    this.toEnd();
    if (!row) return;
    const above = this.list.getBoundingClientRect().top - row.getBoundingClientRect().top;
    if (above <= 0) return;
    this.list.scrollTop -= above;
    this.top = this.list.scrollTop;
    this.stuck = false;
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.top = this.list.scrollTop;
    this.stuck = true;
    this.fresh.hidden = true;
  }
}

function shortened(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length})` : text;
}

// Chinese characters count once, Latin letters half.
function width(label) {
  return Array.from(label).reduce((sum, letter) => sum + (letter < "\u2e80" ? 0.55 : 1), 0);
}

function photoAddress(token) {
  return `/chat/photo/${encodeURIComponent(token)}`;
}

function picture(address) {
  const link = make("a", "photo");
  const image = make("img");
  image.alt = say("picture");
  image.src = address;
  if (!address.startsWith("data:")) {
    link.href = address;
    link.target = "_blank";
  }
  link.append(image);
  return link;
}

// A mobile number in a text can be called with a tap, and a ledger of this very server be opened.
function withLinks(bubble, text) {
  for (const part of text.split(/(https?:\/\/[!-~]+|\d+)/)) {
    if (PHONE.test(part)) bubble.append(linked(part, `tel:${part}`));
    else if (isLedger(part)) bubble.append(linked(part, part, "_blank"));
    else bubble.append(part);
  }
  return bubble;
}

// The origin is compared as it is written: no name before an @ can stand in for it.
function isLedger(part) {
  return part.startsWith(location.origin) && LEDGER.test(part.slice(location.origin.length));
}

function linked(text, address, target) {
  const link = make("a", "", text);
  link.href = address;
  if (target) {
    link.target = target;
    link.rel = "noopener";
  }
  return link;
}
