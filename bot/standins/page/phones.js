// A phone at a time. What every phone has received is asked for each second; the open one is then read on.

const VILLAGE = [25.6, 103.1, "石关村"]; // where the demonstration's people show themselves: a made-up place
const phone = document.querySelector(".phone");
const [title, list, failed, form] = ["h2", "ol", ".failed", "form"].map((part) => phone.querySelector(part));
const template = document.querySelector("template").content.firstElementChild;
const buttons = [...document.querySelectorAll("nav button")];
const seen = new Map();
let open = "";
let shown = 0;

for (const button of buttons) button.addEventListener("click", () => take(button));

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const input = form.elements.text;
  if (input.value.trim()) send({ text: input.value });
  input.value = "";
});
form.elements.photo.addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (file) send(file);
  event.target.value = "";
});
form.querySelector("[data-act=place]").addEventListener("click", () => send({ place: VILLAGE }));

async function take(button) {
  document.querySelector("nav [aria-current]")?.removeAttribute("aria-current");
  button.setAttribute("aria-current", "true");
  open = button.dataset.phone;
  shown = 0;
  list.replaceChildren();
  phone.hidden = false;
  const channel = button.closest("section").querySelector("h2").textContent;
  title.textContent = `${button.querySelector("b").textContent} · ${channel}`;
  for (const act of form.querySelectorAll("[data-act]")) {
    act.hidden = button.dataset.without.split(" ").includes(act.dataset.act);
  }
  await look();
  phone.scrollIntoView({ block: "nearest" });
  form.elements.text.focus({ preventScroll: true });
}

async function send(what) {
  const picture = what instanceof Blob;
  const type = picture ? what.type : "application/json";
  const sent = ask(`phone/${open}`, {
    method: "POST",
    headers: { "Content-Type": type },
    body: picture ? what : JSON.stringify(what),
  });
  setTimeout(look, 50);
  failed.hidden = (await sent) !== null;
  await look();
}

async function ask(address, how) {
  try {
    const answer = await fetch(address, how);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function look() {
  const asked = open;
  if (!asked) return;
  const answer = await ask(`phone/${asked}?after=${shown}`);
  if (!answer || asked !== open) return;
  const begun = answer.all - answer.heard.length;
  answer.heard.forEach((message, at) => {
    if (begun + at < shown) return;
    shown = begun + at + 1;
    show(message, begun + at);
  });
}

function show({ mine, text, buttons, picture }, at) {
  const item = template.cloneNode(true);
  item.className = mine ? "me" : "them";
  item.querySelector("p").textContent = text;
  const image = item.querySelector("img");
  image.hidden = !picture;
  if (picture) {
    image.addEventListener("load", toEnd);
    image.src = `phone/${open}/${at}`;
  }
  for (const [label, payload] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => send({ press: payload, label }));
    item.querySelector("div").append(button);
  }
  list.append(item);
  toEnd();
}

function toEnd() {
  list.scrollTop = list.scrollHeight;
}

async function count() {
  const received = await ask("phones");
  failed.hidden = received !== null;
  if (!received) return;
  for (const button of buttons) mark(button, received[button.dataset.phone]);
}

function mark(button, received) {
  const name = button.dataset.phone;
  if (name === open && received !== seen.get(name)) look();
  if (name === open) seen.set(name, received);
  const unread = received - (seen.get(name) ?? 0);
  const badge = button.querySelector("data");
  badge.hidden = unread <= 0;
  badge.value = badge.textContent = unread;
}

count();
setInterval(count, 1000);
