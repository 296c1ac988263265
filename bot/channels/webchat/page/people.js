// The first page: whom to be in the demonstration, or simply to start.
import { say } from "./words.js";
import { post } from "./link.js";
import { make } from "./view.js";

const AGAIN = 4e3; // milliseconds until the page asks again without a signal

export class FirstPage {
  constructor(section, enter) {
    this.section = section;
    this.enter = enter;
    this.choose = section.querySelector("#choose");
    this.trouble = section.querySelector("#trouble");
  }

  show(people, trouble = "") {
    this.section.hidden = false;
    this.tell(trouble);
    this.choose.textContent = "";
    if (people) this.choose.append(make("h2", "", say("pick")), this.cards(people));
    else this.choose.append(this.start());
    this.section.querySelector("#promise").textContent = say(people ? "made_up" : "borrowed");
  }

  // Nobody can be chosen before the server is reached.
  wait() {
    this.section.hidden = false;
    this.choose.textContent = "";
    this.tell(say("offline"));
  }

  hide() {
    this.section.hidden = true;
  }

  tell(text) {
    this.trouble.hidden = !text;
    this.trouble.textContent = text;
  }

  cards(people) {
    const list = make("ul");
    people.forEach((person, at) => {
      const item = make("li");
      item.append(this.card(person, at));
      list.append(item);
    });
    return list;
  }

  card({ key, name, what }, at) {
    const button = make("button", "card");
    button.type = "button";
    button.dataset.person = key;
    const face = make("span", `face c${at % 8}`, Array.from(name)[0]);
    face.setAttribute("aria-hidden", "true");
    const said = make("span");
    said.append(make("b", "", name), make("small", "", what));
    button.append(face, said);
    button.addEventListener("click", () => this.go(button, key));
    return button;
  }

  start() {
    const button = make("button", "strong", say("start"));
    button.type = "button";
    button.addEventListener("click", () => this.go(button, null));
    return button;
  }

  async go(button, person) {
    button.disabled = true;
    try {
      const answer = await (await post("/chat/enter", JSON.stringify({ person }))).json();
      if (answer.me) this.enter(answer.me);
      else this.tell(answer.refused ?? say("offline"));
    } catch {
      this.tell(say("offline"));
    } finally {
      button.disabled = false;
    }
  }

  // Asks who is here until the server answers.
  async ask() {
    for (;;) {
      try {
        const answer = await fetch("/chat/me");
        if (answer.ok) return await answer.json();
      } catch {
        // no signal
      }
      this.wait();
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  }
}
