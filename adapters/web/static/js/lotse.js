// What makes the chat quicker to use. Everything works without it.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  const thread = () => document.getElementById("thread");
  const field = () => document.getElementById("question");
  const wide = window.matchMedia("(min-width: 60rem)");
  const touch = window.matchMedia("(pointer: coarse)");

  const fit = (area) => {
    area.style.height = "";
    if (area.value) area.style.height = `${area.scrollHeight}px`;
  };

  const offline = (is) => {
    const notice = document.getElementById("offline");
    if (notice) notice.hidden = !is;
  };

  // The list of conversations lies open beside the thread, and folded away above it on a phone.
  const arrange = () => {
    for (const drawer of document.querySelectorAll("[data-wide-open]")) drawer.open = wide.matches;
  };
  wide.addEventListener("change", arrange);
  arrange();

  document.addEventListener("input", (event) => {
    if (event.target.id === "question") fit(event.target);
  });

  document.addEventListener("keydown", (event) => {
    if (event.target.id !== "question" || event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (event.target.value.trim()) event.target.form.requestSubmit();
  });

  document.addEventListener("submit", (event) => {
    const sure = event.target.dataset.confirm;
    if (sure && !window.confirm(sure)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
    // The address may have changed since the page was made.
    const back = event.target.elements.namedItem("back");
    if (back) back.value = window.location.pathname + window.location.search;
  }, true);

  // A checklist may stand in several answers; what is ticked in one is ticked in all, or the next tick would undo it.
  document.addEventListener("change", (event) => {
    if (event.target.name !== "step") return;
    const list = event.target.form.elements.checklist.value;
    for (const form of document.querySelectorAll("form.checklist")) {
      if (form.elements.checklist.value !== list) continue;
      for (const box of form.querySelectorAll("input[name=step]")) {
        if (box.value === event.target.value) box.checked = event.target.checked;
      }
    }
  }, true);

  // A tick whose request is still on its way when the page is left would be cancelled with it.
  window.addEventListener("pagehide", () => {
    for (const form of document.querySelectorAll("form.checklist.htmx-request")) {
      navigator.sendBeacon(form.action, new URLSearchParams(new FormData(form)));
    }
  });

  document.addEventListener("click", async (event) => {
    const printing = event.target.closest("[data-print]");
    if (printing) {
      // Only this answer is printed; without a mark the whole conversation would be.
      const exchange = printing.closest(".exchange");
      exchange?.classList.add("printed");
      root.classList.toggle("print-one", Boolean(exchange));
      window.print();
      exchange?.classList.remove("printed");
      root.classList.remove("print-one");
      return;
    }
    const copying = event.target.closest("[data-copy]");
    if (!copying || !navigator.clipboard) return;
    event.preventDefault();
    try {
      const response = await fetch(copying.href);
      if (!response.ok) throw new Error(response.statusText);
      await navigator.clipboard.writeText(await response.text());
      const before = copying.textContent;
      copying.textContent = copying.dataset.copied;
      setTimeout(() => { copying.textContent = before; }, 1600);
    } catch {
      window.location.assign(copying.href);
    }
  });

  // A menu of a tag closes when something else is clicked or Escape is pressed.
  const closeTags = (except) => {
    for (const tag of document.querySelectorAll("details.tag[open]")) if (tag !== except) tag.open = false;
  };
  document.addEventListener("click", (event) => closeTags(event.target.closest("details.tag")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.tag[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.tag[open]")) event.target.querySelector("input[name=becomes]")?.select();
  }, true);

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target !== thread()) return;
    thread().setAttribute("aria-busy", "true");
    offline(false);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== thread()) {
      // The field for a reason appears below the thumbs, where the field for questions may cover it.
      document.getElementById(event.detail.target.id)?.querySelector(".reason")?.scrollIntoView({ block: "nearest" });
      return;
    }
    thread().removeAttribute("aria-busy");
    for (const start of document.querySelectorAll(".welcome, .examples")) start.remove();
    const last = thread().lastElementChild;
    // At once: gliding there would keep the answer out of sight for as long as it took to make it.
    last?.scrollIntoView({ block: "start", behavior: "instant" });
    closeTags(null);
    const asked = event.detail.requestConfig.elt;
    if (event.detail.successful && asked.id === "composer") {
      field().value = "";
      fit(field());
    }
    // With a finger, the field's focus would raise the keyboard over the answer.
    if (asked.id === "composer" && touch.matches) field().blur();
    else if (asked.id === "composer") field().focus({ preventScroll: true });
    else if (last) last.focus({ preventScroll: true });
    if (!event.detail.successful) return;
    const question = last?.querySelector("[data-question]")?.textContent;
    if (question) document.title = `${question.trim()} · Lotse`;
  });

  document.addEventListener("htmx:sendError", () => {
    thread()?.removeAttribute("aria-busy");
    offline(true);
  });

  if (window.location.hash.startsWith("#e-")) document.getElementById(window.location.hash.slice(1))?.focus();
})();
