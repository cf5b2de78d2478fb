/** What an author does with a comment of their own, in place: change it, or confirm that it is to go. */
import { Problem } from "./api.js";
import { button, el, focusOn, textButton } from "./dom.js";
import { changed, removed } from "./follow.js";

/** Ask `question` where the actions stand; yes does `act` and takes the comment away. */
export function askFirst(thread, view, { question, yes, no, done, act }) {
  const back = () => {
    thread.place(view.comment);
    focusOn(view.article, false);
  };
  const go = button(yes, {
    onclick: () =>
      thread.busily(go, async () => {
        const answer = await act().catch(goneIsDone);
        removed(thread, view);
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

/** Put a form for the text in the place of the text. */
export async function openEditor(thread, view, entry) {
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
        changed(thread, view, answer, messages);
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
