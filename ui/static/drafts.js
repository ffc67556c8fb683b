// Keeps what is typed in the answer box in this browser, per question, until the answer is accepted.
(() => {
  "use strict";
  const PREFIX = "rehearse.draft.";
  const SETTLE_MS = 300; // Gradio empties the box a little after it shows the next question
  const BOX = "#answer-text textarea";

  const box = () => document.querySelector(BOX);
  const question = () => document.querySelector("[data-question-id]")?.dataset.questionId;
  const accepted = (id) => document.querySelector(`[data-feedback-for="${CSS.escape(id)}"]`) !== null;

  const load = (id) => localStorage.getItem(PREFIX + id) || "";
  const remove = (id) => localStorage.removeItem(PREFIX + id);
  const save = (id, text) => (text.trim() ? localStorage.setItem(PREFIX + id, text) : remove(id));

  let shown = null; // the question whose draft was last offered to the box

  /** Write into the box the way typing does, so that Gradio's own state follows. */
  function fill(textarea, text) {
    const proto = Object.getPrototypeOf(textarea);
    Object.getOwnPropertyDescriptor(proto, "value").set.call(textarea, text);
    textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** Keep what stands in the box for the question it belongs to. */
  function keep() {
    const id = question();
    const textarea = box();
    if (id && id === shown && textarea && !accepted(id)) save(id, textarea.value);
  }

  /** After any change of the page: drop accepted drafts, offer the draft of a new question once. */
  function look() {
    document.querySelectorAll("[data-feedback-for]").forEach((card) => remove(card.dataset.feedbackFor));
    const id = question();
    const textarea = box();
    if (!id || !textarea || id === shown) return;
    shown = id;
    setTimeout(offer, SETTLE_MS, id);
  }

  /** Put the draft into an empty box, unless the page has moved on. */
  function offer(id) {
    const textarea = box();
    const wanted = textarea && !textarea.value && id === question() && !accepted(id);
    if (wanted && load(id)) fill(textarea, load(id));
  }

  document.addEventListener("input", (event) => event.target.matches?.(BOX) && keep());
  window.addEventListener("pagehide", keep); // a transcript put there by the server makes no input event
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  look();

  window.rehearse = Object.assign(window.rehearse || {}, { drafts: { load, save, remove } });
})();
