/** Leave the browser to itself for a moment, so that it can show what is drawn and hear the reader. */

const UNSEEN_MS = 100; // how long to wait for a frame that may never be shown, as in a frame out of sight

/** Resolves in a task of its own, as soon as may be. */
export function turn() {
  const yielding = globalThis.scheduler?.yield?.();
  return yielding ?? new Promise((go) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => go(port1.close());
    port2.postMessage(null);
  });
}

/** The same, after a frame was made of what is drawn; in a tab that nobody sees there is none to wait for. */
export async function nextFrame() {
  if (!document.hidden) {
    await new Promise((go) => {
      requestAnimationFrame(go);
      setTimeout(go, UNSEEN_MS);
    });
  }
  await turn();
}
