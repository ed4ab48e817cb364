// Marks by single keys on an expert's sheet. Off with the switch for single keys (WCAG 2.1.4); nothing here decides anything.
//
// A digit sets the mark of the current criterion and moves on to its comment: 0 is the highest mark, Shift a half more. Esc in a
// comment goes to the next criterion. The current one holds the focus, else it is the first that has no mark yet. n says that
// it does not apply, or takes that back. A mark and "does not apply" take each other's place, keys or no keys.
"use strict";
(() => {
  const form = document.querySelector("form[data-sheet][data-digits]");
  const help = document.getElementById("keys-help");
  if (!form) return;
  const waiver = (group) => group.querySelector("[data-waives]");
  // before the sheet reads what to send (capture)
  form.addEventListener("input", (event) => {
    const group = event.target.closest("[data-criterion]");
    const tick = group && waiver(group);
    const mark = group?.querySelector("input[type=number]");
    if (!tick) return;
    if (event.target === tick && tick.checked) mark.value = "";
    else if (event.target === mark && mark.value !== "") tick.checked = false;
  }, true);
  if (help?.dataset.keys === "off") return;
  const groups = [...form.querySelectorAll("[data-criterion]")];
  const field = (group) => group.querySelector("input[type=number]");
  const current = () => document.activeElement?.closest?.("[data-criterion]")
    || groups.find((group) => field(group).value === "" && !waiver(group)?.checked) || null;

  // the mark that a key stands for, or null where the criterion's scale has no such mark
  const marked = (input, digit, half) => {
    const [most, step] = [Number(input.max), Number(input.step)];
    const value = digit === 0 && !half ? most : digit + (half ? 0.5 : 0);
    const steps = value / step;
    return value <= most && Math.abs(steps - Math.round(steps)) < 1e-9 ? value : null;
  };
  const told = (group, input) => {
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
    const comment = group.querySelector("textarea");
    comment.focus();
    comment.setSelectionRange(comment.value.length, comment.value.length);
  };

  const set = (group, value) => {
    field(group).value = String(value);
    told(group, field(group));
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const at = event.target instanceof Element ? event.target : document.body;
    if (event.key === "Escape" && at.matches("textarea") && form.contains(at)) {
      const next = groups[groups.indexOf(at.closest("[data-criterion]")) + 1];
      if (next) { event.preventDefault(); next.focus(); } else at.blur();
      return;
    }
    if (at.isContentEditable || at.matches("textarea, select, input:not([type=checkbox], [type=radio])")) return;
    if (event.key === "n") {
      const tick = current() && waiver(current());
      if (!tick || tick.disabled) return;
      event.preventDefault();
      tick.checked = !tick.checked;
      told(tick.closest("[data-criterion]"), tick);
      return;
    }
    // where the digits lie (also on the block of digits), whatever Shift makes of them
    const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code);
    const group = digit && current();
    if (!group || field(group).disabled) return;
    const value = marked(field(group), Number(digit[1]), event.shiftKey);
    if (value === null) return;
    event.preventDefault();
    set(group, value);
  });
})();
