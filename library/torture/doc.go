// Package torture has only a test that treats a library as badly as the world does: drives
// come and go, disks fill up or turn read-only, processes are killed at any moment, several
// run at once, clocks jump and bits flip. After each round every photo, with all its
// annotations, is compared with a model of what must be there. DESCRY_TORTURE says how many
// rounds, DESCRY_TORTURE_SEED repeats a run.
package torture
