/** What an author may do with a comment of their own: change it, erase it, take the consent back (see edit.js). */
import { textButton } from "./dom.js";
import { loadPart } from "./part.js";

/** Edit and delete, as long as the edit token of this tab is good for it. */
export function ownActions(thread, view) {
  const entry = thread.own.get(view.comment.id);
  if (!entry || Date.parse(entry.until) < Date.now()) return [];
  const { buttons, messages } = entry.words;
  const erasing = {
    question: messages.delete_confirm,
    yes: buttons.delete_confirm,
    no: buttons.cancel,
    done: messages.deleted,
    act: () => thread.api.own(entry.id, entry.token, "DELETE"),
  };
  return [
    action(thread, buttons.edit, ({ openEditor }) => openEditor(thread, view, entry)),
    action(thread, buttons.delete, ({ askFirst }) => askFirst(thread, view, erasing)),
  ];
}

/** Take the consent back with a receipt that the reader kept on this device. */
export function withdrawAction(thread, view) {
  const kept = thread.remembered.receipt(view.comment.id);
  if (!kept) return [];
  const { withdraw, ...words } = kept.words;
  const act = () => thread.api.withdraw(kept, "publish");
  return [action(thread, withdraw, ({ askFirst }) => askFirst(thread, view, { ...words, act }))];
}

/** A button for `work`, which is given what is loaded only when it is needed. */
function action(thread, label, work) {
  const button = textButton(label, () => thread.busily(button, async () => work(await loadPart("writing"))));
  return button;
}
