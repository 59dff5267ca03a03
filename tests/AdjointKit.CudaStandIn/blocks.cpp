#include "blocks.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <numeric>

#include "faults.h"

namespace standin {
namespace {
constexpr int poison = 0xFF;
BlockRunner* active = nullptr;  // Only one thread runs kernels at a time.

// Visits 0..count-1, each once, in an order given by two random numbers.
class Walk {
public:
    Walk(uint64_t count, uint64_t start, uint64_t step) : count(count), at(start % count), step(step % count) {
        while (std::gcd(this->step, count) != 1) this->step++;
    }

    uint64_t next() {
        uint64_t here = at;
        at = (at + step) % count;
        return here;
    }

private:
    uint64_t count, at, step;
};

Index split(uint64_t linear, Index size) {
    return {static_cast<unsigned>(linear % size.x), static_cast<unsigned>(linear / size.x % size.y), static_cast<unsigned>(linear / size.x / size.y)};
}

bool isPoison(const char* from, const char* to) {
    return std::all_of(from, to, [](char byte) { return static_cast<unsigned char>(byte) == poison; });
}
}

BlockRunner::BlockRunner() : fibers(runThreads) { state.barrier = stopAtBarrier; }

CUresult BlockRunner::run(const Kernel& kernel, void** arguments, Index grid, Index block, size_t dynamicBytes, uint64_t seed) {
    this->kernel = &kernel;
    this->arguments = arguments;
    this->dynamicBytes = dynamicBytes;
    randomState = seed * 0x9E3779B97F4A7C15u + 1;
    outcome = CUDA_SUCCESS;
    state.gridSize = grid;
    state.blockSize = block;
    threads.resize(block.count());
    for (size_t i = 0; i < threads.size(); i++) threads[i].index = split(i, block);
    order.resize(threads.size());
    std::iota(order.begin(), order.end(), 0);
    kernel.module->bind(&state);
    active = this;
    if (!runGuarded([](void* self) { static_cast<BlockRunner*>(self)->runGrid(); }, this)) {
        std::fprintf(stderr, "CUDA stand-in: kernel %s touched memory that is not there, an element outside of its array or a misaligned address (block %u %u %u, thread %u %u %u)\n", kernel.entry->name, state.block.x, state.block.y,
                     state.block.z, state.thread.x, state.thread.y, state.thread.z);
        outcome = CUDA_ERROR_ILLEGAL_ADDRESS;
    }

    if (outcome != CUDA_SUCCESS) fibers.resetAll();
    return outcome;
}

void BlockRunner::runGrid() {
    const Module& module = *kernel->module;
    char* dynamic = module.dynamicShared != nullptr ? static_cast<char*>(module.dynamicShared()) : nullptr;
    uint64_t count = state.gridSize.count();
    Walk walk(count, random(), random());
    for (uint64_t i = 0; i < count && outcome == CUDA_SUCCESS; i++) {
        state.block = split(walk.next(), state.gridSize);
        if (module.shared != nullptr) std::memset(module.shared, poison, module.sharedBytes);
        if (!runBlock()) {
            outcome = CUDA_ERROR_LAUNCH_FAILED;
        } else if (dynamic != nullptr && !isPoison(dynamic + dynamicBytes, dynamic + sharedBytes)) {
            std::fprintf(stderr, "CUDA stand-in: kernel %s wrote past the %zu bytes of shared memory that its launch asked for\n", kernel->entry->name, dynamicBytes);
            outcome = CUDA_ERROR_ILLEGAL_ADDRESS;
        }
    }
}

// All threads run to the first barrier, then all to the second, and so on, each time in another order.
bool BlockRunner::runBlock() {
    begun = 0;
    waiting.clear();
    shuffle(order);
    while (begun < order.size()) {
        Fiber* fiber = fibers.take();
        fiber->enter();
        if (waiting.empty() || threads[waiting.back()].fiber != fiber) fibers.give(fiber);
    }

    while (!waiting.empty()) {
        if (!atSameBarrier()) return false;
        resumed.swap(waiting);
        waiting.clear();
        shuffle(resumed);
        for (int thread : resumed) resume(thread);
    }

    return true;
}

void BlockRunner::resume(int thread) {
    Fiber* fiber = threads[thread].fiber;
    current = thread;
    state.thread = threads[thread].index;
    fiber->enter();
    if (waiting.empty() || waiting.back() != thread) fibers.give(fiber);
}

bool BlockRunner::atSameBarrier() const {
    const Thread& first = threads[waiting[0]];
    if (waiting.size() != threads.size()) {
        std::fprintf(stderr, "CUDA stand-in: kernel %s, %s(%d): %zu of %zu threads of a block wait at a barrier that the others never reach\n", kernel->entry->name, first.file,
                     first.line, waiting.size(), threads.size());
        return false;
    }

    for (int thread : waiting) {
        const Thread& other = threads[thread];
        if (other.line == first.line && std::strcmp(other.file, first.file) == 0) continue;
        std::fprintf(stderr, "CUDA stand-in: kernel %s, %s(%d) and %s(%d): threads of one block wait at different barriers\n", kernel->entry->name, first.file, first.line, other.file,
                     other.line);
        return false;
    }

    return true;
}

// The body of every fiber: as long as no thread stops at a barrier, one fiber runs them all, one after the other.
void BlockRunner::runThreads() {
    for (;;) {
        BlockRunner& runner = *active;
        while (runner.begun < runner.order.size()) {
            runner.current = runner.order[runner.begun++];
            runner.state.thread = runner.threads[runner.current].index;
            runner.kernel->entry->run(runner.arguments);
        }

        Fiber::leave();
    }
}

void BlockRunner::stopAtBarrier(const char* file, int line) {
    BlockRunner& runner = *active;
    Thread& thread = runner.threads[runner.current];
    thread.file = file;
    thread.line = line;
    thread.fiber = Fiber::current();
    runner.waiting.push_back(runner.current);
    Fiber::leave();
}

void BlockRunner::shuffle(std::vector<int>& items) {
    for (size_t left = items.size(); left > 1; left--) {
        size_t other = ((random() >> 32) * left) >> 32;
        std::swap(items[left - 1], items[other]);
    }
}

// xorshift64*
uint64_t BlockRunner::random() {
    randomState ^= randomState >> 12;
    randomState ^= randomState << 25;
    randomState ^= randomState >> 27;
    return randomState * 0x2545F4914F6CDD1Du;
}
}
