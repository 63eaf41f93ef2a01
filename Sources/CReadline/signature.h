#ifndef SIGNATURE_H
#define SIGNATURE_H

#include <termios.h>

/// How the guard knows that a terminal is as the line editor left it, and not as a shell's own line editor has it: by
/// a character that means nothing while lines are not handed over whole.
enum { LINE_EDITOR_SIGNATURE_INDEX = VEOL2, LINE_EDITOR_SIGNATURE = 0xF5 };

#endif
