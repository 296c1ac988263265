// Starts the page: the first page or the conversation, and the controls around it.
import { Chat, view } from "./chat.js";
import { post } from "./link.js";
import { FirstPage } from "./people.js";
import { openSheet, unsentLine } from "./sheet.js";
import { drop, dropAll, load, newId, save } from "./store.js";
import { say } from "./words.js";

const byId = (id) => document.getElementById(id);
const YEAR = 31536000;
let chat = null;

const first = new FirstPage(byId("first"), enter);

function enter(me) {
  save("me", me);
  first.hide();
  byId("chat").hidden = false;
  chat = new Chat(me, gone);
  if (matchMedia("(pointer: fine)").matches) byId("text").focus();
}

function close() {
  chat?.stop();
  chat = null;
  byId("chat").hidden = true;
}

async function gone() {
  close();
  dropAll();
  const { me, people } = await first.ask();
  return me ? enter(me) : first.show(people, say("expired"));
}

async function begin() {
  if (load("leaving")) await sayGoodbye();
  const kept = load("me");
  if (kept) return enter(kept);
  const { me, people } = await first.ask();
  return me ? enter(me) : first.show(people);
}

// Leaving works without a signal too: this phone forgets at once, the cookie goes as soon as it can.
async function leave() {
  close();
  dropAll();
  save("leaving", true);
  await sayGoodbye();
  const { people } = await first.ask();
  first.show(people);
}

async function sayGoodbye() {
  for (;;) {
    try {
      if ((await post("/chat/leave", "{}")).ok) return drop("leaving");
    } catch {
      first.wait();
    }
    await new Promise((done) => setTimeout(done, 4000));
  }
}

function clear() {
  chat.clear();
  post("/chat/clear", "{}").catch(() => {});
}

// What is written.
const text = byId("text");

function fitHeight() {
  text.style.height = "";
  text.style.height = `${text.scrollHeight}px`;
  byId("bar").classList.toggle("writing", text.value.trim() !== "");
}

function sendText() {
  const said = text.value.trim();
  if (said) chat.write(said);
  text.value = "";
  fitHeight();
}

text.addEventListener("input", fitHeight);
text.addEventListener("keydown", (event) => {
  const composing = event.isComposing || event.keyCode === 229; // Enter picks the character then
  if (event.key !== "Enter" || event.shiftKey || composing) return;
  event.preventDefault();
  sendText();
});
byId("bar").addEventListener("submit", (event) => {
  event.preventDefault();
  sendText();
  text.focus();
});
byId("menu").addEventListener("click", () => chat.write(say("menu_word")));
byId("photo").addEventListener("click", () => byId("files").click());
byId("files").addEventListener("change", async (event) => {
  const chosen = Array.from(event.target.files);
  event.target.value = "";
  const here = chat; // who is left while a picture is being made smaller sends no more
  for (const file of chosen) if (here === chat) await here.photo(file);
});

// The controls around.
for (const button of document.querySelectorAll(".type")) {
  button.addEventListener("click", () => {
    const large = document.documentElement.classList.toggle("large");
    for (const each of document.querySelectorAll(".type")) each.setAttribute("aria-pressed", large);
    document.cookie = `large=${large ? 1 : 0};path=/;max-age=${YEAR};SameSite=Strict`;
    fitHeight();
    view.toEnd();
  });
}
byId("more").addEventListener("click", () => {
  const unsent = () => unsentLine(chat.record.unsent());
  const acts = {
    clear: { ask: () => say("clear_ask") + unsent(), act: clear },
    leave: { ask: () => say("leave_ask") + unsent(), act: leave },
  };
  openSheet(acts, say(chat.me.key ? "leave_demo" : "leave"));
});
document.addEventListener("visibilitychange", () => chat?.seen());
if (location.search) history.replaceState(null, "", "/chat");

// Two windows would both send what waits: the one opened last has the word.
const window_ = newId();
save("window", window_);
addEventListener("storage", (event) => {
  if (event.key !== "bangfu.window" || event.newValue === null || load("window") === window_) return;
  close();
  byId("elsewhere").hidden = false;
});
byId("elsewhere").querySelector("button").addEventListener("click", () => location.reload());

// The page itself opens without a signal.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker
    .register("/chat/worker.js", { scope: "/chat" })
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => active.postMessage(performance.getEntriesByType("resource").map((entry) => entry.name)))
    .catch(() => {});
}

begin();
