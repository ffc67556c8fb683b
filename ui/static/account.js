// Who is signed in, as the browser remembers it, and the two requests that change that.
// window.rehearse: verify(email, code), logout(), user(), drafts (see drafts.js).
(() => {
  "use strict";
  const KEYS = { token: "rehearse.token", user: "rehearse.user" };
  const KEPT = ["rehearse.reader"];
  const HOME = "/home";

  /** The JSON body of a reply, or an empty object where it has none. */
  const body = (reply) => reply.json().catch(() => ({}));

  /** Where `?next=` points, if that is a page of this very site; otherwise home. */
  function destination() {
    const next = new URLSearchParams(location.search).get("next") || "";
    if (!/^\/(?![/\\])/.test(next)) return HOME;
    const url = new URL(next, location.origin);
    return url.origin === location.origin ? url.pathname + url.search + url.hash : HOME;
  }

  /** Trade a code for a token and go on; returns what went wrong, or "" when the page is about to change. */
  async function verify(email, code) {
    try {
      const reply = await fetch("/api/auth/verify-otp", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ email, code }),
      });
      const answer = await body(reply);
      if (!reply.ok) return problem(answer);
      localStorage.setItem(KEYS.token, answer.access_token);
      localStorage.setItem(KEYS.user, JSON.stringify(answer.user));
    } catch {
      return "The server cannot be reached. Check that it runs, then try again.";
    }
    location.assign(destination());
    return "";
  }

  const problem = (answer) =>
    typeof answer.detail === "string" ? answer.detail : "That did not work. Check the code and try again.";

  /** Forget everything about this person in this browser, drafts included, and tell the server. */
  async function logout() {
    const token = localStorage.getItem(KEYS.token);
    const headers = token ? { Authorization: `Bearer ${token}` } : {};
    await fetch("/api/auth/logout", { method: "POST", headers }).catch(() => null);
    Object.keys(localStorage)
      .filter((key) => key.startsWith("rehearse.") && !KEPT.includes(key))
      .forEach((key) => localStorage.removeItem(key));
    location.assign(HOME);
  }

  /** The signed-in person as {id, name, email}, or null. */
  function user() {
    try {
      return JSON.parse(localStorage.getItem(KEYS.user));
    } catch {
      return null;
    }
  }

  /** Gradio's <base> would turn "#content" into another page, so the skip link moves the focus itself. */
  function skip(event) {
    event.preventDefault();
    const content = document.getElementById("content");
    content?.setAttribute("tabindex", "-1");
    content?.focus();
  }

  document.addEventListener("click", (event) => {
    const action = event.target.closest?.("[data-action]")?.dataset.action;
    if (action === "logout") logout();
    if (action === "skip") skip(event);
  });

  window.rehearse = Object.assign(window.rehearse || {}, { verify, logout, user });
})();
