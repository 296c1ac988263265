// One person's conversation: what is written, shown, kept and sent.
import { Link } from "./link.js";
import { Outbox, newEntry } from "./outbox.js";
import { asItIs, isWorkbook, shrunk } from "./photo.js";
import { Record, load, newId, save } from "./store.js";
import { View, make } from "./view.js";
import { say } from "./words.js";

const LARGEST = 500_000; // bytes of a message that the server takes
const TWICE = 600; // milliseconds within which a second tap at the same place belongs to the first,
const NEAR = 30; // pixels, whichever button has moved there meanwhile
const SAME = 600e3; // milliseconds within which the same notice again is a repeated one
const HUSH = 1500; // milliseconds without a line before that is worth a word
const byId = (id) => document.getElementById(id);
export const view = new View(byId("talk"), byId("fresh"));

export class Chat {
  // `gone()` is called when the server no longer knows this visitor.
  constructor(me, gone) {
    this.me = me;
    this.record = new Record(me.id);
    view.serve({
      press: (option, entry, event) => this.press(option, entry, event),
      photo: (id) => this.record.photo(id),
    });
    this.link = new Link({
      hello: (known) => (known.id === me.id ? this.greeted(known) : gone()),
      notice: (frame) => this.notice(frame),
      change: () => this.signal(),
      gone,
    });
    this.outbox = new Outbox(this.record, this.link, {
      entry: (entry) => this.sent(entry),
      messages: (entries) => this.answered(entries),
      note: (text) => view.note(text),
    });
    this.show();
  }

  show() {
    this.title();
    view.all(this.record.entries);
    if (!this.record.entries.length) this.hello();
    this.signal();
  }

  title() {
    this.what = [this.me.name, this.me.what].filter(Boolean).join(" · ");
    byId("doing").textContent = this.what;
  }

  greeted(known) {
    save("me", known);
    this.me = known;
    this.title();
    this.outbox.run();
  }

  hello() {
    const item = make("li", "hello");
    const button = make("button", "strong", say("start_menu"));
    button.type = "button";
    button.addEventListener("click", () => this.write(say("menu_word")));
    item.append(make("p", "", say("hello")), button);
    byId("talk").append(item);
  }

  write(text) {
    if (new Blob([JSON.stringify(text)]).size > LARGEST) return view.note(say("long"));
    this.send(newEntry(newId(), { text }));
    return undefined;
  }

  press({ label, press }, entry, { clientX: x, clientY: y, timeStamp: at }) {
    const before = this.tap ?? { at: -TWICE };
    this.tap = { x, y, at };
    if (at - before.at < TWICE && Math.hypot(x - before.x, y - before.y) < NEAR) return false;
    entry.chosen = press;
    this.send(newEntry(newId(), { press, label }));
    return true;
  }

  async photo(file) {
    const workbook = isWorkbook(file);
    const address = await (workbook ? asItIs(file) : shrunk(file));
    if (!address) return view.note(say("bad_photo"));
    const id = newId();
    const kept = this.record.keepPhoto(id, address);
    this.send(newEntry(id, workbook ? { file: true, label: file.name } : { photo: true }));
    if (!kept) view.note(say("full"));
    return undefined;
  }

  send(entry) {
    document.querySelector(".hello")?.remove();
    const kept = this.record.add(entry);
    view.show(entry);
    if (!kept) view.note(say("full"));
    this.link.wake();
    this.outbox.run();
  }

  sent(entry) {
    view.state(entry);
    this.busy(entry.state === "sending");
  }

  answered(entries) {
    view.show(...entries);
    this.attract(entries.length);
  }

  notice({ messages, now }) {
    const said = JSON.stringify(messages);
    const before = load("notice");
    save("notice", { said, at: Date.now() });
    if (before?.said === said && Date.now() - before.at < SAME) return;
    const entries = messages.map((message) => ({ ...message, at: now }));
    document.querySelector(".hello")?.remove();
    this.record.add(...entries);
    this.answered(entries);
  }

  busy(is) {
    clearTimeout(this.thinking);
    byId("doing").textContent = this.what;
    if (is && this.link.open) this.thinking = setTimeout(() => (byId("doing").textContent = say("typing")), 400);
  }

  signal() {
    clearTimeout(this.hushed);
    if (!this.link) return;
    const away = () => {
      byId("signal").textContent = say("away");
      byId("signal").hidden = false;
    };
    if (this.link.reached) byId("signal").hidden = true;
    else if (navigator.onLine === false) away();
    else this.hushed = setTimeout(away, HUSH);
    if (this.link.failed >= 2) this.outbox?.run(); // plain requests may get through where sockets do not
  }

  // The number of unread messages in the title while the page is in the background.
  attract(number) {
    if (!document.hidden) return;
    this.unread = (this.unread ?? 0) + number;
    document.title = `(${this.unread}) ${say("title")}`;
  }

  seen() {
    if (document.hidden) return;
    this.unread = 0;
    document.title = say("title");
  }

  clear() {
    this.record.clear();
    view.clear();
    this.hello();
  }

  stop() {
    this.outbox.stopped = true;
    this.link.stop();
    clearTimeout(this.hushed);
    view.clear();
  }
}
