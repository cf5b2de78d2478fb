/** What is needed only where the service asks for a proof of work. */
import { solve } from "../prove.js";

export const part = { solve };
