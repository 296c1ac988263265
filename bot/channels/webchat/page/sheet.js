// The sheet that slides up: language, clearing this phone, leaving; each asked once more before it is done.
import { say } from "./words.js";

const sheet = document.querySelector("#sheet");
const part = (id) => sheet.querySelector(`#${id}`);

// `acts`: { clear: { ask, act }, leave: { ask, act } }; `ask` gives the question, `act` does it.
export function openSheet(acts, leaveWord) {
  part("leave").textContent = leaveWord;
  offer(true);
  for (const name of ["clear", "leave"]) part(name).onclick = () => confirm(part(name).textContent, acts[name]);
  part("no").onclick = () => sheet.close();
  sheet.onclick = (event) => event.target === sheet && sheet.close();
  sheet.showModal();
}

function offer(first) {
  for (const id of ["other", "clear", "leave"]) part(id).hidden = !first;
  for (const id of ["ask", "yes"]) part(id).hidden = first;
}

function confirm(name, { ask, act }) {
  part("ask").textContent = ask();
  part("yes").textContent = name;
  part("yes").onclick = () => {
    sheet.close();
    act();
  };
  offer(false);
  part("no").focus();
}

export function unsentLine(number) {
  return number ? `\n${say("unsent", { number })}` : "";
}
