// Sends what was written, one after the other, each with its own id until it is answered.
import { Away, post } from "./link.js";
import { blobOf } from "./photo.js";
import { moment, say } from "./words.js";

const UPLOADING = 120e3; // milliseconds for a picture on a thin line
const AGAIN = 8e3; // milliseconds until the next try where nothing tells that the line is back
const MOST_TIMES = 12; // how often a pause the server asks for is lengthened
const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

export class Outbox {
  // `show`: { entry(entry), messages(entries), note(text) }
  constructor(record, link, show) {
    this.record = record;
    this.link = link;
    this.show = show;
    this.running = false;
    this.stopped = false;
  }

  async run() {
    if (this.running || this.stopped) return;
    this.running = true;
    clearTimeout(this.again);
    try {
      for (let entry = this.record.next(); entry && !this.stopped; entry = this.record.next()) {
        await this.deliver(entry);
      }
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      this.mark(this.record.next(), "waiting");
      this.again = setTimeout(() => this.run(), AGAIN);
    } finally {
      this.running = false;
    }
  }

  mark(entry, state) {
    if (!entry) return;
    entry.state = state;
    this.record.keep();
    this.show.entry(entry);
  }

  async deliver(entry) {
    this.mark(entry, "sending");
    if ((entry.photo && !entry.photos) || (entry.file && !entry.files)) await this.upload(entry);
    if (entry.state === "refused") return;
    const { id, text, press, photos, files, sent } = entry;
    const answer = await this.link.ask({ id, text, press, photos, files, sent });
    if (this.stopped) return;
    if (answer.wait) await this.later(entry, answer);
    else if (answer.messages) this.take(entry, answer);
    else this.refuse(entry, answer.refused);
  }

  async upload(entry) {
    const picture = this.record.photo(entry.id);
    if (!picture) return this.refuse(entry, say("bad_photo"));
    const answer = await post(entry.file ? "/chat/file" : "/chat/photo", blobOf(picture), UPLOADING);
    const said = await answer.json().catch(() => ({}));
    if (said.photo) entry.photos = [said.photo];
    else if (said.file) entry.files = [said.file];
    else if (said.refused) this.refuse(entry, said.refused);
    else throw new Away();
    this.record.keep();
  }

  // The server asks for a pause; it says why once.
  async later({ id }, { wait, say: line }) {
    this.times = this.late === id ? this.times + 1 : 1;
    this.late = id;
    if (this.times === 1) this.show.note(line);
    await pause(wait * Math.min(this.times, MOST_TIMES));
  }

  refuse(entry, line) {
    this.record.dropPhoto(entry.id);
    this.mark(entry, "refused");
    this.show.note(line);
  }

  take(entry, answer) {
    const late = Math.abs(Date.parse(answer.at) - Date.parse(entry.sent)) > 600e3;
    entry.state = "answered";
    entry.at = answer.at;
    entry.late = late ? answer.at : undefined;
    const messages = answer.messages.map((message) => ({ ...message, at: answer.now }));
    this.record.add(...messages);
    this.record.dropPhoto(entry.id);
    this.show.entry(entry);
    this.show.messages(messages);
  }
}

export function newEntry(id, what) {
  const now = moment();
  return { id, own: true, state: "sending", sent: now, at: now, ...what };
}
