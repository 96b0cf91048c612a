// A list that changes by itself, and keeps still while somebody is about to press something in it.

export class Steady {
  /**
   * Makes one.
   *
   * @param place the list
   * @param draw draws it anew
   * @param note says that there is more than is shown; hidden while there is not
   */
  constructor(place, draw, note) {
    this.place = place;
    this.draw = draw;
    this.note = note;
    place.addEventListener('pointerleave', () => this.settle());
    place.addEventListener('focusout', () => setTimeout(() => this.settle()));
  }

  /** The pointer is above it, or the keyboard has led there. */
  isUsed() {
    return this.place.matches(':hover') || this.place.querySelector(':focus-visible') !== null;
  }

  /** It has changed: it is drawn now, or when nobody is about to press anything, or when it is opened. */
  changed() {
    this.note.hidden = false;
    this.settle();
  }

  settle() {
    if (!this.note.hidden && this.place.offsetParent && !this.isUsed()) {
      this.drawNow();
    }
  }

  /** Draws it at once: somebody asked for it. */
  drawNow() {
    this.note.hidden = true;
    this.draw();
  }
}
