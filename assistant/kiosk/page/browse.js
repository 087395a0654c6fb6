// The questions that can be asked: by topic, and some on the first screen.

import { byId, make } from "./dom.js";

const SUGGESTED = 4;

/** Fetch the questions and show them; ask: takes a question that was touched. */
export async function browse(ask) {
  const answer = await fetch("/topics");
  if (!answer.ok) return;
  const topics = await answer.json();
  byId("topics").replaceChildren(...topics.map((topic, index) => section(topic, index, ask)));
  suggest(topics, ask);
}

function section(topic, index, ask) {
  const items = topic.questions.map((choice) => make("li", {}, question(choice, ask)));
  const id = `topic-${index}`;
  return make("section", { "aria-labelledby": id }, make("h3", { id }, topic.topic), make("ul", {}, ...items));
}

function question(choice, ask) {
  return make("button", { type: "button", onclick: () => ask(choice.question) }, choice.question);
}

/** The first question of some topics: what one may ask is told best by examples. */
function suggest(topics, ask) {
  const rest = topics.filter((topic) => topic.questions.length > 1);
  const step = Math.max(1, Math.floor(rest.length / SUGGESTED));
  const some = rest.filter((_, index) => index % step === 0).slice(0, SUGGESTED);
  const list = byId("suggestions").querySelector("ul");
  list.replaceChildren(...some.map((topic) => make("li", {}, question(topic.questions[0], ask))));
  byId("suggestions").hidden = some.length === 0;
}
