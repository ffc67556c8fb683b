// Reads the question aloud with the browser's own voices. Gradio draws the card anew for each question,
// so events are caught at the document and the controls are filled whenever a card appears.
(() => {
  "use strict";
  const KEY = "rehearse.reader";
  const speech = window.speechSynthesis;
  const VOICELESS = "This browser has no voice to read the question aloud.";

  const PATIENCE_MS = 1500; // many browsers load their voices late

  let told = null; // the question last read or offered

  const card = () => document.querySelector("[data-question-id][data-text]");
  const part = (name) => card()?.querySelector(`[data-reader="${name}"]`);
  const say = (text) => part("status") && (part("status").textContent = text);

  function settings() {
    try {
      return { auto: false, voice: "", ...JSON.parse(localStorage.getItem(KEY)) };
    } catch {
      return { auto: false, voice: "" };
    }
  }

  const remember = (change) => localStorage.setItem(KEY, JSON.stringify({ ...settings(), ...change }));

  /** Voices of this machine alone: others send the text to a server. The page's language comes first. */
  function voices() {
    const local = speech ? speech.getVoices().filter((voice) => voice.localService) : [];
    const english = local.filter((voice) => voice.lang.toLowerCase().startsWith("en"));
    return english.length ? english : local;
  }

  function speak() {
    const text = card()?.dataset.text;
    if (!text || !voices().length) return;
    speech.cancel();
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = voices().find((voice) => voice.voiceURI === settings().voice) || voices()[0];
    utterance.lang = utterance.voice.lang;
    utterance.onstart = () => say("");
    utterance.onerror = (event) => event.error === "not-allowed" && say("Press play to hear the question.");
    speech.resume();
    speech.speak(utterance);
  }

  const play = () => (speech.paused && speech.speaking ? speech.resume() : speak());
  const ACTIONS = { play, pause: () => speech.pause(), stop: () => speech.cancel() };

  /** Fill and show the controls, or say in a sentence why there are none. */
  function dress() {
    const group = card()?.querySelector(".rh-reader");
    if (!group) return;
    const found = voices();
    group.hidden = !found.length;
    say("");
    if (!found.length) {
      setTimeout(() => voices().length || say(VOICELESS), PATIENCE_MS);
      return;
    }
    const chosen = settings().voice;
    part("voice").replaceChildren(
      ...found.map((voice) => new Option(voice.name, voice.voiceURI, false, voice.voiceURI === chosen)),
    );
    part("auto").checked = settings().auto;
  }

  /** After any change of the page: dress a new card, and read it where that is wanted. */
  function look() {
    const shown = card();
    if (!shown) {
      if (told) speech?.cancel();
      told = null;
      return;
    }
    if (shown.dataset.dressed) return;
    shown.dataset.dressed = "yes";
    dress();
    if (shown.dataset.questionId === told) return;
    speech?.cancel();
    if (voices().length) {
      told = shown.dataset.questionId;
      if (settings().auto) speak();
    }
  }

  /** The voices have come, or others have. */
  function arrived() {
    card()?.removeAttribute("data-dressed");
    look();
  }

  document.addEventListener("click", (event) => {
    const action = ACTIONS[event.target.closest?.("button[data-reader]")?.dataset.reader];
    if (action && speech) action();
  });
  document.addEventListener("change", (event) => {
    const name = event.target.dataset?.reader;
    if (name === "voice") remember({ voice: event.target.value });
    if (name === "auto") remember({ auto: event.target.checked });
    if (name === "auto" && !event.target.checked) speech?.cancel();
  });
  window.addEventListener("pagehide", () => speech?.cancel());
  speech?.addEventListener?.("voiceschanged", arrived);
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  look();
})();
