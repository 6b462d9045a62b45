// ---- What the reader does ----------------------------------------------------------------------

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

function flagsUnder(element) {
  const found = [];
  for (let mark = element.closest("mark"); mark; mark = mark.parentElement.closest("mark")) {
    if (!mark.classList.contains("off")) found.push(mark.dataset.n);
  }
  return found;
}

text.addEventListener("click", (event) => {
  const badge = event.target.closest(".badge");
  const number = badge ? badge.dataset.n : flagsUnder(event.target)[0];
  if (!number || String(getSelection())) return;
  event.preventDefault();
  select(number, badge ?? event.target.closest("mark"));
});
text.addEventListener("focusin", (event) => {
  const badge = event.target.closest(".badge");
  if (badge) select(badge.dataset.n, badge);
});
text.addEventListener("focusout", leave);

panelLists.addEventListener("focusin", (event) => hold(flagOf(event.target)?.number ?? current));
panelLists.addEventListener("click", (event) => {
  const flag = flagOf(event.target);
  const button = event.target.closest(".copy");
  if (button) return void copy(flag.item, button);
  if (!flag || event.target.closest(".decide")) return;
  const link = event.target.closest("a");
  if (link) event.preventDefault();
  if (link) jump(flag.number, link.hash.slice(1, 3));
  else if (!String(getSelection())) jumpTo(flag.number);
});

function citation(item) {
  const [label, kind, severity, sure, ...rest] = wordsOf(item).split("\n");
  const { title, files } = lists.open.dataset;
  return [`${label} ${kind} (${severity}, ${sure})`, ...rest, `${title}, ${files}`].join("\n");
}

async function copy(item, button) {
  try {
    await navigator.clipboard.writeText(citation(item));
  } catch {
    // The browser keeps its clipboard to itself: leave the entry selected, ready to be copied.
    getSelection().selectAllChildren(item);
    return;
  }
  const before = button.textContent;
  button.textContent = lists.open.dataset.copied;
  setTimeout(() => { button.textContent = before; }, 1500);
}

byId("next").addEventListener("click", () => step(1));
byId("previous").addEventListener("click", () => step(-1));

// ---- The list on narrow screens, the help ------------------------------------------------------

const panel = byId("panel");
const opener = byId("open-panel");
const help = byId("help");

function isPanelShown() {
  return getComputedStyle(panel).visibility !== "hidden";
}

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
  if (!isPanelShown()) openPanel();
  search.focus();
  search.select();
}

// ---- Keys --------------------------------------------------------------------------------------

function decideCurrent(decision) {
  if (current !== null) decide(flags.get(current), decision);
}

const keys = {
  j: () => step(1),
  n: () => step(1),
  k: () => step(-1),
  p: () => step(-1),
  1: () => decideCurrent("fix"),
  2: () => decideCurrent("intended"),
  3: () => decideCurrent("false-alarm"),
  u: undo,
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

const blocks = new Map(
  all(".strip .block").map((block) => [block.parentElement.getAttribute("href").slice(1), block]),
);
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    blocks.get(entry.target.id)?.classList.toggle("seen", entry.isIntersecting);
  }
});
for (const row of all(".row")) watcher.observe(row);

function follow() {
  const [, side, id] = location.hash.match(/^#(flag|s|t)-(.+)$/) ?? [];
  const flag = id && byFlagId.get(id);
  if (!flag) return;
  if (flag.item.hidden) resetFilters();
  if (isFolded(flag.item)) fold.open = true;
  applyFilters();
  jump(flag.number, side === "flag" ? mainSide(flag.number) : `${side}-`);
}

addEventListener("beforeprint", () => {
  hideTip();
  document.querySelector(".legend").open = true;
});

// ---- Start ---------------------------------------------------------------------------------------

for (const item of data.decisions) decisions.set(item.id, item);
for (const flag of inOrder) addControls(flag);
recall();
for (const flag of inOrder) showDecision(flag);
settle();
showProgress();
showState();
addEventListener("hashchange", follow);
// Only after the browser's own jump to the fragment, which takes the focus away.
addEventListener("load", () => setTimeout(follow));
