// ---- Which flags are shown ------------------------------------------------------------------

const filters = byId("filters");
const search = byId("search");
const fold = byId("fold");
let shown = []; // numbers of the flags that can be walked through, in order

function chosen(name) {
  return new Set(all(`input[name=${name}]:checked`, filters).map((input) => input.value));
}

function applyFilters() {
  const wanted = {
    kinds: chosen("kind"),
    severities: chosen("severity"),
    states: chosen("state"),
    words: search.value.trim().toLocaleLowerCase(),
  };
  shown = inOrder.filter((flag) => show(flag, fits(flag, wanted))).map((flag) => flag.number);
  if (current !== null && !shown.includes(current)) release();
  showCounts();
}

function fits({ item, words }, wanted) {
  const { kind, severity, decision } = item.dataset;
  const state = decision ? "fix" : "open";
  return (
    wanted.kinds.has(kind) &&
    (item.classList.contains("shift") || wanted.severities.has(severity)) &&
    (isDismissed(item) || wanted.states.has(state)) &&
    words.includes(wanted.words)
  );
}

// Shows or hides a flag in the list and in the texts; says whether a reader gets to see it.
function show(flag, fitting) {
  const visible = fitting && (fold.open || !isFolded(flag.item));
  flag.item.hidden = !fitting;
  for (const mark of [...flag.marks, ...flag.ticks]) mark.classList.toggle("off", !visible);
  for (const badge of flag.badges) badge.hidden = !visible;
  return visible;
}

function showCounts() {
  const status = byId("shown");
  status.textContent = fill(status.dataset.template, { shown: shown.length, total: flags.size });
  byId("nothing").hidden = inOrder.some((flag) => !flag.item.hidden);
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

filters.addEventListener("input", applyFilters);
filters.addEventListener("submit", (event) => event.preventDefault());
fold.addEventListener("toggle", applyFilters);
byId("reset").addEventListener("click", resetFilters);
