/** What is needed from the moment somebody writes: the form, and what an author does with a comment of their own. */
import { askFirst, openEditor } from "../edit.js";
import { Form } from "../form.js";

export const part = { Form, askFirst, openEditor };
