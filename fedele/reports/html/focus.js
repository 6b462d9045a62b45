// ---- One flag in focus: its words and what answers to them are lit ------------------------------

let current = null; // its number
let latest = 0; // the number of the last one, to go on from when it is gone

function light(number, on) {
  const flag = flags.get(number);
  for (const element of [flag.item, ...tracesOf(flag)]) element.classList.toggle("current", on);
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

function hold(number) {
  if (current === number) return;
  release();
  current = number;
  latest = Number(number);
  light(number, true);
  showCounts();
}

function select(number, badge) {
  if (current !== number) {
    hold(number);
    flags.get(number).item.scrollIntoView({ block: "nearest" });
  }
  showTip([number], badge);
}

function jump(number, side) {
  const { badges, item } = flags.get(number);
  const badge = badges.find((element) => element.id.startsWith(side)) ?? badges[0];
  if (!badge) {
    hold(number);
    item.scrollIntoView({ block: "nearest" });
    return;
  }
  closePanel();
  badge.scrollIntoView({ block: "center" });
  badge.focus({ preventScroll: true });
  select(number, badge);
}

function mainSide(number) {
  return flags.get(number).item.classList.contains("omission") ? "s-" : "t-";
}

function jumpTo(number) {
  jump(number, mainSide(number));
}

// The flag that comes after the latest one, or before it, round the end.
function neighbour(numbers, by) {
  const ordered = by > 0 ? numbers : [...numbers].reverse();
  return ordered.find((number) => (number - latest) * by > 0) ?? ordered[0];
}

function step(by) {
  const next = neighbour(shown, by);
  if (next !== undefined) jumpTo(next);
}

// ---- The evidence beside the words ----------------------------------------------------------

const tip = byId("tip");
let leaving = 0;
let anchored = null; // what it stands beside

function showTip(numbers, anchor) {
  clearTimeout(leaving);
  tip.replaceChildren(...numbers.map(card));
  tip.hidden = false;
  anchored = anchor;
  placeTip();
}

// Below its words if there is room, else above them.
function placeTip() {
  if (tip.hidden) return;
  const box = anchored.getClientRects()[0] ?? anchored.getBoundingClientRect();
  const ends = wordsBeside(anchored).map((mark) => mark.getBoundingClientRect().bottom);
  const below = Math.max(box.bottom, ...ends) + 8;
  const above = box.top - tip.offsetHeight - 6;
  const top = below + tip.offsetHeight > innerHeight && above > 0 ? above : below;
  const room = document.documentElement.clientWidth;
  const left = Math.min(Math.max(16, box.left), room - tip.offsetWidth - 16);
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${top + scrollY}px`;
}

function wordsBeside(anchor) {
  const side = anchor.closest(".side");
  return flags.get(anchor.dataset.n).marks.filter((mark) => side.contains(mark));
}

// Rows take their real height when they come into view, and move what is below them.
new ResizeObserver(placeTip).observe(byId("text"));

function card(number) {
  const { item } = flags.get(number);
  const box = document.createElement("div");
  for (const part of all(".head, .quote, .why, .said", item)) {
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
