// The officer's desk: how one gets in, stays in alone, locks, leaves, and never mistakes one room for another.
