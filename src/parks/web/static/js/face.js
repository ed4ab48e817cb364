// What the pages do a little better with JavaScript on. Everything works without it; nothing here decides anything.
"use strict";
(() => {
  const root = document.documentElement;
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  root.classList.add("js");

  // After a page or a fragment has come: the error summary takes focus, counters count, batch bars are set.
  const settle = (within) => {
    const summary = within.querySelector("[data-focus]");
    if (summary) summary.focus();
    all("[data-count-for]", within).forEach(count);
    all("[data-batch]", within).forEach(batch);
    all("[data-split]", within).forEach(split);
  };

  // --- characters left -------------------------------------------------------------------------------------------
  const count = (said) => {
    const field = document.getElementById(said.dataset.countFor);
    if (!field) return;
    const left = Number(said.dataset.max) - [...field.value].length;
    said.textContent = (left < 0 ? said.dataset.over : said.dataset.left).replace("{n}", Math.abs(left));
    said.classList.toggle("counter-over", left < 0);
  };
  document.addEventListener("input", (event) => {
    const said = event.target.id && document.querySelector(`[data-count-for="${CSS.escape(event.target.id)}"]`);
    if (said) count(said);
  });

  // --- a batch: the rows chosen, and how many --------------------------------------------------------------------
  const batch = (bar) => {
    const form = bar.closest("form") || document;
    const rows = all("[data-pick]", form);
    const chosen = rows.filter((row) => row.checked).length;
    const everywhere = form.querySelector("[data-pick-everywhere]");
    const head = form.querySelector("[data-pick-all]");
    const said = bar.querySelector("[data-says]");
    const none = chosen === 0 && !(everywhere && everywhere.checked);
    said.dataset.empty ??= said.textContent;
    said.textContent = chosen ? said.dataset.says.replace("{n}", chosen) : said.dataset.empty;
    all(".batch-acts button, .batch-acts summary", bar).forEach((act) => act.setAttribute("aria-disabled", none));
    if (head) {
      head.checked = chosen > 0 && chosen === rows.length;
      head.indeterminate = chosen > 0 && chosen < rows.length;
    }
  };
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.matches("[data-pick], [data-pick-all], [data-pick-everywhere]")) return;
    const form = box.closest("form") || document;
    const picks = () => all("[data-pick]", form);
    if (box.matches("[data-pick-all], [data-pick-everywhere]")) picks().forEach((row) => { row.checked = box.checked; });
    const everywhere = form.querySelector("[data-pick-everywhere]");
    if (everywhere && !picks().every((row) => row.checked)) everywhere.checked = false;
    all("[data-batch]", form).forEach(batch);
  });

  // --- what is open: menus, confirmations, dialogs -------------------------------------------------------------------
  const shut = (box, back) => {
    box.open = false;
    if (back) box.querySelector("summary").focus();
  };
  document.addEventListener("click", (event) => {
    const at = event.target;
    if (at.closest('[aria-disabled="true"]')) {
      event.preventDefault();
      return;
    }
    all("details.menu[open], details.drawer[open]").filter((box) => !box.contains(at)).forEach((box) => shut(box));
    const close = at.closest("[data-close]");
    if (close) shut(close.closest("details"), true);
    const open = at.closest("[data-open]");
    if (open) show(open.dataset.open);
    const copy = at.closest("[data-copy]");
    if (copy) copied(copy);
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches("[data-confirm][open]")) event.target.querySelector("h2").focus();
  }, true);
  const show = (id) => {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return;
    if (id === "keys-help") listKeys(dialog);
    dialog.showModal();
  };
  const copied = async (button) => {
    const text = document.getElementById(button.dataset.copy).textContent.trim();
    const label = button.querySelector("span");
    try {
      await navigator.clipboard.writeText(text);
      label.textContent = button.dataset.copied;
    } catch {
      getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
    }
  };

  // --- keys: `data-key="n"` on a link, button or field; `data-key-says` is its line in the help ------------------------
  const help = () => document.getElementById("keys-help");
  const keysOn = () => !help() || help().dataset.keys !== "off";
  const listKeys = (dialog) => {
    const list = dialog.querySelector("[data-list]");
    all("[data-own]", list).forEach((line) => line.remove());
    all("[data-key][data-key-says]").filter((one) => one.dataset.key !== "/" && one.checkVisibility?.() !== false)
      .forEach((one) => {
        const key = list.appendChild(document.createElement("dt"));
        key.appendChild(document.createElement("kbd")).textContent = one.dataset.key;
        const says = list.appendChild(document.createElement("dd"));
        says.textContent = one.dataset.keySays;
        key.dataset.own = says.dataset.own = "";
      });
    dialog.querySelector("[data-when]").hidden = keysOn();
  };
  const typing = (at) => at.isContentEditable || at.matches("textarea, select, input:not([type=checkbox], [type=radio])");
  document.addEventListener("keydown", (event) => {
    const at = event.target instanceof Element ? event.target : document.body;
    if (event.key === "Escape") {
      const open = at.closest("details.menu[open], details.drawer[open], [data-confirm][open]") || document.querySelector("details.menu[open]");
      if (open) shut(open, true);
      return;
    }
    // Ctrl+Enter sends from anywhere in the form, also while typing
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const main = document.querySelector(`[data-key="Ctrl+${event.shiftKey ? "Shift+" : ""}Enter"]`);
      if (main) { event.preventDefault(); main.click(); }
      return;
    }
    // Enter in a search inside a form searches; it does not send the form
    if (event.key === "Enter" && !event.isComposing && at.matches("[data-find]")) {
      event.preventDefault();
      document.getElementById(at.dataset.find).click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !keysOn() || typing(at)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "?") { event.preventDefault(); show("keys-help"); return; }
    const goal = all("[data-key]").find((one) => one.dataset.key === event.key);
    if (!goal) return;
    event.preventDefault();
    if (goal.matches("input:not([type=checkbox], [type=radio]), textarea, select")) goal.focus();
    else { goal.focus(); goal.click(); }
  });

  // --- the desk's splitter: `data-split="ID"` names the form whose field `split` keeps where it was left, for the person --
  const split = (desk) => {
    const bar = desk.querySelector(".desk-bar");
    if (!bar || bar.dataset.ready) return;
    bar.dataset.ready = "1";
    const form = document.getElementById(desk.dataset.split);
    const set = (share, keep = true) => {
      const value = Math.min(75, Math.max(25, Math.round(share)));
      desk.style.setProperty("--split", `${value}%`);
      bar.setAttribute("aria-valuenow", value);
      if (keep && form) { form.elements.split.value = value; form.dispatchEvent(new Event("moved")); }
    };
    set(Number(bar.getAttribute("aria-valuenow")) || 52, false);
    bar.addEventListener("pointerdown", (event) => bar.setPointerCapture(event.pointerId));
    bar.addEventListener("pointermove", (event) => {
      if (!bar.hasPointerCapture(event.pointerId)) return;
      const box = desk.getBoundingClientRect();
      set(((event.clientX - box.left) / box.width) * 100);
    });
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
      if (step) { event.preventDefault(); set(Number(bar.getAttribute("aria-valuenow")) + step); }
    });
  };

  // --- a page of an attachment that the sheet names: on a phone its pane comes to the front -----------------------------
  document.addEventListener("click", (event) => {
    const paper = event.target.closest?.('a[target="paper"]') && document.querySelector('iframe[name="paper"]');
    if (paper && paper.checkVisibility?.() === false) location.hash = "#proposal";
  });

  // --- files: too large is said before it is sent; how far the sending is -----------------------------------------------
  document.addEventListener("change", (event) => {
    const field = event.target;
    const drop = field.closest("[data-drop]");
    if (!drop || field.type !== "file") return;
    const large = [...field.files].some((file) => file.size > Number(field.dataset.limit) * 1048576);
    if (large) field.value = "";
    drop.querySelector(".drop-said").textContent = large ? field.dataset.tooLarge : "";
    drop.classList.toggle("drop-bad", large);
  });
  const sending = (form, share) => all("[data-drop]", form).forEach((drop) => {
    const field = drop.querySelector("input");
    const bar = drop.querySelector("progress");
    if (!field.files.length) return;
    bar.hidden = share === null;
    if (share === null) return;
    bar.value = share;
    drop.querySelector(".drop-said").textContent =
      share < 100 ? field.dataset.sending.replace("{n}", Math.round(share)) : field.dataset.checking;
  });
  document.addEventListener("htmx:xhr:progress", (event) => {
    if (event.detail.lengthComputable) sending(event.target, (event.detail.loaded / event.detail.total) * 100);
  });
  document.addEventListener("htmx:sendError", (event) => {
    sending(event.target, null);
    all("[data-drop] input", event.target).filter((one) => one.files.length).forEach((one) => {
      one.closest("[data-drop]").querySelector(".drop-said").textContent = one.dataset.failed;
    });
  });

  // --- forms: nothing is sent twice, empty filters stay out of the URL --------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    form.classList.add("sending");
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.classList.remove("sending");
  }));
  document.addEventListener("formdata", (event) => {
    if (!event.target.matches("[data-lean]")) return;
    [...event.formData].filter(([, value]) => value === "").forEach(([name]) => event.formData.delete(name));
  });

  // --- the connection -------------------------------------------------------------------------------------------------
  const alerts = () => document.getElementById("alerts");
  const offline = (lost) => {
    const place = alerts();
    if (!place) return;
    place.querySelector("[data-lost]")?.remove();
    if (!lost) return;
    const note = place.appendChild(document.createElement("p"));
    note.className = "note note-warning";
    note.dataset.lost = "";
    note.textContent = place.dataset.offline;
  };
  addEventListener("offline", () => offline(true));
  addEventListener("online", () => offline(false));
  document.addEventListener("htmx:sendError", () => offline(true));
  document.addEventListener("htmx:afterOnLoad", () => offline(false));

  document.addEventListener("htmx:afterSwap", (event) => settle(event.target.closest("body") ? event.target : document));
  settle(document);
})();
