#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Swift sees none of the C library's own functions for this, which are extensions, and cannot call `syscall`, which has a
   variable list of arguments. */

/* The system's number of the thread that asks. */
static inline int current_thread(void) {
    return (int)syscall(SYS_gettid);
}

/* Writes a bit for each processor that a thread may run on; returns the bytes written, or -1. */
static inline long read_processors(int thread, unsigned long *bits, size_t bytes) {
    return syscall(SYS_sched_getaffinity, thread, bytes, bits);
}

/* Has a thread run on those processors alone whose bits are set; returns 0, or -1. */
static inline long assign_processors(int thread, const unsigned long *bits, size_t bytes) {
    return syscall(SYS_sched_setaffinity, thread, bytes, bits);
}
