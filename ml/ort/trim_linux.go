package ort

/*
#include <features.h>
#ifdef __GLIBC__
#include <malloc.h>
static void give_back(void) { malloc_trim(0); }
#else
static void give_back(void) {}
#endif
*/
import "C"

// giveBack returns freed C memory to the system. Loading a model frees as much as it keeps
// (the packed weights, the graph before it was folded), and glibc would hold on to all freed
// memory.
func giveBack() { C.give_back() }
