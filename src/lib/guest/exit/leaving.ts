// Whether Exit has been pressed in this page. From then on nothing may write anything anywhere: the
// page is empty and only waits to be replaced. Rules: E1, E2.

let leaving = false;

export const isLeaving = (): boolean => leaving;

export const startLeaving = (): void => {
  leaving = true;
};
