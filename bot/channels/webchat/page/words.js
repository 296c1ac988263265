// The page's words in the reader's language, put into the page by the server.
const words = JSON.parse(document.body.dataset.words);

export function say(name, values = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_, place) => values[place]);
}

const HOURS_AHEAD = 8 * 3600e3; // Asia/Shanghai, whatever the phone is set to

// A moment as the server writes it: its date and time of day can be read off the front.
export function moment(when = Date.now()) {
  return new Date(when + HOURS_AHEAD).toISOString().slice(0, 19) + "+08:00";
}

export function clock(at) {
  return at.slice(11, 16);
}

export function dateAndClock(at) {
  if (at.slice(0, 10) === moment().slice(0, 10)) return clock(at);
  return say("date", { month: +at.slice(5, 7), day: +at.slice(8, 10), time: clock(at) });
}
