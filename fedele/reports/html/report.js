// What the page does beyond being read: jumping, filtering, showing the evidence beside the words.
// Without it every mark still links to its entry in the list, and every entry to its words.
(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const fill = (template, values) =>
    template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

  document.documentElement.classList.add("js");

  // What an entry says, without its buttons.
  const wordsOf = (item) =>
    all(".badge, .head strong, .sev, .sure, .quote, .why", item)
      .map((part) => part.textContent.replace(/\s+/g, " ").trim())
      .join("\n");

  // Every flag: its entry in the list, its marks and its badges in the texts.
  const flags = new Map(
    all("#flags > li").map((item) => [
      item.dataset.n,
      { item, marks: [], badges: [], ticks: [], words: wordsOf(item).toLocaleLowerCase() },
    ]),
  );
  for (const mark of all(".text mark")) flags.get(mark.dataset.n).marks.push(mark);
  for (const badge of all(".text .badge")) flags.get(badge.dataset.n).badges.push(badge);

  for (const tick of all(".strip .tick")) flags.get(tick.dataset.n).ticks.push(tick);

  const beads = new Map();
  for (const sentence of all(".s")) {
    const bead = sentence.dataset.b;
    if (!beads.has(bead)) beads.set(bead, []);
    beads.get(bead).push(sentence);
  }

  let current = null;
  let shown = [];

  // ---- Filters ----------------------------------------------------------------------------

  const filters = byId("filters");
  const search = byId("search");

  function chosen(name) {
    return new Set(all(`input[name=${name}]:checked`, filters).map((input) => input.value));
  }

  function applyFilters() {
    const kinds = chosen("kind");
    const severities = chosen("severity");
    const wanted = search.value.trim().toLocaleLowerCase();
    shown = [];
    for (const [number, flag] of flags) {
      const { kind, severity } = flag.item.dataset;
      const visible =
        kinds.has(kind) &&
        (flag.item.classList.contains("shift") || severities.has(severity)) &&
        flag.words.includes(wanted);
      flag.item.hidden = !visible;
      for (const mark of [...flag.marks, ...flag.ticks]) mark.classList.toggle("off", !visible);
      for (const badge of flag.badges) badge.hidden = !visible;
      if (visible) shown.push(number);
    }
    if (current !== null && !shown.includes(current)) release();
    showCounts();
  }

  function showCounts() {
    const status = byId("shown");
    status.textContent = fill(status.dataset.template, { shown: shown.length, total: flags.size });
    byId("nothing").hidden = shown.length > 0;
    const position = byId("position");
    const index = shown.indexOf(current);
    position.textContent = fill(position.dataset.template, {
      number: index < 0 ? "–" : index + 1,
      total: shown.length,
    });
  }

  function resetFilters() {
    search.value = "";
    for (const input of all("input[type=checkbox]", filters)) input.checked = true;
    applyFilters();
  }

  // ---- One flag in focus -------------------------------------------------------------------

  function light(number, on) {
    const flag = flags.get(number);
    flag.item.classList.toggle("current", on);
    for (const element of [...flag.marks, ...flag.badges, ...flag.ticks]) {
      element.classList.toggle("current", on);
    }
    for (const bead of beadsOf(flag)) lightBead(bead, on);
  }

  function beadsOf(flag) {
    const sentences = flag.badges.map((badge) => badge.closest(".s")).filter(Boolean);
    return new Set(sentences.map((sentence) => sentence.dataset.b));
  }

  function lightBead(bead, on) {
    for (const sentence of beads.get(bead) ?? []) sentence.classList.toggle("answer", on);
  }

  function release() {
    if (current !== null) light(current, false);
    current = null;
    hideTip();
    showCounts();
  }

  function select(number, badge) {
    if (current !== number) {
      release();
      current = number;
      light(number, true);
      flags.get(number).item.scrollIntoView({ block: "nearest" });
    }
    showTip([number], badge);
    showCounts();
  }

  function jump(number, side) {
    const { badges, item } = flags.get(number);
    const badge = badges.find((element) => element.id.startsWith(side)) ?? badges[0];
    if (!badge) {
      release();
      current = number;
      light(number, true);
      item.scrollIntoView({ block: "nearest" });
      return showCounts();
    }
    closePanel();
    badge.scrollIntoView({ block: "center" });
    badge.focus({ preventScroll: true });
    select(number, badge);
  }

  function mainSide(number) {
    return flags.get(number).item.classList.contains("omission") ? "s-" : "t-";
  }

  function step(by) {
    if (!shown.length) return;
    const index = shown.indexOf(current);
    const start = by > 0 ? 0 : shown.length - 1;
    const next = index < 0 ? start : (index + by + shown.length) % shown.length;
    jump(shown[next], mainSide(shown[next]));
  }

  // ---- The evidence beside the words ----------------------------------------------------------

  const tip = byId("tip");
  let leaving = 0;

  function showTip(numbers, anchor) {
    clearTimeout(leaving);
    tip.replaceChildren(...numbers.map(card));
    tip.hidden = false;
    const box = anchor.getClientRects()[0] ?? anchor.getBoundingClientRect();
    const room = document.documentElement.clientWidth;
    const left = Math.min(Math.max(16, box.left), room - tip.offsetWidth - 16);
    const above = box.bottom + tip.offsetHeight + 12 > innerHeight;
    const top = above ? box.top - tip.offsetHeight - 6 : box.bottom + 8;
    tip.style.left = `${left + scrollX}px`;
    tip.style.top = `${top + scrollY}px`;
  }

  function card(number) {
    const { item } = flags.get(number);
    const box = document.createElement("div");
    for (const part of all(".head, .quote, .why", item)) {
      const copy = part.cloneNode(true);
      copy.removeAttribute("id");
      for (const link of all("a", copy)) link.replaceWith(tagOf(link));
      for (const button of all("button", copy)) button.remove();
      box.append(copy);
    }
    return box;
  }

  function tagOf(link) {
    const tag = document.createElement("span");
    tag.className = "count";
    tag.textContent = link.textContent;
    return tag;
  }

  function hideTip() {
    clearTimeout(leaving);
    tip.hidden = true;
  }

  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(hideTip, 250);
  }

  function flagsUnder(element) {
    const found = [];
    for (let mark = element.closest("mark"); mark; mark = mark.parentElement.closest("mark")) {
      if (!mark.classList.contains("off")) found.push(mark.dataset.n);
    }
    return found;
  }

  // ---- What the reader does -------------------------------------------------------------------

  const text = byId("text");
  let hovered = null;

  text.addEventListener("mouseover", (event) => {
    const sentence = event.target.closest(".s");
    if (sentence !== hovered) {
      if (hovered && !keptLit(hovered)) lightBead(hovered.dataset.b, false);
      hovered = sentence;
      if (hovered) lightBead(hovered.dataset.b, true);
    }
    const badge = event.target.closest(".badge");
    const numbers = badge ? [badge.dataset.n] : flagsUnder(event.target);
    if (numbers.length) showTip(numbers, badge ?? event.target.closest("mark"));
    else if (!tip.hidden) leave();
  });
  text.addEventListener("mouseleave", leave);
  tip.addEventListener("mouseenter", () => clearTimeout(leaving));
  tip.addEventListener("mouseleave", leave);

  function keptLit(sentence) {
    return current !== null && beadsOf(flags.get(current)).has(sentence.dataset.b);
  }

  text.addEventListener("click", (event) => {
    const badge = event.target.closest(".badge");
    const number = badge ? badge.dataset.n : flagsUnder(event.target)[0];
    if (!number || String(getSelection())) return;
    event.preventDefault();
    const anchor = badge ?? event.target.closest("mark");
    select(number, anchor);
  });
  text.addEventListener("focusin", (event) => {
    const badge = event.target.closest(".badge");
    if (badge) select(badge.dataset.n, badge);
  });
  text.addEventListener("focusout", leave);

  byId("flags").addEventListener("click", (event) => {
    const item = event.target.closest("li");
    const button = event.target.closest(".copy");
    if (button) return void copy(item, button);
    const link = event.target.closest("a");
    if (link) {
      event.preventDefault();
      jump(item.dataset.n, link.hash.slice(1, 3));
    } else if (item && !String(getSelection())) {
      jump(item.dataset.n, mainSide(item.dataset.n));
    }
  });

  function citation(item) {
    const [label, kind, severity, sure, ...rest] = wordsOf(item).split("\n");
    return [`${label} ${kind} (${severity}, ${sure})`, ...rest].join("\n");
  }

  async function copy(item, button) {
    try {
      await navigator.clipboard.writeText(citation(item));
    } catch {
      // The browser keeps its clipboard to itself: leave the entry selected, ready to be copied.
      getSelection().selectAllChildren(item);
      return;
    }
    const label = [...button.childNodes];
    button.textContent = byId("flags").dataset.copied;
    setTimeout(() => button.replaceChildren(...label), 1500);
  }

  filters.addEventListener("input", applyFilters);
  filters.addEventListener("submit", (event) => event.preventDefault());
  byId("reset").addEventListener("click", resetFilters);
  byId("next").addEventListener("click", () => step(1));
  byId("previous").addEventListener("click", () => step(-1));

  // ---- The list on narrow screens, the help ------------------------------------------------------

  const panel = byId("panel");
  const opener = byId("open-panel");
  const help = byId("help");

  function openPanel() {
    hideTip();
    panel.classList.add("open");
    opener.setAttribute("aria-expanded", "true");
    byId("panel-title").focus();
  }

  function closePanel() {
    panel.classList.remove("open");
    opener.setAttribute("aria-expanded", "false");
  }

  opener.addEventListener("click", openPanel);
  byId("close-panel").addEventListener("click", () => {
    closePanel();
    opener.focus();
  });
  byId("help-button").addEventListener("click", () => help.showModal());

  function escape() {
    if (panel.classList.contains("open")) {
      closePanel();
      opener.focus();
    } else if (!tip.hidden) hideTip();
    else release();
  }

  function openSearch() {
    if (getComputedStyle(panel).visibility === "hidden") openPanel();
    search.focus();
    search.select();
  }

  const keys = {
    j: () => step(1),
    n: () => step(1),
    k: () => step(-1),
    p: () => step(-1),
    "/": openSearch,
    "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (help.open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return escape();
    if (event.target.matches("input:not([type=checkbox])") || !byId("keys").checked) return;
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
    if (!action) return;
    event.preventDefault();
    action();
  });

  // ---- Where the reader is, in the overview --------------------------------------------------------

  const blocks = new Map(all(".strip .block").map((block) => [block.dataset.row, block]));
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      blocks.get(entry.target.id)?.classList.toggle("seen", entry.isIntersecting);
    }
  });
  for (const row of all(".row")) watcher.observe(row);

  function follow() {
    const [, side, id] = location.hash.match(/^#(flag|s|t)-(.+)$/) ?? [];
    const item = id && byId(`flag-${id}`);
    if (!item) return;
    if (item.hidden) resetFilters();
    jump(item.dataset.n, side === "flag" ? mainSide(item.dataset.n) : `${side}-`);
  }

  addEventListener("beforeprint", () => {
    hideTip();
    document.querySelector(".legend").open = true;
  });

  applyFilters();
  addEventListener("hashchange", follow);
  // Only after the browser's own jump to the fragment, which takes the focus away.
  addEventListener("load", () => setTimeout(follow));
})();
