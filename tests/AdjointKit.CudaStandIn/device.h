// A device with its memory and streams. Work is put off until somebody waits for it, and each stream is worked off alone: whoever forgets
// to wait for an event, or reuses a buffer too early, gets wrong results here as on a busy device, and every time.
#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "cuda.h"
#include "memory.h"

namespace standin {
struct Stream {
    explicit Stream(Device* device) : device(device) {}

    // Puts work off; the operation's error becomes the device's.
    void add(std::function<CUresult()> operation);

    // Does the work up to the operation with this number, and what it waits for on other streams.
    void workTo(uint64_t number);

    void finish() { workTo(added); }

    Device* device;
    uint64_t added = 0;
    uint64_t done = 0;

private:
    std::deque<std::function<CUresult()>> work;
};

// One recording of an event: a place in a stream, and the time at which the stream came there.
struct Recording {
    std::shared_ptr<Stream> stream;
    uint64_t number;
    bool reached;
    double seconds;
};

struct Event {
    std::shared_ptr<Recording> last;
};

struct Device {
    int index = 0;
    int retained = 0;
    CUresult failure = CUDA_SUCCESS;  // A device that failed once answers every later call with it.
    DeviceMemory memory;
    std::shared_ptr<Stream> defaultStream;
    std::vector<std::shared_ptr<Stream>> streams;

    void finish();

    // The stream of a handle (null: the default stream); null for a handle that is none.
    std::shared_ptr<Stream> find(CUstream handle) const;
};

// Executes kernels, all devices taking turns.
CUresult execute(Device& device, CUfunction kernel, std::vector<char> arguments, const unsigned* sizes, size_t dynamicBytes);
}
