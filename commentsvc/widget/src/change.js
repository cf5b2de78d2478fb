/** What an author does with a comment of their own, in place: change it, erase it, take the consent back. */
import { Problem } from "./api.js";
import { button, el, focusOn, textButton } from "./dom.js";

/** Edit and delete, as long as the edit token of this tab is good for it. */
export function ownActions(thread, view) {
  const entry = thread.own.get(view.comment.id);
  if (!entry || Date.parse(entry.until) < Date.now()) return [];
  const { buttons, messages } = entry.words;
  const edit = textButton(buttons.edit, () => thread.busily(edit, () => openEditor(thread, view, entry)));
  const erase = textButton(buttons.delete, () =>
    confirm(thread, view, {
      question: messages.delete_confirm,
      yes: buttons.delete_confirm,
      no: buttons.cancel,
      done: messages.deleted,
      act: () => thread.api.own(entry.id, entry.token, "DELETE"),
    }),
  );
  return [edit, erase];
}

/** Take the consent back with a receipt that the reader kept on this device. */
export function withdrawAction(thread, view) {
  const kept = thread.remembered.receipt(view.comment.id);
  if (!kept) return [];
  const { withdraw, ...words } = kept.words;
  const act = () => thread.api.withdraw(kept, "publish");
  return [textButton(withdraw, () => confirm(thread, view, { ...words, act }))];
}

/** Ask `question` where the actions stand; yes does `act` and takes the comment away. */
function confirm(thread, view, { question, yes, no, done, act }) {
  const back = () => {
    thread.place(view.comment);
    focusOn(view.article, false);
  };
  const go = button(yes, {
    onclick: () =>
      thread.busily(go, async () => {
        const answer = await act().catch(goneIsDone);
        thread.remove(view);
        thread.say(answer?.receipt ? `${done} ${thread.words.recorded}` : done);
      }),
  });
  const stay = textButton(no, back);
  const group = el("div", { part: "confirm", role: "group", "aria-label": question }, el("p", null, question));
  group.append(el("div", { class: "buttons" }, go, stay));
  group.addEventListener("keydown", (event) => event.key === "Escape" && back());
  view.actions.replaceChildren(group);
  focusOn(stay);
}

/** What is no longer there needs no erasing. */
function goneIsDone(error) {
  if (!(error instanceof Problem) || (error.status !== 404 && error.status !== 410)) throw error;
}

async function openEditor(thread, view, entry) {
  const place = `edit:${entry.id}`;
  const { labels, buttons, messages } = entry.words;
  const { comment } = await thread.api.own(entry.id, entry.token);
  const wrong = el("p", { class: "error", role: "alert", id: `wrong-${entry.id}` });
  const text = el("textarea", { rows: 4, dir: "auto", "aria-label": labels.body, part: "textarea" });
  text.value = thread.drafts.get(place).body ?? comment.body;
  text.addEventListener("input", () => thread.drafts.update(place, { body: text.value }));
  const save = button(buttons.save, { primary: true, type: "submit" });
  const cancel = textButton(buttons.cancel, () => {
    thread.drafts.clear(place);
    thread.place(view.comment);
    focusOn(view.article, false);
  });
  const submit = (event) => {
    event.preventDefault();
    wrong.textContent = "";
    thread.busily(save, async () => {
      try {
        const answer = await thread.api.own(entry.id, entry.token, "PATCH", { body: text.value });
        thread.drafts.clear(place);
        thread.changed(view, answer, messages);
      } catch (error) {
        wrong.textContent = reason(error, messages);
        text.setAttribute("aria-invalid", "true");
        text.setAttribute("aria-describedby", wrong.id);
        focusOn(text);
      }
    });
  };
  const form = el("form", { class: "editor form open", novalidate: true, onsubmit: submit }, text, wrong);
  form.append(el("div", { class: "buttons" }, save, cancel));
  view.body.replaceWith(form);
  view.actions.replaceChildren();
  focusOn(text);
}

function reason(error, messages) {
  if (!(error instanceof Problem)) return messages.failed;
  if (error.slug === "edit-window-closed") return messages.edit_closed;
  return Object.values(error.fields).flat()[0] ?? error.message;
}
