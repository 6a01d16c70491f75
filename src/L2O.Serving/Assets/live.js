// What all pages share: elements, words for numbers, and the connection that keeps a page up to date.

import { element, number } from "./chart.js";

export { element, number };

export const byId = id => document.getElementById(id);

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export const count = value => (value === null || value === undefined ? "" : value.toLocaleString("en-US"));

export function duration(seconds) {
  if (seconds === null || seconds === undefined) return "";
  const whole = Math.ceil(seconds), two = value => String(value).padStart(2, "0");
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  if (whole < 172800) return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
  return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
}

export const moment = time => (time ? `${time.slice(0, 10)} ${time.slice(11, 19)}` : "");

export const rate = perSecond => (perSecond === null || perSecond === undefined ? "" : `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`);

export const addressOf = id => `/run?id=${encodeURIComponent(id)}`;

export const fileAddress = (id, name) => `/files/${`${id}/${name}`.split("/").map(encodeURIComponent).join("/")}`;

export const stateOf = state => element("span", { className: `state ${state}`, textContent: state });

// Keeps a page up to date. A hidden page lets its connection go, since a browser has only a few to one server.
export function follow(address, handlers) {
  const lost = byId("connection");
  let source = null;
  function open() {
    if (source || document.hidden) return;
    source = new EventSource(address);
    source.onopen = () => (lost.hidden = true);
    source.onerror = () => {
      lost.textContent = "The server does not answer; what you see may be out of date. Trying again…";
      lost.hidden = false;
      if (source && source.readyState === EventSource.CLOSED) {
        source = null;
        setTimeout(open, 3000);
      }
    };
    for (const [name, handle] of Object.entries(handlers)) source.addEventListener(name, event => handle(JSON.parse(event.data)));
  }
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return open();
    source?.close();
    source = null;
  });
  window.addEventListener("pagehide", () => { source?.close(); source = null; });
  window.addEventListener("pageshow", open);
  open();
}
