// Whether Exit has been pressed in this page. From then on nothing may write anywhere: the page is empty
// and waits to be replaced. Rules: E1, E2.

let leaving = false;

export const isLeaving = (): boolean => leaving;

export const startLeaving = (): void => {
  leaving = true;
};
