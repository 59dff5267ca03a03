#include "fibers.h"

#include <sys/mman.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#if !defined(__x86_64__) || defined(STANDIN_UCONTEXT)
#include <ucontext.h>
#endif

namespace standin {
namespace {
constexpr size_t stackBytes = 128 * 1024;
constexpr size_t page = 4096;
Fiber* running = nullptr;
}

#if defined(__x86_64__) && !defined(STANDIN_UCONTEXT)
// Saves the registers that a callee must keep, exchanges the stacks, and returns on the other one.
extern "C" __attribute__((visibility("hidden"))) void standinSwitch(void** save, void* load);
asm(R"(
    .text
    .hidden standinSwitch
    .globl standinSwitch
    .type standinSwitch, @function
standinSwitch:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
    .size standinSwitch, .-standinSwitch
)");

void Fiber::reset() {
    constexpr int savedRegisters = 6;
    auto* top = reinterpret_cast<uint64_t*>(stack + stackBytes);
    *--top = 0;  // Where the body would return to, which it never does; it also aligns the stack as after a call.
    *--top = reinterpret_cast<uint64_t>(&Fiber::begin);
    for (int i = 0; i < savedRegisters; i++) *--top = 0;
    inside = top;
}

void Fiber::enter() {
    Fiber* before = running;
    running = this;
    standinSwitch(&outside, inside);
    running = before;
}

void Fiber::leave() {
    Fiber* fiber = running;
    standinSwitch(&fiber->inside, fiber->outside);
}
#else
void Fiber::reset() {
    if (inside == nullptr) inside = new ucontext_t;
    if (outside == nullptr) outside = new ucontext_t;
    auto* context = static_cast<ucontext_t*>(inside);
    getcontext(context);
    context->uc_stack.ss_sp = stack + page;
    context->uc_stack.ss_size = stackBytes - page;
    context->uc_link = nullptr;
    makecontext(context, &Fiber::begin, 0);
}

void Fiber::enter() {
    Fiber* before = running;
    running = this;
    swapcontext(static_cast<ucontext_t*>(outside), static_cast<ucontext_t*>(inside));
    running = before;
}

void Fiber::leave() {
    Fiber* fiber = running;
    swapcontext(static_cast<ucontext_t*>(fiber->inside), static_cast<ucontext_t*>(fiber->outside));
}
#endif

Fiber::Fiber(void (*body)()) : body(body) {
    void* mapped = mmap(nullptr, stackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapped == MAP_FAILED || mprotect(mapped, page, PROT_NONE) != 0) {
        std::fputs("CUDA stand-in: no memory for the stack of a thread\n", stderr);
        std::abort();
    }

    stack = static_cast<char*>(mapped);
    reset();
}

Fiber::~Fiber() {
    munmap(stack, stackBytes);
#if !defined(__x86_64__) || defined(STANDIN_UCONTEXT)
    delete static_cast<ucontext_t*>(inside);
    delete static_cast<ucontext_t*>(outside);
#endif
}

Fiber* Fiber::current() { return running; }

void Fiber::begin() { running->body(); }

Fiber* FiberPool::take() {
    if (idle.empty()) {
        all.push_back(std::make_unique<Fiber>(body));
        return all.back().get();
    }

    Fiber* fiber = idle.back();
    idle.pop_back();
    return fiber;
}

void FiberPool::resetAll() {
    running = nullptr;
    idle.clear();
    for (auto& fiber : all) {
        fiber->reset();
        idle.push_back(fiber.get());
    }
}
}
