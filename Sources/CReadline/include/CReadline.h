#ifndef CREADLINE_H
#define CREADLINE_H

#include <stddef.h>
#include <termios.h>

/// What the line editor asks of its owner. Every call comes from within `line_editor_read`, on its thread.
struct line_editor_owner {
    /// Passed back in each call.
    void *context;
    /// Return was pressed on this text; zero leaves it to be edited.
    int (*may_take)(void *context, const char *text);
    /// A line was taken away; not zero lets Up bring it back.
    int (*take)(void *context, const char *text);
    /// Tab (1) or Shift-Tab (-1) was pressed; `point` is the cursor, in bytes.
    void (*complete)(void *context, const char *text, int point, int direction);
    /// Alt was pressed with a key, `a` or `1` to `9`.
    void (*press)(void *context, int key);
    /// Ctrl-D was pressed on an empty line.
    void (*end)(void *context);
};

/// What is known of the terminal; not zero is yes.
struct line_editor_manner {
    /// Nothing may be shown by moving the cursor.
    int is_plain;
    /// It wraps its lines anew when its width changes.
    int reflows;
};

/// Takes the terminal over: standard input and standard output, which must be terminals.
///
/// There is one line editor in a process, for GNU readline keeps its state in global variables; every function here
/// is called by one thread.
void line_editor_open(
    const struct line_editor_owner *owner, const struct line_editor_manner *manner, const char *prompt);
/// Gives the terminal back as it was. What is half typed stays on the screen.
void line_editor_close(void);

/// Reads keys that are there to be read.
void line_editor_read(void);
/// Writes bytes above the line that is being typed, which is then shown again.
void line_editor_print(const char *bytes, size_t count);
/// Writes bytes in place of so many rows above the line; zero when those are not all on the screen, and nothing is done.
int line_editor_reprint(int rows, const char *bytes, size_t count);
/// Writes bytes that show nothing, such as a bell.
void line_editor_send(const char *bytes, size_t count);
/// Clears the screen, but for the line that is being typed.
void line_editor_clear(void);
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
/// Takes the terminal again and shows the line; `restores` is not zero if somebody else may have left it in disorder.
void line_editor_resume(int restores);
/// Learns the terminal's new size and shows the line accordingly.
void line_editor_resize(void);

#endif
