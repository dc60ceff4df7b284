// The page works without this file; it adds the self-refreshing list and fits a mail's frame to its height.
"use strict";

const toggle = document.getElementById("refresh");
const rows = document.getElementById("rows");
const EVERY = 3000;

async function refresh() {
  if (!toggle.checked || document.hidden) return;
  const address = new URL(location.href);
  address.searchParams.set("rows", "1");
  try {
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    if (answer.ok) show(await answer.json());
  } catch {
    // The simulator is restarting; the next turn tries again.
  }
}

function show({ newest, counts, html }) {
  for (const place of document.querySelectorAll("[data-count]")) {
    place.textContent = (counts[place.dataset.count] ?? 0).toLocaleString("en-US");
  }
  if (String(newest) === rows.dataset.newest) return;
  const focused = rows.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  rows.innerHTML = html;
  rows.dataset.newest = newest;
  if (focused) [...rows.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused)?.focus();
}

function fit(frame) {
  frame.style.height = "0"; // a frame taller than its mail would be measured as the mail
  const height = frame.contentDocument?.documentElement?.scrollHeight;
  if (height) frame.style.height = `${Math.min(Math.max(height + 4, 160), 6000)}px`;
}

toggle.checked = localStorage.getItem("outbox-refresh") !== "off";
toggle.addEventListener("change", () => localStorage.setItem("outbox-refresh", toggle.checked ? "on" : "off"));
setInterval(refresh, EVERY);
document.querySelector(".row[aria-current]")?.scrollIntoView({ block: "nearest" });
for (const frame of document.querySelectorAll("iframe.paper")) {
  frame.addEventListener("load", () => fit(frame));
  if (frame.contentDocument?.readyState === "complete") fit(frame);
}
