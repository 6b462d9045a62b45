// ---- What the reviewer decides about each flag ------------------------------------------------

// By flag id, as the decisions file has them; `decision` is null where one was taken back.
const decisions = new Map();
const past = []; // what undo goes back to: for each change, the records as they were
let edited = null; // the entry whose reason is being given; it stays in place until that is done

const lists = { open: byId("flags"), folded: byId("dismissed") };
const reviewer = byId("reviewer");
const isUnlikely = ({ dataset }) => "unlikely" in dataset && !dataset.decision;
const isDismissed = (item) =>
  isUnlikely(item) || ["intended", "false-alarm"].includes(item.dataset.decision);
const isFolded = (item) => item.parentElement === lists.folded;

function decide(flag, decision) {
  const before = decisions.get(flag.id);
  const wanted = before?.decision === decision ? null : decision;
  const asksReason = wanted !== null && isPanelShown();
  const focused = asksReason ? reasonOf(flag.item) : document.activeElement;
  if (asksReason) edited = flag.item;
  change([record(flag, { decision: wanted, reason: wanted ? (before?.reason ?? "") : "" })]);
  focused.focus(); // an entry that moves to another list loses it
}

function giveReason(flag, reason) {
  const before = decisions.get(flag.id);
  if (before && before.reason !== reason) change([{ ...before, ...signed(), reason }]);
}

function record(flag, values) {
  const { id } = flag;
  const { kind } = flag.item.dataset;
  const confidence = Number(flag.item.dataset.confidence);
  const [source, target] = ["source", "target"].map((side) => wordsOn(side, flag.item));
  return { id, ...values, ...signed(), kind, source, target, confidence };
}

function wordsOn(side, item) {
  const quote = item.querySelector(`.quote.${side} q`);
  if (!quote) return null;
  return "empty" in quote.dataset ? "" : quote.textContent;
}

function signed() {
  const date = new Date().toISOString().replace(/\.\d+Z$/, "Z");
  return { reviewer: reviewer.value.trim(), date };
}

function change(records) {
  past.push(records.map(({ id }) => [id, decisions.get(id)]));
  put(records.map((item) => [item.id, item]));
}

function undo() {
  const before = past.pop();
  if (!before) return;
  put(before);
  const flag = byFlagId.get(before[0][0]);
  if (flag && shown.includes(flag.number)) jumpTo(flag.number);
}

function put(changed) {
  for (const [id, item] of changed) {
    if (item) decisions.set(id, item);
    else decisions.delete(id);
    if (byFlagId.has(id)) showDecision(byFlagId.get(id));
  }
  settle();
  showProgress();
  keep();
}

// Takes in decisions made elsewhere; of two about a flag the later one holds. Gives those that do.
function laterOnes(found) {
  return found.filter((item) => {
    const mine = decisions.get(item.id);
    return !mine || Date.parse(item.date) > Date.parse(mine.date);
  });
}

// ---- Showing them -----------------------------------------------------------------------------

const reasonOf = (item) => item.querySelector(".reason input");

function addControls({ item }) {
  const controls = byId("decide").content.firstElementChild.cloneNode(true);
  const label = item.querySelector(".head .badge").textContent;
  controls.setAttribute("aria-label", say("about", { label }));
  reasonOf(controls).setAttribute("aria-label", say("reason_about", { label }));
  const copy = controls.querySelector(".copy");
  copy.setAttribute("aria-label", `${copy.textContent} ${label}`);
  item.append(controls);
}

function showDecision(flag) {
  const { item } = flag;
  const { decision = null, reason = "", reviewer = "" } = decisions.get(flag.id) ?? {};
  if (decision) item.dataset.decision = decision;
  else delete item.dataset.decision;
  const unsaid = isUnlikely(item) ? say("unlikely") : "";
  item.querySelector(".said").textContent = decision ? inWords(decision, reason, reviewer) : unsaid;
  for (const button of all(".decide button[value]", item)) {
    button.setAttribute("aria-pressed", String(button.value === decision));
  }
  reasonOf(item).value = reason;
  item.querySelector(".reason").hidden = !decision;
  for (const trace of tracesOf(flag)) trace.classList.toggle("dismissed", isDismissed(item));
  flag.words = wordsOf(item).toLocaleLowerCase();
}

function inWords(decision, reason, reviewer) {
  const parts = [say(decision), reason && `: ${reason}`, reviewer && ` (${reviewer})`];
  return parts.filter(Boolean).join("");
}

// Folds away what was dismissed, once the reviewer is done with it, and brings back what was not.
function settle() {
  for (const { item } of inOrder) {
    const away = isDismissed(item) && (isFolded(item) || item !== edited);
    if (away !== isFolded(item)) moveTo(away ? lists.folded : lists.open, item);
  }
  byId("folded").textContent = sayCount("dismissed", lists.folded.childElementCount);
  fold.hidden = lists.folded.childElementCount === 0;
  applyFilters();
}

function settleIfDone() {
  if (edited === null || edited.contains(document.activeElement)) return;
  edited = null;
  settle();
}

function moveTo(list, item) {
  const isLater = (other) => Number(other.dataset.n) > Number(item.dataset.n);
  list.insertBefore(item, [...list.children].find(isLater) ?? null);
}

function showProgress() {
  const counted = inOrder.filter(({ item }) => !item.classList.contains("shift") && !isUnlikely(item));
  const done = counted.filter(({ item }) => item.dataset.decision).length;
  byId("progress").textContent = say("progress", { done, total: counted.length });
  byId("progress-bar").max = Math.max(1, counted.length);
  byId("progress-bar").value = done;
  byId("undo").disabled = past.length === 0;
  const states = { open: counted.length - done, fix: 0 };
  states.fix = counted.filter(({ item }) => item.dataset.decision === "fix").length;
  for (const [state, count] of Object.entries(states)) {
    filters.querySelector(`[name=state][value=${state}] ~ .count`).textContent = count;
  }
}

// ---- What the reviewer does -------------------------------------------------------------------

const panelLists = byId("lists");
const flagOf = (element) => flags.get(element.closest("li")?.dataset.n);
let pressing = false;

panelLists.addEventListener("click", (event) => {
  const button = event.target.closest(".decide button[value]");
  if (button) decide(flagOf(button), button.value);
});
panelLists.addEventListener("change", (event) => {
  if (event.target.matches(".reason input")) giveReason(flagOf(event.target), event.target.value.trim());
});
panelLists.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches(".reason input")) return;
  event.preventDefault();
  goOn(flagOf(event.target));
});

// To the next flag that nobody has decided yet.
function goOn(flag) {
  giveReason(flag, reasonOf(flag.item).value.trim());
  latest = Number(flag.number);
  const open = shown.filter((number) => !flags.get(number).item.dataset.decision);
  const next = neighbour(open, 1);
  if (next === undefined) byId("panel-title").focus();
  else jumpTo(next);
}

// Nothing moves between the press of a pointer and its click, which would land elsewhere.
addEventListener("pointerdown", () => { pressing = true; }, true);
for (const kind of ["pointerup", "pointercancel"]) {
  addEventListener(kind, () => setTimeout(() => { pressing = false; settleIfDone(); }), true);
}
panelLists.addEventListener("focusout", () => setTimeout(() => pressing || settleIfDone()));
byId("undo").addEventListener("click", undo);
