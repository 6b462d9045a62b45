// Sorts and filters the rows, which are all there without script, the worst first.

const byId = (id) => document.getElementById(id);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

const OUTCOME = 0; // where a row's values stand: its outcome, fidelity, flags of each severity,
const FIDELITY = 1; // coverage and words
const GRAVEST = 2;
const FAILED = 0; // the first of the outcomes

const data = JSON.parse(byId("data").textContent);
const body = byId("rows");
const language = document.documentElement.lang;
const grouped = { useGrouping: "always" }; // as the page does, also where four figures stand
const collator = new Intl.Collator(language, { numeric: true });

document.documentElement.classList.add("js");
for (const button of all("button[disabled]")) button.disabled = false;

const rows = [...body.rows].map((element, index) => ({
  element,
  values: data.rows[index],
  name: element.cells[0].querySelector("bdi").textContent,
  words: [...element.querySelectorAll("th > a, th > bdi, .error > bdi")]
    .map((part) => part.textContent)
    .join("\n")
    .toLocaleLowerCase(),
}));

// ---- Order ------------------------------------------------------------------------------------

// By name, once it is asked for; every other order falls back to it where rows are equal.
let ranked = false;
function rankNames() {
  if (ranked) return;
  const inOrder = [...rows].sort((one, other) => collator.compare(one.name, other.name));
  inOrder.forEach((row, rank) => (row.rank = rank));
  ranked = true;
}

// What has failed has the least fidelity; by anything else, rows without a value come last.
function keyOf(row, column, direction) {
  if (column === "name") return row.rank;
  const value = row.values[column];
  if (value !== null) return value;
  if (Number(column) === FIDELITY) return row.values[OUTCOME] === FAILED ? -2 : -1;
  return direction * Infinity;
}

function sortBy(column, direction) {
  rankNames();
  for (const row of rows) row.key = keyOf(row, column, direction);
  rows.sort((one, other) =>
    one.key === other.key ? one.rank - other.rank : direction * (one.key < other.key ? -1 : 1),
  );
  body.append(...rows.map((row) => row.element));
}

const heads = all(".sort");
for (const button of heads) {
  button.addEventListener("click", () => {
    const head = button.closest("th");
    const { column, order } = button.dataset;
    const now = head.getAttribute("aria-sort");
    const direction = now ? (now === "ascending" ? -1 : 1) : Number(order);
    for (const other of heads) other.closest("th").removeAttribute("aria-sort");
    head.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
    sortBy(column, direction);
  });
}

// ---- Filters ----------------------------------------------------------------------------------

const filters = byId("filters");
const [search, least, low, high] = ["search", "least", "low", "high"].map(byId);
const outcomes = all("input[name=outcome]");
const bars = all(".bar");
const onlies = all(".only");

function wanted() {
  const checked = new Set(outcomes.filter((box) => box.checked).map((box) => box.value));
  return {
    words: search.value.trim().toLocaleLowerCase(),
    outcomes: data.outcomes.map((outcome) => checked.has(outcome)),
    severities: least.value === "" ? null : Number(least.value) + 1,
    low: low.value === "" ? null : Number(low.value),
    high: high.value === "" ? null : Number(high.value),
  };
}

function fits({ values, words }, asked) {
  return (
    asked.outcomes[values[OUTCOME]] &&
    (asked.severities === null ||
      values.slice(GRAVEST, GRAVEST + asked.severities).some((count) => count > 0)) &&
    isWithin(values[FIDELITY], asked) &&
    words.includes(asked.words)
  );
}

function isWithin(fidelity, asked) {
  if (asked.low === null && asked.high === null) return true;
  return fidelity !== null && fidelity >= (asked.low ?? 0) && fidelity <= (asked.high ?? 100);
}

function applyFilters() {
  const asked = wanted();
  let shown = 0;
  for (const row of rows) {
    const fitting = fits(row, asked);
    if (row.element.hidden === fitting) row.element.hidden = !fitting;
    shown += fitting;
  }
  const status = byId("shown");
  status.textContent = fill(status.dataset.template, {
    shown: shown.toLocaleString(language, grouped),
    total: rows.length.toLocaleString(language, grouped),
  });
  byId("nothing").hidden = shown > 0;
  showPressed();
}

// Which bar and which outcome is the one that the filters ask for.
function showPressed() {
  for (const bar of bars) {
    const { low: from, high: to } = bar.dataset;
    const same = low.value !== "" && Number(low.value) === Number(from);
    bar.setAttribute("aria-pressed", String(same && Number(high.value) === Number(to)));
  }
  const checked = outcomes.filter((box) => box.checked);
  const alone = checked.length === 1 && outcomes.length > 1 ? checked[0].value : null;
  for (const only of onlies) only.setAttribute("aria-pressed", String(only.value === alone));
}

function isPressed(button) {
  return button.getAttribute("aria-pressed") === "true";
}

for (const bar of bars) {
  bar.addEventListener("click", () => {
    [low.value, high.value] = isPressed(bar) ? ["", ""] : [bar.dataset.low, bar.dataset.high];
    applyFilters();
  });
}
for (const only of onlies) {
  only.addEventListener("click", () => {
    const free = isPressed(only);
    for (const box of outcomes) box.checked = free || box.value === only.value;
    applyFilters();
  });
}
byId("show-all").addEventListener("click", () => {
  filters.reset();
  applyFilters();
});
filters.addEventListener("input", applyFilters);
filters.addEventListener("submit", (event) => event.preventDefault());
addEventListener("pageshow", applyFilters); // a browser that comes back restores what was typed
