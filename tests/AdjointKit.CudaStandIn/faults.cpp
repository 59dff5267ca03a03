#include "faults.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>

namespace standin {
namespace {
// Only one thread runs kernels at a time (the driver's lock), so these need not be per thread; a thread's own variables could not be read safely in a handler.
sigjmp_buf way;
volatile sig_atomic_t guarded = 0;
pthread_t guardedThread;
constexpr int signals[] = {SIGSEGV, SIGBUS, SIGILL};  // The last is the trap of the compiler's own checks.
struct sigaction earlierActions[3];

void handle(int signal, siginfo_t* information, void* context) {
    if (guarded && pthread_equal(guardedThread, pthread_self())) siglongjmp(way, 1);

    // Not ours: whoever handled it before does so.
    const struct sigaction& earlier = earlierActions[signal == SIGSEGV ? 0 : signal == SIGBUS ? 1 : 2];
    if ((earlier.sa_flags & SA_SIGINFO) != 0) {
        earlier.sa_sigaction(signal, information, context);
    } else if (earlier.sa_handler != SIG_DFL && earlier.sa_handler != SIG_IGN) {
        earlier.sa_handler(signal);
    } else {
        sigaction(signal, &earlier, nullptr);
    }
}

void install() {
    struct sigaction action = {};
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < 3; i++) sigaction(signals[i], &action, &earlierActions[i]);
}
}

bool runGuarded(void (*run)(void*), void* argument) {
    static const bool installed = (install(), true);
    (void)installed;
    guardedThread = pthread_self();
    if (sigsetjmp(way, 1) != 0) {
        guarded = 0;
        return false;
    }

    guarded = 1;
    run(argument);
    guarded = 0;
    return true;
}
}
