/**
 * Any other tool, through one event: the page is asked by `commentsvc:consent-tool` on `window`, whose `detail` is
 * `{category, report}`, and calls `report(true)`, `report(false)` or `report(null)`, as often as the answer changes. The
 * question is repeated until somebody has called `report` once, so that it does not matter which script is first.
 */
import { governedBy, whenThere } from "../govern.js";

const NAME = "commentsvc:consent-tool";

export const govern = governedBy((tell, signal, category) => {
  let heard = false;
  const report = (answer) => {
    heard = true;
    tell(() => answer);
  };
  const ask = () => {
    dispatchEvent(new CustomEvent(NAME, { detail: { category, report } }));
    return heard;
  };
  whenThere(ask, signal, () => {});
});
