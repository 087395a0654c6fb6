// Shows a reply in the region Answer, and marks the sentence that is being read.

import { byId, icon, make } from "./dom.js";

const KICKERS = {
  answer: "",
  clarify: "Which one do you mean?",
  decline: "No answer in the documents",
  emergency: "Emergency",
  personal_advice: "For a clinician",
  control: "",
};
const FOR_PEOPLE = ["decline", "personal_advice"];
const NUMBER = /\d{3}/; // to call: in an emergency it stands out
const SENTENCES = /\s*[^.!?\s][^.!?]*[.!?]*["'”’)\]]*|\s*[.!?]+/g;

/** Where in which document, in one line. */
function place({ document, section }) {
  return section && section !== document ? `${document}, ${section}` : document;
}

/** What a screen reader says of a reply: nothing twice, so no words that are read aloud anyway. */
export function told(reply, aloud) {
  if (reply.outcome === "emergency") return "";
  const more = reply.choices.length ? ` ${reply.choices.length} questions to choose from.` : "";
  if (aloud) return `Reply to: ${reply.question}${more}`;
  const sources = [...new Set(reply.sources.map(place))];
  return `${reply.speech}${sources.length ? ` Source: ${sources.join("; ")}.` : ""}${more}`;
}

export class Answer {
  #region = byId("answer");
  #ask;
  #close;
  #controls = {};
  #parts = [];
  #lead = [];

  /** ask: takes the text of a question or control that was touched; close: an emergency's. */
  constructor(ask, close) {
    this.#ask = ask;
    this.#close = close;
  }

  /** Whether a reply stands there; a farewell is none. */
  hasReply = false;

  /** Control -> the words that have it obeyed. */
  set controls(controls) {
    this.#controls = controls;
  }

  /** Show a reply. */
  show(reply) {
    const sheet = this.#sheet(reply);
    const beside = this.#beside(reply);
    this.#put(...(beside ? [sheet, beside] : [sheet]));
    this.hasReply = true;
  }

  /** Show words that no question led to: a farewell. */
  note(text) {
    this.#put(make("div", { class: "sheet note" }, this.#said(text)));
    this.hasReply = false;
  }

  /** Forget it. */
  clear() {
    this.#region.replaceChildren();
    this.#region.hidden = true;
    this.hasReply = false;
    this.#parts = this.#lead = [];
  }

  /** The parts of the text that is about to be read. */
  read(parts) {
    this.#parts = parts;
  }

  /** The word at that index is being spoken; -1: nothing is. */
  at(offset) {
    for (const old of this.#region.querySelectorAll(".now")) old.classList.remove("now");
    if (offset < 0) return;
    const part = this.#parts.findLast((one) => one.start <= offset);
    if (part) this.#element(part.name, offset - part.start)?.classList.add("now");
  }

  #element(name, offset) {
    if (name === "speech") return this.#lead.findLast((one) => one.start <= offset)?.element;
    return this.#region.querySelector(`[data-part="${CSS.escape(name)}"]`);
  }

  /** Whoever was at a button of the reply before goes on at the new one's heading. */
  #put(...children) {
    const wasHere = this.#region.contains(document.activeElement);
    this.#region.replaceChildren(...children);
    this.#region.hidden = false;
    window.scrollTo(0, 0);
    if (wasHere) this.#region.querySelector("[tabindex]")?.focus({ preventScroll: true });
  }

  #sheet(reply) {
    const urgent = reply.outcome === "emergency";
    const sheet = make("div", { class: "sheet", role: urgent ? "alert" : undefined });
    if (reply.question && !urgent) sheet.append(make("h2", { class: "asked", tabindex: "-1" }, `You asked: ${reply.question}`));
    const kicker = KICKERS[reply.outcome];
    if (kicker) sheet.append(this.#kicker(kicker, urgent));
    sheet.append(this.#said(reply.speech || reply.answer, reply.outcome === "clarify"));
    if (reply.choices.length) sheet.append(this.#choices(reply.choices));
    if (reply.disagreement) sheet.append(this.#sides(reply.disagreement));
    else if (reply.answer && reply.answer !== reply.speech && reply.speech) sheet.append(this.#longer(reply));
    sheet.append(this.#tools(reply));
    return sheet;
  }

  #kicker(text, urgent) {
    if (!urgent) return make("p", { class: "kicker" }, text);
    return make("h1", { class: "kicker", tabindex: "-1" }, icon("alarm"), text);
  }

  #said(text, small = false) {
    let start = 0;
    this.#lead = [];
    const words = (text.match(SENTENCES) ?? []).flatMap((sentence) => {
      const own = sentence.trimStart();
      const element = make("span", { class: NUMBER.test(own) ? "sentence call" : "sentence" }, own);
      this.#lead.push({ start, element });
      start += sentence.length;
      return [sentence.slice(0, sentence.length - own.length), element];
    });
    return make("p", { class: small ? "said small" : "said" }, ...words);
  }

  #longer(reply) {
    const paragraphs = reply.answer.split(/\n{2,}/).map((text) => make("p", {}, text));
    return make("div", { class: "longer part", "data-part": "answer" }, make("h3", {}, "In more detail"), ...paragraphs);
  }

  #choices(choices) {
    const items = choices.map((choice, index) =>
      make("li", { class: "part", "data-part": `choice ${index + 1}` }, this.#question(choice, index + 1)),
    );
    return make("ol", { class: "choices" }, ...items);
  }

  #question(choice, number) {
    const button = make("button", { type: "button", onclick: () => this.#ask(choice.question) });
    if (number) button.append(make("b", {}, String(number)));
    button.append(make("span", {}, choice.question));
    return button;
  }

  /** One side a document, with all that it says about the matter. */
  #sides(disagreement) {
    const sides = new Map();
    disagreement.positions.forEach((position, index) => {
      const { document, section } = position.source;
      const item = make("li", { class: "part", "data-part": `position ${index + 1}` }, make("p", {}, position.statement));
      if (section !== document) item.append(make("p", { class: "place" }, section));
      sides.set(document, [...(sides.get(document) ?? []), item]);
    });
    const shown = [...sides].map(([document, items]) =>
      make("div", { class: "side" }, make("h4", {}, document), make("ul", {}, ...items)),
    );
    return make("div", { class: "sides" }, make("h3", {}, "The documents do not agree"), ...shown);
  }

  #tools(reply) {
    const tools = make("div", { class: "tools" });
    tools.append(this.#tool("again", "Say it again", "repeat"));
    if (reply.outcome === "answer") tools.append(this.#tool("more", "Tell me more", "more"));
    if (FOR_PEOPLE.includes(reply.outcome)) tools.append(this.#tool("staff", "Talk to a person", "staff"));
    if (reply.outcome !== "emergency") tools.append(this.#tool("back", "Back", "back"));
    else tools.append(make("button", { type: "button", onclick: this.#close }, icon("finish"), "Close this message"));
    return tools;
  }

  #tool(drawing, text, control) {
    const onclick = () => this.#ask(this.#controls[control] ?? control);
    return make("button", { type: "button", onclick }, icon(drawing), text);
  }

  #beside(reply) {
    const blocks = [this.#sources(reply), this.#related(reply)].filter(Boolean);
    return blocks.length ? make("div", { class: "beside" }, ...blocks) : null;
  }

  #sources(reply) {
    if (!reply.sources.length) return null;
    const documents = new Map();
    reply.sources.forEach((source, index) => {
      const item = make("li", { class: "part", "data-part": `source ${index + 1}` });
      if (source.section !== source.document) item.append(make("span", { class: "place" }, source.section));
      if (source.passage) item.append(make("blockquote", { class: "passage" }, source.passage));
      documents.set(source.document, [...(documents.get(source.document) ?? []), item]);
    });
    const items = [...documents].map(([document, places]) =>
      make("li", {}, make("cite", {}, document), make("ul", {}, ...places)),
    );
    const title = items.length > 1 ? "Sources" : "Source";
    return make("div", { class: "sources sheet" }, make("h3", {}, title), make("ul", {}, ...items));
  }

  #related(reply) {
    if (!reply.related.length) return null;
    const items = reply.related.map((choice, index) =>
      make("li", { class: "part", "data-part": `related ${index + 1}` }, this.#question(choice)),
    );
    return make("div", { class: "related sheet" }, make("h3", {}, "You may also want to know"), make("ul", {}, ...items));
  }
}
