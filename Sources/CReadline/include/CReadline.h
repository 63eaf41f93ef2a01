#ifndef CREADLINE_H
#define CREADLINE_H

#include <stddef.h>

/// What the line editor asks of its owner. Every call comes from within `line_editor_read`, on its thread.
struct line_editor_owner {
    /// Passed back in each call.
    void *context;
    /// Return was pressed on this text; not zero takes the line away, zero leaves it to be edited.
    int (*accept)(void *context, const char *text);
    /// Tab (1) or Shift-Tab (-1) was pressed; `point` is the cursor, in bytes.
    void (*complete)(void *context, const char *text, int point, int direction);
    /// Ctrl-D was pressed on an empty line, or the terminal is gone.
    void (*end)(void *context);
};

/// Takes the terminal over: standard input and standard output, which must be terminals.
///
/// There is one line editor in a process, for GNU readline keeps its state in global variables; every function here
/// is called by one thread.
void line_editor_open(const struct line_editor_owner *owner, const char *prompt);
/// Gives the terminal back as it was. What is half typed stays on the screen if `keeps_line` is not zero.
void line_editor_close(int keeps_line);

/// Reads keys that are there to be read.
void line_editor_read(void);
/// Writes bytes above the line that is being typed, which is then shown again.
///
/// Without cursor movement (`is_plain`) the line is left where it was and repeated below.
void line_editor_print(const char *bytes, size_t count, int is_plain);
/// Changes the prompt; not zero if it was done, zero while the prompt's place is taken by a search.
int line_editor_set_prompt(const char *prompt);

/// What is typed so far; valid until the next call.
const char *line_editor_text(void);
/// Replaces a part of the line, in bytes, and puts the cursor behind it; one step for undo.
void line_editor_replace(int start, int end, const char *text);
/// Adds a line to what Up brings back.
void line_editor_remember(const char *line);
/// Keeps at most so many lines.
void line_editor_limit_memory(int count);

/// Ctrl-C: drops what is typed.
void line_editor_interrupt(void);
/// Gives the terminal back for a while; the line is kept.
void line_editor_suspend(void);
/// Takes the terminal again and shows the line.
void line_editor_resume(void);
/// Learns the terminal's new size and shows the line accordingly; `reflows` is not zero for a terminal that wraps its
/// lines anew when its width changes.
void line_editor_resize(int reflows);

/// Starts a process that makes the terminal sane when this one ends without doing it, by SIGKILL for instance.
///
/// Returns a descriptor to be closed at the end, after `terminal_guard_dismiss`; -1 if there is none.
int terminal_guard_start(int terminal, int knows_sequences);
/// Tells the guard that the terminal is sane, and waits for its end.
void terminal_guard_dismiss(int descriptor);

#endif
