#define _GNU_SOURCE
#include "CReadline.h"
#include "CTerminalGuard.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include <readline/history.h>
#include <readline/readline.h>

static struct line_editor_owner owner;
static struct line_editor_manner manner;
/// The terminal's modes before the line editor had it.
static struct termios sane;
/// Whether the terminal stays ours from one line to the next.
static int keeps_terminal;
/// Whether the line that is being typed is to be shown before the next key counts.
static int is_hidden;
/// A line that was not taken after all, to be edited on.
static char *returned;

/// In a locale of single bytes readline would cut characters apart and take their bytes for Alt and a key.
///
/// It sets the locale of LC_ALL again whenever a line begins, so this is called after whatever may do that.
static void use_utf8(void) {
    if (MB_CUR_MAX >= 4) return;
    if (!setlocale(LC_CTYPE, "C.UTF-8")) setlocale(LC_CTYPE, "en_US.UTF-8");
    rl_variable_bind("input-meta", "on");
    rl_variable_bind("output-meta", "on");
    rl_variable_bind("convert-meta", "off");
}

/// Makes room for what is shown next: where the line was, or below it.
static void leave_line(void) {
    if (!manner.is_plain)
        rl_clear_visible_line();
    else if (!is_hidden)
        fputs("\r\n", rl_outstream);
    is_hidden = 0;
}

static void show_line(void) {
    is_hidden = 0;
    rl_on_new_line();
    rl_redisplay();
}

/// Shows the line below what was printed; line by line only once somebody types, or it would be read out after each.
static void show_line_again(void) {
    if (manner.is_plain)
        is_hidden = 1;
    else
        show_line();
}

// MARK: Keys

/// Return: the line is taken and leaves no copy on the screen.
static int accept_line(int count, int key) {
    (void)count;
    if (!owner.may_take(owner.context, rl_line_buffer)) return 0;
    // Ends what vi mode has begun.
    if (rl_editing_mode == 0) rl_vi_movement_mode(1, key);
    leave_line();
    keeps_terminal = 1;
    rl_done = 1;
    return 0;
}

static int add_line(int count, int key) {
    (void)count, (void)key;
    rl_insert_text("\n");
    return 0;
}

static int do_nothing(int count, int key) {
    (void)count, (void)key;
    return 0;
}

static int complete_forward(int count, int key) {
    (void)count, (void)key;
    owner.complete(owner.context, rl_line_buffer, rl_point, 1);
    return 0;
}

/// Alt with a digit or a letter, wherever the cursor is.
static int press(int count, int key) {
    (void)count;
    owner.press(owner.context, key == 'A' ? 'a' : key);
    return 0;
}

static int complete_backward(int count, int key) {
    (void)count, (void)key;
    owner.complete(owner.context, rl_line_buffer, rl_point, -1);
    return 0;
}

/// Readline's own completion would offer the names of local files.
static char **complete_nothing(const char *text, int start, int end) {
    (void)text, (void)start, (void)end;
    rl_attempted_completion_over = 1;
    return NULL;
}

/// A whole line, mostly by our Return; or the end.
static void take_line(char *line) {
    int is_ours = keeps_terminal;
    keeps_terminal = 0;
    if (!line) return owner.end(owner.context);
    if (is_ours || owner.may_take(owner.context, line)) {
        if (owner.take(owner.context, line)) add_history(line);
        free(line);
    } else {
        free(returned);
        returned = line;
    }
}

static int put_back(void) {
    if (returned) {
        rl_insert_text(returned);
        free(returned);
        returned = NULL;
        rl_redisplay();
    }
    return 0;
}

/// The rest of a pasted text is waited for within readline; when its end got lost, not for ever.
static int get_key(FILE *stream) {
    struct pollfd keyboard = {fileno(stream), POLLIN, 0};
    if (poll(&keyboard, 1, 1000) == 0) return EOF;
    return rl_getc(stream);
}

/// Puts a function of ours wherever a user's own bindings have readline's.
static void rebind(rl_command_func_t *theirs, rl_command_func_t *ours) {
    Keymap maps[] = {emacs_standard_keymap, emacs_meta_keymap, emacs_ctlx_keymap, vi_insertion_keymap,
                     vi_movement_keymap};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        for (int key = 0; key < 256; key++)
            if (maps[i][key].type == ISFUNC && maps[i][key].function == theirs) maps[i][key].function = ours;
}

// MARK: The terminal

static void take_terminal(int meta) {
    rl_prep_terminal(meta);
    struct termios now;
    if (tcgetattr(STDIN_FILENO, &now) != 0) return;
    now.c_cc[LINE_EDITOR_SIGNATURE_INDEX] = LINE_EDITOR_SIGNATURE;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &now);
}

static void give_terminal(void) {
    if (!keeps_terminal) rl_deprep_terminal();
}

/// Writes all of it, also when somebody who shares the terminal made it non-blocking.
static ssize_t write_all(void *cookie, const char *bytes, size_t count) {
    (void)cookie;
    for (size_t done = 0; done < count;) {
        ssize_t part = write(STDOUT_FILENO, bytes + done, count - done);
        if (part >= 0) {
            done += (size_t)part;
        } else if (errno == EAGAIN) {
            struct pollfd screen = {STDOUT_FILENO, POLLOUT, 0};
            poll(&screen, 1, -1);
        } else if (errno != EINTR) {
            // The terminal is gone, which its other end tells.
            break;
        }
    }
    return (ssize_t)count;
}

void line_editor_open(
    const struct line_editor_owner *given, const struct line_editor_manner *known, const char *prompt) {
    owner = *given;
    manner = *known;
    tcgetattr(STDIN_FILENO, &sane);
    FILE *output = fopencookie(NULL, "w", (cookie_io_functions_t){.write = write_all});
    // One write for all that belongs together, so that nothing flickers.
    if (output) setvbuf(output, NULL, _IOFBF, 1 << 16);
    rl_outstream = output ? output : stdout;
    rl_instream = stdin;
    rl_readline_name = "chatroom";
    rl_catch_signals = 0;
    rl_catch_sigwinch = 0;
    rl_change_environment = 0;
    setlocale(LC_CTYPE, "");
    rl_initialize();
    // After it, for it reads ~/.inputrc, which may set these.
    rl_prep_term_function = take_terminal;
    rl_deprep_term_function = give_terminal;
    rl_pre_input_hook = put_back;
    rl_getc_function = get_key;
    rl_attempted_completion_function = complete_nothing;
    rl_add_defun("chatroom-accept-line", accept_line, -1);
    rl_add_defun("chatroom-add-line", add_line, -1);
    rebind(rl_newline, accept_line);
    rebind(rl_operate_and_get_next, accept_line);
    rebind(rl_vi_eof_maybe, accept_line);
    // Would send the line with a sign before it.
    rebind(rl_insert_comment, do_nothing);
    rebind(rl_complete, complete_forward);
    rebind(rl_menu_complete, complete_forward);
    rebind(rl_backward_menu_complete, complete_backward);
    Keymap typing[] = {emacs_standard_keymap, vi_insertion_keymap};
    for (size_t i = 0; i < 2; i++) {
        rl_bind_keyseq_in_map("\033\r", add_line, typing[i]);
        rl_bind_keyseq_in_map("\033\n", add_line, typing[i]);
        rl_bind_keyseq_in_map("\033[Z", complete_backward, typing[i]);
    }
    for (int key = '1'; key <= '9'; key++) emacs_meta_keymap[key] = (KEYMAP_ENTRY){ISFUNC, press};
    emacs_meta_keymap['a'] = emacs_meta_keymap['A'] = (KEYMAP_ENTRY){ISFUNC, press};
    using_history();
    rl_callback_handler_install(prompt, take_line);
    use_utf8();
    fflush(rl_outstream);
}

void line_editor_close(void) {
    if (rl_end > 0) {
        rl_point = rl_end;
        rl_redisplay();
        fputs("\r\n", rl_outstream);
    } else {
        leave_line();
    }
    rl_callback_handler_remove();
    fflush(rl_outstream);
}

void line_editor_read(void) {
    if (is_hidden) show_line();
    rl_callback_read_char();
    use_utf8();
    fflush(rl_outstream);
}

void line_editor_print(const char *bytes, size_t count) {
    leave_line();
    fwrite(bytes, 1, count, rl_outstream);
    show_line_again();
    fflush(rl_outstream);
}

void line_editor_send(const char *bytes, size_t count) {
    fwrite(bytes, 1, count, rl_outstream);
    fflush(rl_outstream);
}

void line_editor_clear(void) {
    if (manner.is_plain) return;
    leave_line();
    fputs("\033[H\033[2J", rl_outstream);
    show_line();
    fflush(rl_outstream);
}

int line_editor_set_prompt(const char *prompt) {
    if (RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG | RL_STATE_VIMOTION)) return 0;
    if (manner.is_plain) {
        // The next line has it; this one is not said again.
        rl_set_prompt(prompt);
        return 1;
    }
    rl_clear_visible_line();
    rl_set_prompt(prompt);
    show_line();
    fflush(rl_outstream);
    return 1;
}

const char *line_editor_text(void) { return rl_line_buffer ? rl_line_buffer : ""; }

void line_editor_replace(int start, int end, const char *text) {
    rl_begin_undo_group();
    rl_delete_text(start, end);
    rl_point = start;
    rl_insert_text(text);
    rl_end_undo_group();
}

void line_editor_remember(const char *line) {
    add_history(line);
    using_history();
}

void line_editor_limit_memory(int count) { stifle_history(count); }

void line_editor_interrupt(void) {
    rl_free_line_state();
    rl_callback_sigcleanup();
    leave_line();
    rl_replace_line("", 1);
    rl_point = rl_mark = 0;
    // Forgets which line of the history this was, and begins a new one.
    rl_initialize();
    if (rl_editing_mode == 0) rl_vi_insertion_mode(1, 'i');
    use_utf8();
    show_line();
    fflush(rl_outstream);
}

void line_editor_suspend(void) {
    leave_line();
    rl_cleanup_after_signal();
    fflush(rl_outstream);
}

void line_editor_resume(int restores) {
    // Also when another process stopped this one and the terminal's modes were changed meanwhile.
    rl_cleanup_after_signal();
    if (restores) tcsetattr(STDIN_FILENO, TCSADRAIN, &sane);
    rl_reset_after_signal();
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) rl_set_screen_size(size.ws_row, size.ws_col);
    rl_on_new_line();
    rl_forced_update_display();
    fflush(rl_outstream);
}

/// Moves a place on the screen by a text that begins there, on rows of `width` columns.
static void advance(const char *text, const char *end, int width, int *row, int *column) {
    mbstate_t state = {0};
    while (text < end) {
        wchar_t character;
        size_t size = mbrtowc(&character, text, (size_t)(end - text), &state);
        int columns = 1;
        if (size == 0 || size > (size_t)(end - text)) {
            memset(&state, 0, sizeof state);
            size = 1;
        } else if (character == L'\n') {
            columns = 0;
            *row += 1;
            *column = 0;
        } else {
            columns = character < 0x20 || character == 0x7F ? 2 : wcwidth(character);
        }
        if (columns > 0) {
            if (*column + columns > width) *row += 1, *column = 0;
            *column += columns;
        }
        text += size;
    }
    if (*column >= width) *row += 1, *column = 0;
}

int line_editor_reprint(int rows, const char *bytes, size_t count) {
    int height, width, row = 0, column = 0;
    rl_get_screen_size(&height, &width);
    if (width <= 0 || manner.is_plain) return 0;
    advance(rl_display_prompt, rl_display_prompt + strlen(rl_display_prompt), width, &row, &column);
    advance(rl_line_buffer, rl_line_buffer + rl_end, width, &row, &column);
    if (rows + row + 1 > height) return 0;
    leave_line();
    if (rows > 0) fprintf(rl_outstream, "\033[%dA", rows);
    fputs("\r\033[J", rl_outstream);
    fwrite(bytes, 1, count, rl_outstream);
    show_line();
    fflush(rl_outstream);
    return 1;
}

void line_editor_resize(void) {
    int rows, old_width;
    struct winsize size;
    rl_get_screen_size(&rows, &old_width);
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return;
    if (manner.is_plain) {
        rl_set_screen_size(size.ws_row, size.ws_col);
        return;
    }
    // Readline moves up by the rows that the line had before; a terminal that wrapped it anew has more or fewer, and
    // what others wrote above would be erased.
    int row = 0, column = 0, shown = manner.reflows ? size.ws_col : old_width;
    if (shown > 0) {
        advance(rl_display_prompt, rl_display_prompt + strlen(rl_display_prompt), shown, &row, &column);
        advance(rl_line_buffer, rl_line_buffer + rl_point, shown, &row, &column);
    }
    fputs("\r", rl_outstream);
    if (row > 0) fprintf(rl_outstream, "\033[%dA", row);
    fputs("\033[J", rl_outstream);
    rl_on_new_line();
    rl_resize_terminal();
    fflush(rl_outstream);
}
