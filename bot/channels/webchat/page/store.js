// What this phone keeps: who is here, and the record of the conversation.
// A message that is not answered yet is an entry of the record whose state says so: message and answer
// are written in one piece, so that closing the page at any moment neither loses nor doubles one.
const PREFIX = "bangfu.";
const MOST = 200; // entries
const LONGEST = 300_000; // characters of the record without pictures

export function load(key, otherwise = null) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function save(key, value) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
    return true;
  } catch {
    return false; // full, or switched off by the browser
  }
}

export function drop(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // nothing was kept then
  }
}

export function dropAll() {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // nothing was kept then
  }
}

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const isPending = (entry) => entry.state === "sending" || entry.state === "waiting";

export class Record {
  constructor(id) {
    this.key = `record.${id}`;
    this.entries = load(this.key, []);
    this.photos = new Map(); // id of a message -> data address of its picture, until it is uploaded
  }

  // Answers whether the phone had room for it.
  add(...entries) {
    this.entries.push(...entries);
    return this.keep();
  }

  keep() {
    this.trim();
    return save(this.key, this.entries);
  }

  trim() {
    let size = JSON.stringify(this.entries).length;
    const tooMuch = () => this.entries.length > MOST || size > LONGEST;
    for (let at = 0; tooMuch() && at < this.entries.length - 1; ) {
      if (isPending(this.entries[at])) at += 1;
      else size -= JSON.stringify(this.entries.splice(at, 1)[0]).length + 1;
    }
  }

  next() {
    return this.entries.find(isPending);
  }

  unsent() {
    return this.entries.filter(isPending).length;
  }

  keepPhoto(id, address) {
    this.photos.set(id, address);
    return save(`photo.${id}`, address);
  }

  photo(id) {
    return this.photos.get(id) ?? load(`photo.${id}`);
  }

  dropPhoto(id) {
    this.photos.delete(id);
    drop(`photo.${id}`);
  }

  clear() {
    for (const entry of this.entries) this.dropPhoto(entry.id);
    this.entries = [];
    drop(this.key);
  }
}
