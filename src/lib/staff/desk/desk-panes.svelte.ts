// Which of the desk's three parts are visible: side by side on a desk, one at a time on a phone, where the
// browser's Back leads from panel to room to list. Addresses never change, so no room's name or id is in a
// browser's history.
type Pane = 'list' | 'room' | 'panel';
type DeskWidth = 'one' | 'two' | 'three';

const ORDER: readonly Pane[] = ['list', 'room', 'panel'];
const TWO = '(min-width: 48rem)';
const THREE = '(min-width: 80rem)';

export class DeskPanes {
  width: DeskWidth = $state('three');
  #pane: Pane = $state('list');
  /** How many steps of ours the browser's Back can undo. */
  #steps = 0;

  /** Follows the window's size and its Back button. Returns how to stop. */
  watch(): () => void {
    const two = matchMedia(TWO);
    const three = matchMedia(THREE);
    const measure = (): void => {
      this.width = three.matches ? 'three' : two.matches ? 'two' : 'one';
    };
    const onBack = (): void => {
      if (this.#steps === 0) return;
      this.#steps -= 1;
      this.#up();
    };
    measure();
    two.addEventListener('change', measure);
    three.addEventListener('change', measure);
    addEventListener('popstate', onBack);
    return () => {
      two.removeEventListener('change', measure);
      three.removeEventListener('change', measure);
      removeEventListener('popstate', onBack);
    };
  }

  shows(pane: Pane): boolean {
    if (this.width === 'three') return true;
    if (this.width === 'one') return pane === this.#pane;
    return pane === 'list' || pane === (this.#pane === 'panel' ? 'panel' : 'room');
  }

  show(pane: Pane): void {
    const steps = ORDER.indexOf(pane) - ORDER.indexOf(this.#pane);
    this.#pane = pane;
    if (this.width === 'three') return;
    for (let step = 0; step < steps; step += 1) {
      history.pushState(history.state, '');
      this.#steps += 1;
    }
  }

  back(): void {
    if (this.#steps > 0) history.back();
    else this.#up();
  }

  #up(): void {
    this.#pane = ORDER[Math.max(0, ORDER.indexOf(this.#pane) - 1)] ?? 'list';
  }
}
