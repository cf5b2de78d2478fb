/**
 * Any other tool, through one event: the page is asked by `commentsvc:consent-tool` on `window`, whose `detail` is
 * `{category, report}`, and calls `report(true)`, `report(false)` or `report(null)`, as often as the answer changes. The
 * question is repeated until somebody has called `report` once, so that it does not matter which script is first.
 */
import { watching, whenThere } from "../answer.js";

const NAME = "commentsvc:consent-tool";

export function watch(report, category) {
  return watching(report, (tell, signal) => {
    let heard = false;
    const detail = {
      category,
      report(answer) {
        heard = true;
        tell(() => answer);
      },
    };
    const ask = () => {
      dispatchEvent(new CustomEvent(NAME, { detail }));
      return heard;
    };
    whenThere(ask, signal, () => {});
  });
}
