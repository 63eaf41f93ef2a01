#ifndef CTERMINALGUARD_H
#define CTERMINALGUARD_H

#include <termios.h>

/// How the guard knows that a terminal is as this program left it, and not as a shell's own line editor has it: by
/// a second end of line that no UTF-8 has in it.
enum { LINE_EDITOR_SIGNATURE_INDEX = VEOL2, LINE_EDITOR_SIGNATURE = 0xF5 };

/// Starts a process that makes the terminal sane when this one ends without doing it, by SIGKILL for instance.
///
/// Returns what `terminal_guard_dismiss` takes; -1 if there is none.
int terminal_guard_start(int terminal, int knows_sequences);
/// Marks the modes of a terminal that is lent to a question as ones that the guard makes sane.
void terminal_guard_mark(struct termios *modes);
/// Tells the guard that the terminal is sane, and waits for its end.
void terminal_guard_dismiss(int descriptor);

#endif
