// The page: puts the parts together. It holds no answers; it sends questions and shows replies.

import { readAloud } from "./aloud.js";
import { Answer, told } from "./answer.js";
import { browse } from "./browse.js";
import { announce, byId } from "./dom.js";
import { buildKeyboard, onKeys, showKeyboard } from "./keyboard.js";
import { Level } from "./level.js";
import { Microphone } from "./microphone.js";
import { Presence } from "./presence.js";
import { Settings } from "./settings.js";
import { Socket } from "./socket.js";
import { Voice } from "./voice.js";

const PHASES = { attract: "Ready", ready: "Ready", listening: "Listening", thinking: "One moment", speaking: "Speaking", lost: "Connecting again" };
const LISTENING = { listening: "I am listening. Say your question.", thinking: "One moment." };
const FAREWELL = 12000;

let hello = null;
let phase = "attract";
let muted = false;
let serverLevel = 0;
let emergency = null;
let trouble = "";
let farewell = 0;
let visiting = false;
let greeting = false; // the microphone is open, and only a greeting counts
let spoken = false; // what is being worked on was said, not typed
let wanted = false; // the visitor wants to speak, and the server has not begun to listen yet

const answer = new Answer(ask, closeAlarm);
const microphone = new Microphone((frame) => socket.sendSound(frame), microphoneLost);
const voice = new Voice({
  started: () => playing(true),
  ended: () => playing(false),
  at: (offset) => settings.display.captions && answer.at(offset),
});
const level = new Level(() => ({ level: levelNow(), who: speaks() }));
const settings = new Settings((display) => {
  if (!display.sound) voice.stop();
  level.calm = display.calm;
  socket.send("settings", { display });
});
const presence = new Presence({ touched: () => socket.send("active"), finish, forget });
const socket = new Socket({
  open: () => (trouble = ""),
  lost,
  hello: welcome,
  state: entered,
  caption: heard,
  reply: ({ reply }) => show(reply),
  settings: ({ display }) => { settings.set(display); level.calm = display.calm; },
  speech: (message) => { answer.read(message.parts); if (hello.audio === "browser") voice.begin(message); },
  sound: (buffer) => voice.add(buffer),
  marks: ({ marks }) => voice.mark(marks),
  spoken: ({ offset }) => settings.display.captions && answer.at(offset),
  speech_end: ({ stopped }) => { stopped ? voice.stop() : voice.complete(); if (hello.audio === "local") answer.at(-1); },
  still_there: ({ text, seconds }) => presence.ask(text, seconds),
  here: () => presence.here(),
  wiped: ({ text }) => { forget(); say(text); browse(ask); },
  fault: ({ text }) => complain(text),
});

// What comes from the server

function welcome(message) {
  hello = message;
  if (hello.title) {
    byId("brand").textContent = document.title = `Questions about ${hello.title}`;
    byId("invitation").textContent = `What would you like to know about ${hello.title}?`;
  }
  byId("number").textContent = hello.emergency_number;
  byId("signed").textContent = hello.signed
    ? `The answers were signed off by ${hello.signed}.`
    : "The answers have not been signed off by a clinician yet.";
  answer.controls = hello.controls;
  if (!visiting) settings.begin(hello.display);
  level.calm = settings.display.calm;
  socket.begin("settings", { display: settings.display });
  if (visiting) resume();
}

/** The connection broke under a visitor: what they read stays, and the server minds the time again. */
function resume() {
  socket.send("active");
  if (settings.display.keep_listening) listen();
}

function entered(state) {
  const before = phase;
  phase = state.phase;
  muted = state.muted;
  serverLevel = state.level ?? 0;
  visiting = presence.active = phase !== "attract";
  if (phase === "listening") wanted = false;
  if (phase !== "thinking") spoken = phase === "listening";
  const idle = phase === "attract" || (phase === "ready" && !answer.hasReply && !wanted);
  greeting = idle && hello.greets && !muted;
  if (greeting) waitForGreeting();
  else if (["attract", "ready"].includes(phase) && !wanted) microphone.close();
  if (phase === "listening" && !["listening", "thinking"].includes(before)) beginsToListen();
  if (phase !== "listening" && phase !== "thinking") byId("caption").textContent = "";
  render();
}

function beginsToListen() {
  announce("Listening");
  if (settings.display.sound && hello.audio === "browser") voice.tone();
}

function heard({ text }) {
  if (settings.display.captions) byId("caption").textContent = text;
  render();
}

function show(reply) {
  if (!reply.speech && !reply.answer) return announce("Stopped");
  clearTimeout(farewell);
  closeDialogs();
  byId("caption").textContent = "";
  trouble = "";
  answer.show(reply);
  if (reply.outcome === "emergency") emergency = reply;
  document.body.toggleAttribute("data-emergency", reply.outcome === "emergency");
  byId("alarm-text").textContent = emergency?.speech ?? "";
  if (reply.outcome === "emergency") byId("answer").querySelector("h1").focus();
  announce(told(reply, settings.display.sound));
  render();
}

function say(text) {
  announce(text || "Everything is forgotten.");
  if (!text || emergency) return;
  answer.note(text);
  farewell = setTimeout(() => answer.clear(), FAREWELL);
}

function lost() {
  wanted = greeting = false;
  voice.stop();
  microphone.close();
  phase = "lost";
  render();
}

// What the visitor does

function ask(text) {
  voice.wake();
  closeDialogs();
  spoken = false;
  socket.send("ask", { text });
}

async function speak() {
  voice.wake();
  if (phase === "listening" || (phase === "thinking" && microphone.isOpen)) return socket.send("listen", { on: false });
  voice.stop();
  if (muted) socket.send("mute", { on: false });
  return listen();
}

async function listen() {
  wanted = true;
  trouble = hello?.audio === "local" ? "" : await microphone.open();
  if (!trouble) return wanted && socket.send("listen", { on: true });
  wanted = false;
  return complain(trouble);
}

/** It was pulled out, say: what was heard until then is answered. */
function microphoneLost(why) {
  wanted = greeting = false;
  socket.send("listen", { on: false });
  complain(why);
}

function complain(why) {
  trouble = why;
  announce(why);
  render();
}

async function waitForGreeting() {
  trouble = hello.audio === "local" ? "" : await microphone.open();
  if (!trouble) return greeting && socket.send("listen", { on: true, greeting: true });
  greeting = false;
  return render();
}

function mute() {
  wanted = false;
  if (!muted) microphone.close();
  socket.send("mute", { on: !muted });
  announce(muted ? "The microphone is not muted any more" : "The microphone is muted");
  render();
}

function stopVoice() {
  voice.stop();
  socket.send("stop");
}

function finish() {
  closeAlarm();
  socket.send("wipe");
  if (!socket.isOpen) forget();
}

function closeAlarm() {
  emergency = null;
  if (document.body.hasAttribute("data-emergency")) {
    stopVoice();
    document.body.removeAttribute("data-emergency");
    answer.clear();
  }
  render();
}

/** Nothing of this visitor stays on the page; an emergency message does, until it is closed. */
function forget() {
  clearTimeout(farewell);
  voice.stop();
  microphone.close();
  presence.here();
  closeDialogs();
  showKeyboard(false);
  byId("form").reset();
  byId("caption").textContent = "";
  trouble = "";
  wanted = false;
  settings.reset();
  socket.forget();
  if (!document.body.hasAttribute("data-emergency")) answer.clear();
  if (phase !== "lost") phase = "attract";
  visiting = presence.active = spoken = greeting = false;
  render();
}

function closeDialogs() {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
}

// What the page shows

function playing(on) {
  socket.send("playing", { on });
  if (!on) answer.at(-1);
  if (!on && byId("still-dialog").open) presence.count();
  render();
}

function speaks() {
  if (voice.isPlaying || (hello?.audio === "local" && phase === "speaking")) return "assistant";
  return microphone.isOpen || phase === "listening" ? "visitor" : "";
}

function levelNow() {
  if (hello?.audio === "local") return serverLevel;
  return voice.isPlaying ? voice.level : microphone.level;
}

function microphoneWords() {
  if (muted) return "Microphone muted";
  if (greeting) return "Microphone on: say hello";
  const on = microphone.isOpen || phase === "listening";
  return on ? "Microphone on" : "Microphone off";
}

let drawn = "";

function render() {
  const shown = voice.isPlaying ? "speaking" : phase;
  const hearing = phase === "listening" || (phase === "thinking" && spoken);
  const talking = answer.hasReply || hearing;
  document.body.dataset.screen = talking ? "talk" : "attract";
  document.body.dataset.phase = shown;
  byId("phase-word").textContent = PHASES[shown];
  byId("mic-word").textContent = trouble || microphoneWords();
  byId("speak").setAttribute("aria-pressed", String(phase === "listening"));
  byId("heard").hidden = !hearing || voice.isPlaying;
  byId("heard-title").textContent = byId("caption").textContent ? "You said:" : LISTENING[phase];
  byId("mute").hidden = !talking && !muted && !microphone.isOpen;
  byId("mute").querySelector("span").textContent = muted ? "Unmute" : "Mute";
  byId("finish").hidden = phase === "attract";
  byId("alarm").hidden = !emergency || document.body.hasAttribute("data-emergency");
  byId("stop").hidden = shown !== "speaking";
  if (speaks() !== drawn) {
    drawn = speaks();
    drawn ? level.start() : level.stop();
  }
}

function wire() {
  const on = (id, act) => byId(id).addEventListener("click", act);
  byId("form").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = byId("question").value.trim();
    byId("question").value = "";
    ask(text);
  });
  on("speak", speak);
  on("mute", mute);
  on("stop", stopVoice);
  on("finish", finish);
  on("staff", () => ask(hello?.controls.staff ?? "staff"));
  on("help-staff", () => ask(hello?.controls.staff ?? "staff"));
  on("help-examples", () => ask(hello?.controls.help ?? "help"));
  on("alarm-show", () => emergency && show(emergency));
  on("alarm-close", closeAlarm);
  for (const id of ["settings", "help", "privacy"]) on(id, () => byId(`${id}-dialog`).showModal());
  on("browse", () => byId("questions-dialog").showModal());
  onKeys({ Escape: () => speaks() === "assistant" && stopVoice(), F2: () => ask("read everything") });
  setInterval(() => !trouble && speaks() === "visitor" && (byId("mic-word").textContent = level.words || microphoneWords()), 500);
}

wire();
buildKeyboard();
readAloud((text) => settings.display.everything && socket.send("read", { text }));
render();
browse(ask);
presence.watch(90000, () => !socket.isOpen);
