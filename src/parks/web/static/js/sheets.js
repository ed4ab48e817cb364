// Answers of a sheet: sent within a second of typing, kept in this browser until the server has them, sent again on return.
//
// `<form data-sheet="URL">` holds `.question` blocks that htmx saves one by one (on `change`, and on the `autosave` that is
// fired here a second after the first keystroke that is not sent yet, also while somebody goes on typing).
// A draft belongs to one person and one page. It carries the version that was seen when it was typed, so that whatever
// somebody else wrote meanwhile is shown beside it and never overwritten (409).
"use strict";
(() => {
  const PAUSE = 1000;
  const LONGEST = 30000;
  const form = document.querySelector("form[data-sheet]");
  const person = document.body.dataset.person || "";
  const place = (url) => `parks:draft:${person}:sheet:${url}`;
  const failed = () => document.getElementById("problem") !== null || document.querySelector(".summary") !== null;

  // A page that was sent as a whole has arrived where its answer is shown: on the page that came after it.
  Object.keys(localStorage).filter((name) => name.startsWith(place(""))).forEach((name) => {
    let found = null;
    try { found = JSON.parse(localStorage.getItem(name)); } catch { /* not ours any more */ }
    if (!found) { localStorage.removeItem(name); return; }
    const from = document.referrer ? new URL(document.referrer) : null;
    if (found.posted && from && from.origin === location.origin && from.pathname === found.path && !failed()) localStorage.removeItem(name);
    else if (found.posted) localStorage.setItem(name, JSON.stringify({ ...found, posted: false }));
  });
  if (!form || !person) return;

  const key = place(form.dataset.sheet);
  const timers = new Map();
  const tries = new Map();
  const read = () => {
    try { return JSON.parse(localStorage.getItem(key)) || { fields: {} }; } catch { return { fields: {} }; }
  };
  const write = (draft) => {
    try {
      if (Object.keys(draft.fields).length) localStorage.setItem(key, JSON.stringify({ ...draft, at: Date.now(), path: location.pathname }));
      else localStorage.removeItem(key);
    } catch { /* a full or forbidden store: the server still gets it */ }
  };
  const name = (question) => question.id.replace(/^question-/, "");
  const controls = (question) => [...question.querySelectorAll("input, textarea, select")].filter((one) =>
    one.name && !one.form?.enctype.startsWith("multipart") && !["hidden", "file", "submit", "button"].includes(one.type));
  const values = (question) => controls(question)
    .filter((one) => !["checkbox", "radio"].includes(one.type) || one.checked).map((one) => [one.name, one.value]);
  const seen = (question) => question.querySelector(`[name="seen.${name(question)}"]`);
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  const say = (question, how) => {
    let line = question.querySelector(".sheet-state");
    if (!line) {
      line = question.appendChild(document.createElement("p"));
      line.className = "hint sheet-state";
      line.setAttribute("role", "status");
    }
    line.dataset.state = how;
    line.textContent = how ? form.dataset[how] || "" : "";
  };

  // --- typing -----------------------------------------------------------------------------------------------------------
  const keep = (question) => {
    const draft = read();
    const before = draft.fields[name(question)];
    draft.fields[name(question)] = { values: values(question), seen: before?.seen ?? (seen(question)?.value || ""), at: Date.now() };
    write(draft);
  };
  const drop = (question) => {
    const draft = read();
    delete draft.fields[name(question)];
    write(draft);
  };
  const send = (question) => {
    clearTimeout(timers.get(question.id));
    timers.delete(question.id);
    question.dispatchEvent(new CustomEvent("autosave"));
  };
  const later = (question, wait) => {
    if (!timers.has(question.id)) timers.set(question.id, setTimeout(() => send(question), wait));
  };
  form.addEventListener("input", (event) => {
    const question = event.target.closest(".question");
    if (!question || !controls(question).includes(event.target)) return;
    keep(question);
    say(question, "saving");
    later(question, PAUSE);
  });
  form.addEventListener("change", (event) => {
    const question = event.target.closest(".question");
    if (question && controls(question).includes(event.target)) keep(question);
  });

  // --- what the server says ---------------------------------------------------------------------------------------------
  // (a file is sent and taken off by a form or a button of its own, and answered in the question's place)
  const asked = (event) => event.detail.requestConfig?.elt?.matches?.("[data-file]") ? null
    : event.target.closest?.(".question") || event.detail.requestConfig?.elt?.closest?.(".question");
  const away = new Map();
  const flying = new Set();
  document.addEventListener("htmx:beforeRequest", (event) => {
    const question = asked(event);
    if (question) { flying.add(question.id); away.set(question.id, values(question)); clearTimeout(timers.get(question.id)); timers.delete(question.id); }
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // a refusal that is no answer of this field goes above the page: what was seen stays in its place
    const question = asked(event);
    if (!question || ![403, 404, 422].includes(event.detail.xhr.status)) return;
    if (event.detail.xhr.status === 422 && "beside" in form.dataset) return; // this sheet answers in its own place
    event.detail.target = document.getElementById("alerts") || event.detail.target;
    event.detail.swapOverride = "innerHTML";
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const question = asked(event);
    if (!question) return;
    flying.delete(question.id);
    const status = event.detail.xhr?.status || 0;
    const fresh = document.getElementById(question.id) || question;
    if (status >= 200 && status < 300) { // htmx calls a 403 that it swaps successful
      tries.delete(question.id);
      if (same(away.get(question.id), values(fresh))) { drop(fresh); say(fresh, ""); return; }
      const draft = read(); // typed on while the request was away: the next one builds on what was just saved
      if (draft.fields[name(fresh)]) { delete draft.fields[name(fresh)]; write(draft); }
      setTimeout(() => { keep(fresh); later(fresh, PAUSE); });
      return;
    }
    if (status === 409) { say(fresh, ""); return; }
    say(fresh, status === 404 || status === 422 ? "refused" : "kept");
    if (status === 0 || status === 429 || status >= 500) {
      const turn = (tries.get(question.id) || 0) + 1;
      tries.set(question.id, turn);
      later(fresh, Math.min(LONGEST, PAUSE * 2 ** turn));
    }
  });
  const waiting = () => Object.keys(read().fields).map((one) => document.getElementById(`question-${one}`)).filter(Boolean);
  addEventListener("online", () => waiting().forEach((question) => { tries.delete(question.id); send(question); }));
  form.addEventListener("click", (event) => {
    const theirs = event.target.closest("[data-theirs]");
    if (theirs) drop(theirs.closest(".question"));
  });

  // --- leaving ----------------------------------------------------------------------------------------------------------
  let posted = false;
  // what is on its way is waited for (3 s at most): the page has to send the version that its own last save has made
  let held = null;
  const release = () => {
    if (!held) return;
    const { button, timer } = held;
    held = null;
    clearTimeout(timer);
    flying.clear();
    form.requestSubmit(button);
  };
  document.addEventListener("htmx:afterRequest", () => { if (!flying.size) release(); });
  form.addEventListener("submit", (event) => {
    if (held) { event.preventDefault(); return; }
    if ("beside" in form.dataset && flying.size) {
      event.preventDefault();
      held = { button: event.submitter, timer: setTimeout(release, 3000) };
      return;
    }
    posted = true;
    const draft = read();
    if (Object.keys(draft.fields).length) localStorage.setItem(key, JSON.stringify({ ...draft, posted: true }));
  });
  addEventListener("pagehide", () => {
    if (posted) return;
    waiting().filter((question) => timers.has(question.id)).forEach((question) => {
      const body = new URLSearchParams(values(question));
      const version = seen(question);
      if (version) body.set(version.name, version.value);
      body.set("_csrf", form.elements._csrf?.value || "");
      navigator.sendBeacon(`${question.getAttribute("hx-put")}?_method=PUT`, body);
    });
  });
  addEventListener("pageshow", () => { posted = false; });

  // --- coming back --------------------------------------------------------------------------------------------------------
  const fill = (question, kept) => controls(question).forEach((one) => {
    const found = kept.filter(([field]) => field === one.name).map(([, value]) => value);
    if (["checkbox", "radio"].includes(one.type)) one.checked = found.includes(one.value);
    else if (found.length) [one.value] = found;
  });
  const start = () => Object.entries(read().fields).forEach(([one, kept]) => {
    const question = document.getElementById(`question-${one}`);
    if (!question || !question.hasAttribute("hx-put")) return;
    if (same(kept.values, values(question))) { drop(question); return; }
    const saved = question.querySelector(".saved");
    const version = seen(question);
    // one's own last save, whose answer never came back, is no other person's: only what is newer is asked about
    const own = saved?.dataset.by === person && Date.parse(saved.dataset.at) <= kept.at;
    if (version && !own) version.value = kept.seen;
    fill(question, kept.values);
    say(question, "restored");
    send(question);
  });
  // htmx has to know the fields before the first of them is sent
  if (document.readyState === "complete") start(); else addEventListener("load", start);
})();
