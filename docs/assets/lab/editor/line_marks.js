// What a check says of a line, in the editor: a mark on the line, the sentence beneath.

import { h, sentence } from "../../shared/dom.js";
import { Decoration, EditorView, StateEffect, StateField, WidgetType } from "../../vendor/codemirror.js";

/** Set the marks of the file: `[{line, say, more}]`. */
export const setMarks = StateEffect.define();

class Sentence extends WidgetType {
  constructor(say, more) {
    super();
    this.say = say;
    this.more = more;
  }

  eq(other) {
    return other.say === this.say && other.more === this.more;
  }

  toDOM() {
    const more = this.more ? [" ", ...sentence(this.more)] : [];
    return h("div", { class: "lab-note" }, h("strong", {}, ...sentence(this.say)), ...more);
  }

  ignoreEvent() {
    return true;
  }
}

const line = Decoration.line({ class: "lab-marked" });

/** Marks go along with their lines as the text changes. */
export const lineMarks = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    let now = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setMarks)) continue;
      const { doc } = transaction.state;
      const made = effect.value.flatMap(({ line: number, say, more }) => {
        const { from, to } = doc.line(Math.min(Math.max(number, 1), doc.lines));
        const widget = new Sentence(say, more);
        return [line.range(from), Decoration.widget({ widget, block: true, side: 1 }).range(to)];
      });
      now = Decoration.set(made, true);
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});
