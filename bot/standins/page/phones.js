// A phone at a time: what it received is asked for again and again, what is typed goes out as a message.

const phone = document.querySelector(".phone");
const list = phone.querySelector("ol");
const [mine, theirs] = ["me", "them"].map((id) => document.getElementById(id).content.firstElementChild);
let address = "";
let shown = 0;

for (const button of document.querySelectorAll("nav button")) {
  button.addEventListener("click", () => take(button));
}

phone.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const input = event.target.elements.text;
  const text = input.value.trim();
  input.value = "";
  if (text) send({ text }, text);
});

async function take(button) {
  document.querySelector("nav [aria-current]")?.removeAttribute("aria-current");
  button.setAttribute("aria-current", "true");
  address = `phone/${button.dataset.channel}/${button.dataset.who}`;
  shown = 0;
  list.replaceChildren();
  phone.hidden = false;
  const section = button.closest("section").querySelector("h2").textContent;
  phone.querySelector("h2").textContent = `${button.firstChild.textContent.trim()} · ${section}`;
  await look();
  phone.querySelector("input").focus();
}

async function send(what, words) {
  add(mine, words);
  await fetch(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(what) });
  await look();
}

async function look() {
  if (!address) return;
  const asked = address;
  const answer = await fetch(`${asked}?after=${shown}`);
  if (!answer.ok || asked !== address) return;
  const { heard, all } = await answer.json();
  if (all <= shown) return;
  shown = all;
  for (const message of heard) receive(message);
}

function receive({ text, buttons, picture }) {
  const item = add(theirs, text);
  if (picture) item.querySelector("p").append(" 🖼");
  for (const [label, payload] of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => send({ press: payload }, label));
    item.querySelector("div").append(button);
  }
}

function add(template, text) {
  const item = template.cloneNode(true);
  (item.querySelector("p") ?? item).textContent = text;
  list.append(item);
  item.scrollIntoView({ block: "end" });
  return item;
}

setInterval(look, 1000);
