// Executes the blocks of a launch, one thread of the device at a time, in an order that nobody may rely on.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "fibers.h"
#include "modules.h"

namespace standin {
struct Index {
    unsigned x, y, z;

    uint64_t count() const { return static_cast<uint64_t>(x) * y * z; }
};

// What the kernels read; the twin of __standin_state_type in shim.h.
struct KernelState {
    Index thread, block, blockSize, gridSize;
    void (*barrier)(const char* file, int line);
};

class BlockRunner {
public:
    static constexpr size_t sharedBytes = 48 * 1024;

    BlockRunner();

    // CUDA_SUCCESS, CUDA_ERROR_LAUNCH_FAILED (a barrier that not all threads reach) or CUDA_ERROR_ILLEGAL_ADDRESS; failures are told on stderr.
    CUresult run(const Kernel& kernel, void** arguments, Index grid, Index block, size_t dynamicBytes, uint64_t seed);

private:
    struct Thread {
        Index index;
        Fiber* fiber;
        const char* file;
        int line;
    };

    static void runThreads();
    static void stopAtBarrier(const char* file, int line);

    void runGrid();
    bool runBlock();
    bool atSameBarrier() const;
    void resume(int thread);
    void shuffle(std::vector<int>& items);
    uint64_t random();

    FiberPool fibers;
    KernelState state;
    const Kernel* kernel = nullptr;
    void** arguments = nullptr;
    size_t dynamicBytes = 0;
    uint64_t randomState = 1;
    CUresult outcome = CUDA_SUCCESS;

    std::vector<Thread> threads;
    std::vector<int> order;     // In which the threads of the block begin.
    size_t begun = 0;           // How many have begun.
    std::vector<int> waiting;   // Those that stand at a barrier.
    std::vector<int> resumed;   // Those that go on from one.
    int current = 0;            // The one that runs.
};
}
