// ---- Where decisions are kept: in this browser until they are in a file, or at the desk -----------

const place = `fedele.decisions/${data.review}`;
const longest = 20_000_000; // bytes of a decisions file, as `fedele review --decisions` has it
let state = "untouched"; // or unsaved, saved; at a desk: sending, kept, refused
let remembers = true; // whether this browser does
let deskIsThere = true;

function keep() {
  if (isServed) return void send();
  state = "unsaved";
  remember();
  showState();
}

function showState() {
  const line = byId("state");
  line.textContent = stateInWords();
  line.dataset.state = state;
}

function stateInWords() {
  if (!deskIsThere) return say("state.desk_gone");
  if (state === "untouched") return "";
  return say(`state.${state === "unsaved" && !remembers ? "unsaved_anywhere" : state}`);
}

function asFile() {
  const made = [...decisions.values()].filter((item) => item.decision);
  return { schema: data.schema, decisions: made };
}

// Asks before the page closes over decisions that are kept nowhere.
addEventListener("beforeunload", (event) => {
  const lost = isServed ? ["sending", "refused"] : ["unsaved"];
  if (lost.includes(state) && (isServed || !remembers)) event.preventDefault();
});

// ---- In this browser ------------------------------------------------------------------------------

function remember() {
  const kept = JSON.stringify({ records: [...decisions.values()], state, reviewer: reviewer.value });
  remembers = inBrowser((storage) => storage.setItem(place, kept)) !== undefined;
}

function recall() {
  if (isServed) return;
  const kept = inBrowser((storage) => JSON.parse(storage.getItem(place)));
  remembers = kept !== undefined;
  if (!kept) return;
  for (const item of laterOnes(kept.records)) decisions.set(item.id, item);
  reviewer.value = kept.reviewer;
  state = kept.state;
}

// Undefined where the browser keeps no data for a page from disk.
function inBrowser(action) {
  try {
    return action(localStorage) ?? null;
  } catch {
    return undefined;
  }
}

reviewer.addEventListener("change", () => isServed || remember());

// ---- In a file ------------------------------------------------------------------------------------

function download() {
  const link = document.createElement("a");
  const text = `${JSON.stringify(asFile(), null, 1)}\n`;
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = data.file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  if (isServed) return;
  state = "saved";
  remember();
  showState();
}

async function load(file) {
  const found = file.size > longest ? null : readable(await file.text());
  const line = byId("state");
  if (!found) return void (line.textContent = say("unreadable", { schema: data.schema }));
  const later = laterOnes(found);
  if (later.length) change(later);
  const lapsed = found.filter((item) => !byFlagId.has(item.id)).length;
  const parts = [sayCount("loaded", found.length), lapsed && sayCount("lapsed", lapsed)];
  line.textContent = parts.filter(Boolean).join(" ");
}

// The decisions in the text of a file; null where it is no decisions file.
function readable(text) {
  let file = null;
  try {
    file = JSON.parse(text);
  } catch {
    return null;
  }
  if (file?.schema !== data.schema || !Array.isArray(file.decisions)) return null;
  const ids = new Set(file.decisions.map((item) => item?.id));
  const isSound = ids.size === file.decisions.length && file.decisions.every(isDecision);
  return isSound ? file.decisions : null;
}

const isText = (value) => typeof value === "string" && value.length <= 2000;
const isQuote = (value) => value === null || typeof value === "string";
const fields = {
  id: (value) => /^[0-9a-f]{12}(-[0-9]{1,6})?$/.test(value),
  decision: (value) => ["fix", "intended", "false-alarm"].includes(value),
  reason: isText,
  reviewer: isText,
  date: (value) => isText(value) && !Number.isNaN(Date.parse(value)),
  kind: (value) => data.kinds.includes(value),
  source: isQuote,
  target: isQuote,
  confidence: (value = 0) => typeof value === "number" && value >= 0 && value <= 1,
};

function isDecision(item) {
  const known = Object.keys(item ?? {}).every((name) => Object.hasOwn(fields, name));
  return known && Object.entries(fields).every(([name, fits]) => fits(item?.[name]));
}

byId("save").addEventListener("click", download);
byId("load").addEventListener("click", () => byId("file").click());
byId("file").addEventListener("change", async ({ target }) => {
  if (target.files[0]) await load(target.files[0]);
  target.value = "";
});

// ---- At the desk ----------------------------------------------------------------------------------

let isSending = false;
let again = false; // whether something was decided meanwhile

// One request at a time, so that an older state never lands on a newer one.
async function send() {
  again = true;
  if (isSending) return;
  isSending = true;
  while (again) {
    again = false;
    state = "sending";
    showState();
    const answer = await ask("/decisions", { method: "PUT", body: JSON.stringify(asFile()) });
    state = answer ? "kept" : "refused";
  }
  isSending = false;
  showState();
}

document.addEventListener("desk", ({ detail }) => {
  deskIsThere = detail.isThere;
  if (deskIsThere && state === "refused") send();
  else showState();
});
