#ifndef SIGNATURE_H
#define SIGNATURE_H

#include <termios.h>

/// How the guard knows that a terminal is as this program left it, and not as a shell's own line editor has it: by
/// a second end of line that no UTF-8 has in it.
enum { LINE_EDITOR_SIGNATURE_INDEX = VEOL2, LINE_EDITOR_SIGNATURE = 0xF5 };

#endif
