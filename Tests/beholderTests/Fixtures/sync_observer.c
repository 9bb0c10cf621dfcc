// Preloaded into the program: writes to the file in SYNC_OBSERVER, in order, each write to a write-ahead log ("log"),
// to the file of acknowledgments ("acknowledgment") and to the standard output ("output"), and each finished sync of
// a log ("sync"). A write is noted before it begins and a sync after it has ended, so that no order is flattered.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int notes = -1;

static void start(void) {
    const char *path = getenv("SYNC_OBSERVER");
    if (path) notes = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int ends_with(const char *text, const char *end) {
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static const char *kind(int descriptor) {
    static __thread char target[4096];
    char link[64];
    if (descriptor == 1) return "output";
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, target, sizeof target - 1);
    if (length < 0) return NULL;
    target[length] = 0;
    if (ends_with(target, ".sqlite-wal")) return "log";
    if (ends_with(target, "/acknowledged")) return "acknowledgment";
    return NULL;
}

static void note(const char *text) {
    char line[32];
    int length = snprintf(line, sizeof line, "%s\n", text);
    pthread_once(&once, start);
    if (notes >= 0) syscall(SYS_write, notes, line, (size_t)length);
}

static void note_write(int descriptor) {
    const char *what = kind(descriptor);
    if (what) note(what);
}

static int note_sync(int descriptor, int result) {
    const char *what = kind(descriptor);
    if (result == 0 && what && strcmp(what, "log") == 0) note("sync");
    return result;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int descriptor, const void *bytes, size_t count) {
    note_write(descriptor);
    return NEXT(write)(descriptor, bytes, count);
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    note_write(descriptor);
    return NEXT(writev)(descriptor, parts, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    note_write(descriptor);
    return NEXT(pwrite)(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
    note_write(descriptor);
    return NEXT(pwrite64)(descriptor, bytes, count, offset);
}

int fsync(int descriptor) { return note_sync(descriptor, NEXT(fsync)(descriptor)); }

int fdatasync(int descriptor) { return note_sync(descriptor, NEXT(fdatasync)(descriptor)); }
