#define _GNU_SOURCE
#include "CTerminalGuard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t guard = -1;

/// Waits for the end of the other process; only calls that are safe after a fork of a process with threads.
static void watch(int pipe, int terminal, const struct termios *sane, int knows_sequences) {
    // Ctrl-C and its like are meant for the other process; and a process in the background may set the terminal only
    // if it ignores SIGTTOU.
    const int ignored[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE};
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) signal(ignored[i], SIG_IGN);
    setpgid(0, 0);
    char byte;
    ssize_t count;
    while ((count = read(pipe, &byte, 1)) < 0 && errno == EINTR) {}
    struct termios now;
    if (count == 0 && tcgetattr(terminal, &now) == 0 &&
        now.c_cc[LINE_EDITOR_SIGNATURE_INDEX] == LINE_EDITOR_SIGNATURE) {
        tcsetattr(terminal, TCSANOW, sane);
        const char *text = knows_sequences ? "\r\033[?2004l\033[K\r\n" : "\r\n";
        if (write(terminal, text, strlen(text)) < 0) _exit(1);
    }
    _exit(0);
}

int terminal_guard_start(int terminal, int knows_sequences) {
    struct termios sane;
    int ends[2];
    if (tcgetattr(terminal, &sane) != 0 || pipe2(ends, O_CLOEXEC) != 0) return -1;
    guard = fork();
    if (guard == 0) {
        // Nothing else stays open here: no lock, no connection.
        int kept_pipe = dup2(ends[0], 10), kept_terminal = dup2(terminal, 11);
        int pipe = dup2(kept_pipe, 3);
        terminal = dup2(kept_terminal, 4);
        close_range(5, ~0U, 0);
        close_range(0, 2, 0);
        watch(pipe, terminal, &sane, knows_sequences);
    }
    close(ends[0]);
    if (guard < 0) {
        close(ends[1]);
        return -1;
    }
    return ends[1];
}

void terminal_guard_mark(struct termios *modes) {
    modes->c_cc[LINE_EDITOR_SIGNATURE_INDEX] = LINE_EDITOR_SIGNATURE;
}

void terminal_guard_dismiss(int descriptor) {
    if (descriptor < 0) return;
    if (write(descriptor, "", 1) == 1)
        while (waitpid(guard, NULL, 0) < 0 && errno == EINTR) {}
    close(descriptor);
}
