#define _GNU_SOURCE
#include "CReadline.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include <readline/history.h>
#include <readline/readline.h>

static struct line_editor_owner owner;

/// Frees what undo knows of the line, and puts back the entry of the history that was edited to become it, as readline
/// itself does when it hands a line out.
static void release_line(void) {
    HIST_ENTRY *entry = current_history();
    if (entry && rl_undo_list) {
        char *text = strdup(rl_line_buffer);
        rl_revert_line(1, 0);
        entry = replace_history_entry(where_history(), rl_line_buffer, NULL);
        if (entry) free_history_entry(entry);
        rl_replace_line(text ? text : "", 0);
        free(text);
    }
    rl_free_undo_list();
}

static void begin_line(void) {
    release_line();
    rl_replace_line("", 1);
    rl_point = rl_mark = 0;
    rl_deactivate_mark();
    using_history();
    if (rl_editing_mode == 0) rl_vi_insertion_mode(1, 'i');
}

/// Return: the line goes to the owner and leaves no copy on the screen.
static int accept_line(int count, int key) {
    (void)count, (void)key;
    char *text = strdup(rl_line_buffer);
    if (!text) return 1;
    if (owner.accept(owner.context, text)) {
        rl_clear_visible_line();
        begin_line();
        rl_on_new_line();
    }
    free(text);
    return 0;
}

static int add_line(int count, int key) {
    (void)count, (void)key;
    rl_insert_text("\n");
    return 0;
}

static int complete_forward(int count, int key) {
    (void)count, (void)key;
    owner.complete(owner.context, rl_line_buffer, rl_point, 1);
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

/// A line that came by another way than our Return, or the end.
static void take_line(char *line) {
    if (!line) {
        owner.end(owner.context);
        return;
    }
    owner.accept(owner.context, line);
    free(line);
}

/// Puts a function of ours wherever a user's own bindings have readline's.
static void rebind(rl_command_func_t *theirs, rl_command_func_t *ours) {
    Keymap maps[] = {emacs_standard_keymap, emacs_meta_keymap, emacs_ctlx_keymap, vi_insertion_keymap,
                     vi_movement_keymap};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        for (int key = 0; key < 256; key++)
            if (maps[i][key].type == ISFUNC && maps[i][key].function == theirs) maps[i][key].function = ours;
}

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

void line_editor_open(const struct line_editor_owner *given, const char *prompt) {
    owner = *given;
    FILE *output = fdopen(dup(STDOUT_FILENO), "w");
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
    rl_attempted_completion_function = complete_nothing;
    rl_add_defun("chatroom-accept-line", accept_line, -1);
    rl_add_defun("chatroom-add-line", add_line, -1);
    rebind(rl_newline, accept_line);
    rebind(rl_complete, complete_forward);
    rebind(rl_menu_complete, complete_forward);
    rebind(rl_backward_menu_complete, complete_backward);
    Keymap typing[] = {emacs_standard_keymap, vi_insertion_keymap};
    for (size_t i = 0; i < 2; i++) {
        rl_bind_keyseq_in_map("\033\r", add_line, typing[i]);
        rl_bind_keyseq_in_map("\033\n", add_line, typing[i]);
        rl_bind_keyseq_in_map("\033[Z", complete_backward, typing[i]);
    }
    using_history();
    rl_callback_handler_install(prompt, take_line);
    use_utf8();
    fflush(rl_outstream);
}

void line_editor_close(int keeps_line) {
    if (keeps_line && rl_end > 0) {
        rl_point = rl_end;
        rl_redisplay();
        fputs("\r\n", rl_outstream);
    } else {
        rl_clear_visible_line();
    }
    rl_callback_handler_remove();
    fflush(rl_outstream);
}

void line_editor_read(void) {
    rl_callback_read_char();
    use_utf8();
    fflush(rl_outstream);
}

void line_editor_print(const char *bytes, size_t count, int is_plain) {
    if (is_plain) {
        fputs("\r\n", rl_outstream);
    } else {
        rl_clear_visible_line();
    }
    fwrite(bytes, 1, count, rl_outstream);
    rl_on_new_line();
    rl_redisplay();
    fflush(rl_outstream);
}

int line_editor_set_prompt(const char *prompt) {
    if (RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_NUMERICARG | RL_STATE_VIMOTION)) return 0;
    rl_clear_visible_line();
    rl_set_prompt(prompt);
    rl_on_new_line();
    rl_redisplay();
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
    rl_clear_visible_line();
    begin_line();
    rl_on_new_line();
    rl_redisplay();
    fflush(rl_outstream);
}

void line_editor_suspend(void) {
    rl_clear_visible_line();
    rl_cleanup_after_signal();
    fflush(rl_outstream);
}

void line_editor_resume(void) {
    // Also when another process stopped this one and the terminal's modes were changed meanwhile.
    rl_cleanup_after_signal();
    rl_reset_after_signal();
    rl_resize_terminal();
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

void line_editor_resize(int reflows) {
    int rows, old_width, width;
    struct winsize size;
    rl_get_screen_size(&rows, &old_width);
    width = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : old_width;
    // Readline moves up by the rows that the line had before; a terminal that wrapped it anew has more or fewer, and
    // what others wrote above would be erased.
    int row = 0, column = 0, shown = reflows ? width : old_width;
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
