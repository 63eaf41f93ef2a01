#ifndef CTIMEX_SHIM_H
#define CTIMEX_SHIM_H

#include <sys/timex.h>

/// What adjtimex(2) says of the kernel's clock, which it does not change.
///
/// Returns 1 and the time in seconds since 1970 when the kernel was told not long ago that its clock is right, as NTP
/// does; 0 when it was not, or the clock was set by hand since, or the call is not allowed.
static inline int timex_synchronized(long long *seconds) {
    struct timex state = {0};
    int verdict = adjtimex(&state);
    if (verdict < 0 || verdict == TIME_ERROR || (state.status & STA_UNSYNC) != 0) return 0;
    *seconds = state.time.tv_sec;
    return 1;
}

#endif
