// ---- Served by `fedele desk`: the page says when the documents have changed -----------------------

const { desk, token, version } = document.documentElement.dataset;
const isServed = desk === "1";
const pause = 2000; // milliseconds between two questions to the desk

// The desk's answer; null where it refuses, or is gone.
async function ask(path, options = {}) {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  try {
    const answer = await fetch(path, { ...options, headers, cache: "no-store" });
    return answer.ok ? answer : null;
  } catch {
    return null;
  }
}

async function poll() {
  const answer = await ask("/state");
  if (answer) showNews(await answer.json());
  document.dispatchEvent(new CustomEvent("desk", { detail: { isThere: answer !== null } }));
  setTimeout(poll, pause);
}

function showNews({ version: newest, changes }) {
  if (newest <= Number(version)) return;
  const counts = { new: changes?.new ?? 0, gone: changes?.gone ?? 0 };
  byId("news").textContent = changes?.message || say("news", counts);
  byId("banner").hidden = false;
}

if (isServed) {
  byId("reload").addEventListener("click", () => location.reload());
  poll();
}
