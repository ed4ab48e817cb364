// Nothing typed is lost: drafts are kept in this browser until the server has them, and sent again when it answers.
//
// `<form data-autosave="URL">`  is sent by PUT (or data-autosave-method) a second after the last change.
// `<form data-keep>`            is only kept here; so is every form whose fields save themselves by htmx.
// `[data-saved]` in the form (or the page) says how it stands, in words from its own attributes.
// A draft belongs to one person (body data-person), goes when the server has it, at sign-out, or after a week.
"use strict";
(() => {
  const PAUSE = 1000;
  const WEEK = 7 * 24 * 3600 * 1000;
  const person = document.body.dataset.person || "";
  const prefix = `parks:draft:${person}:`;
  const forms = () => [...document.querySelectorAll("form[data-autosave], form[data-keep]")];
  const states = new WeakMap();
  const state = (form) => {
    if (!states.has(form)) states.set(form, { dirty: new Set(), timer: 0, tries: 0, busy: false });
    return states.get(form);
  };
  const key = (form) => prefix + (form.dataset.autosave || form.dataset.keep || form.getAttribute("action") || location.pathname);
  const keepable = (field) =>
    field.name && !field.name.startsWith("_") && !field.disabled && !["password", "file", "hidden", "submit", "button"].includes(field.type);
  const fields = (form) => [...form.elements].filter(keepable);
  const typed = (form) => fields(form)
    .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
    .flatMap((field) => field.multiple ? [...field.selectedOptions].map((one) => [field.name, one.value]) : [[field.name, field.value]]);

  const store = (form, more = {}) => {
    try {
      localStorage.setItem(key(form), JSON.stringify({ at: Date.now(), path: location.pathname, data: typed(form), ...more }));
    } catch { /* a full or forbidden store: the server still gets it */ }
  };
  const draft = (name) => {
    try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
  };
  const drop = (form) => localStorage.removeItem(key(form));
  const drafts = () => Object.keys(localStorage).filter((name) => name.startsWith("parks:draft:"));

  // --- what is said -----------------------------------------------------------------------------------------------------
  const say = (form, how) => {
    const place = form.querySelector("[data-saved]") || document.querySelector("main [data-saved]");
    if (!place) return;
    const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Shanghai" }).format();
    place.dataset.state = how;
    place.textContent = (place.dataset[how] || "").replace("{time}", time);
  };

  // --- sending ----------------------------------------------------------------------------------------------------------
  const send = async (form, leaving = false) => {
    const now = state(form);
    clearTimeout(now.timer);
    if (!form.dataset.autosave || now.busy || !now.dirty.size) return;
    now.busy = true;
    const names = [...now.dirty]; // what is typed again while the request is away becomes dirty anew
    now.dirty.clear();
    const body = new FormData(form);
    [...body].filter(([, value]) => typeof value !== "string").forEach(([name]) => body.delete(name));
    if (!leaving) say(form, "saving");
    let status = 0;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: form.dataset.autosaveMethod || "PUT",
        body: new URLSearchParams(body),
        headers: { "x-csrf-token": body.get("_csrf") || "", "x-autosave": "1", accept: "application/json" },
        redirect: "manual",
        keepalive: leaving,
      });
      status = answer.type === "opaqueredirect" ? 401 : answer.status;
      if (answer.ok) await versions(form, answer);
    } catch { status = 0; }
    now.busy = false;
    if (status >= 200 && status < 300) {
      now.tries = 0;
      if (now.dirty.size) later(form); else { drop(form); say(form, "done"); }
      return;
    }
    names.forEach((name) => now.dirty.add(name));
    if (status === 0 || status === 429 || status >= 500) {
      say(form, "kept");
      now.tries += 1;
      now.timer = setTimeout(() => send(form), Math.min(60000, 2000 * 2 ** now.tries));
    } else say(form, [401, 403].includes(status) ? "kept" : "refused");
  };
  const later = (form) => {
    const now = state(form);
    clearTimeout(now.timer);
    now.timer = setTimeout(() => send(form), PAUSE);
  };
  const versions = async (form, answer) => {
    if (!(answer.headers.get("content-type") || "").includes("json")) return;
    const { version } = await answer.json();
    if (version !== undefined && form.elements.version) form.elements.version.value = version;
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !form.matches("[data-autosave], [data-keep]") || !keepable(event.target)) return;
    state(form).dirty.add(event.target.name);
    store(form);
    if (form.dataset.autosave) later(form);
  });
  addEventListener("online", () => forms().forEach((form) => send(form)));
  addEventListener("pagehide", () => forms().forEach((form) => send(form, true)));

  // --- fields that save themselves by htmx --------------------------------------------------------------------------------
  const ownForm = (event) => event.target.closest?.("form[data-keep], form[data-autosave]");
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = ownForm(event);
    if (form) say(form, "saving");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = ownForm(event);
    if (!form) return;
    const { xhr } = event.detail;
    const arrived = xhr && xhr.status >= 200 && xhr.status < 400; // htmx calls a 409 that it swaps successful too
    if (!arrived) { say(form, xhr && xhr.status && xhr.status < 500 ? "refused" : "kept"); return; }
    const sent = event.target.name ? [event.target.name] : [...event.target.querySelectorAll("[name]")].map((one) => one.name);
    const now = state(form);
    sent.forEach((name) => now.dirty.delete(name));
    if (!now.dirty.size) drop(form);
    say(form, "done");
  });

  // --- sending the whole form, signing out ---------------------------------------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-autosave], [data-keep]")) {
      clearTimeout(state(form).timer);
      state(form).dirty.clear();
      store(form, { sent: true });
    }
    if ((form.getAttribute("action") || "").startsWith("/session?_method=DELETE")) drafts().forEach((name) => localStorage.removeItem(name));
  });

  // --- coming back ----------------------------------------------------------------------------------------------------------
  const fill = (form, data) => {
    const names = new Set(data.map(([name]) => name));
    let changed = false;
    fields(form).forEach((field) => {
      const values = data.filter(([name]) => name === field.name).map(([, value]) => value);
      const box = ["checkbox", "radio"].includes(field.type);
      if (!box && !names.has(field.name)) return;
      const before = box ? field.checked : field.value;
      if (box) field.checked = values.includes(field.value);
      else if (field.multiple) [...field.options].forEach((one) => { one.selected = values.includes(one.value); });
      else [field.value] = values;
      if (before !== (box ? field.checked : field.value)) {
        changed = true;
        state(form).dirty.add(field.name);
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
    return changed;
  };
  const returned = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  const failed = document.getElementById("problem") !== null;
  drafts().forEach((name) => {
    const found = draft(name);
    const arrived = found?.sent && !failed && !(returned && found.path === location.pathname);
    if (!found || Date.now() - found.at > WEEK || arrived) localStorage.removeItem(name);
    else if (found.sent) localStorage.setItem(name, JSON.stringify({ ...found, sent: false }));
  });
  forms().forEach((form) => {
    const found = draft(key(form));
    if (found && fill(form, found.data)) say(form, "restored");
  });
})();
